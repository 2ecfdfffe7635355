import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { engineNamed } from '../../src/engines/index.ts';
import { fuse } from '../../src/engines/onnx/fuse.ts';
import { hoist, runOf } from '../../src/engines/onnx/hoist.ts';
import { carryRows } from '../../src/engines/onnx/rows.ts';
import { sink } from '../../src/engines/onnx/sink.ts';
import type { Tensors } from '../../src/engines/types.ts';
import { trace } from '../../src/program/index.ts';
import type { LoopProgram } from '../../src/program/types.ts';
import { spread } from '../program/kernel-case.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** w ← w − r·(w·c + s·mean(exp(f·f))), with a constant row c and a fixed matrix f. */
const loop: LoopProgram = {
  kind: 'loop',
  name: 'descent beside a fixed matrix',
  body: trace(
    'body',
    { w: float(40, 8), f: float(6, 6), row: float(8), s: float(), r: float() },
    ({ w, f, row, s, r }) => {
      const fixed = tf.mean(tf.exp(tf.matMul(f, f)));
      const slope = tf.add(tf.mul(w, tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8])), tf.mul(s, fixed));
      return { w: tf.sub(tf.add(w, row), tf.mul(r, slope)), loss: tf.mean(w) };
    },
  ),
  carried: ['w'],
  scanned: ['s', 'r'],
  gathered: [],
  stacked: ['loss'],
};

/** What our engine and the interpreter give; the latter takes nothing out of a loop. */
async function bothEngines(program: LoopProgram, feeds: Tensors): Promise<[Tensors, Tensors]> {
  const run = async (name: 'onnx' | 'tfjs-cpu'): Promise<Tensors> => {
    const engine = await engineNamed(name);
    const executable = await engine.load(engine.lower(program));
    return executable.run(feeds);
  };
  return [await run('onnx'), await run('tfjs-cpu')];
}

/** Both engines give the same. */
async function agree(program: LoopProgram, own: Tensors): Promise<void> {
  const feeds: Tensors = {
    w: { data: Float32Array.from(spread(320, -1, 1, 1)), shape: [40, 8] },
    row: { data: Float32Array.from(spread(8, -0.1, 0.1, 3)), shape: [8] },
    s: { data: Float32Array.of(0.1, 0.2, 0.3), shape: [3] },
    r: { data: Float32Array.of(0.1, 0.05, 0.02), shape: [3] },
    ...own,
  };
  const [one, other] = await bothEngines(program, feeds);
  // Single precision, sums of up to some hundred terms in another order.
  for (const { name } of program.body.outputs)
    one[name]!.data.forEach((value, index) => expect(value).toBeCloseTo(other[name]!.data[index]!, 5));
}

describe('hoist', () => {
  test('takes out what fixed inputs decide, and leaves what changes', () => {
    const { loop: rest, before } = hoist(loop);
    const [outside, inside] = [before.nodes, rest.body.nodes].map((nodes) =>
      nodes.map(({ kernel }) => kernel),
    );
    // The product is that of all steps' s with the fixed mean.
    expect(outside).toEqual(['BatchMatMul', 'Exp', 'Mean', 'Multiply', 'Reshape', 'Tile']);
    expect(inside).not.toContain('BatchMatMul');
    expect(inside).toContain('Sub');
  });

  test('repeats once what every step would repeat in short runs', () => {
    const { loop: rest } = hoist(loop);
    const { nodes, values } = rest.body;
    const product = nodes.find(
      ({ kernel, outputs }) => kernel === 'Multiply' && values[outputs[0]!]!.shape.length === 2,
    )!;
    expect(Object.values(product.inputs).map((id) => values[id]!.shape)).toEqual([
      [40, 8],
      [40, 8],
    ]);
  });

  test('takes along what a fixed value needs of constants, and repeats nothing for it', async () => {
    // A filled tensor and a constant row, each joined to a fixed matrix before it meets what changes.
    const beside: LoopProgram = {
      ...loop,
      body: trace(
        'body',
        { w: float(40, 8), f: float(40, 7), row: float(8), s: float(), r: float() },
        ({ w, f, row, s, r }) => {
          const joined = tf.concat([f, tf.fill([40, 1], 2)], 1);
          const fixed = tf.sub(tf.mul(joined, tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8])), tf.exp(row));
          return { w: tf.sub(w, tf.mul(tf.mul(r, s), fixed)), loss: tf.mean(w) };
        },
      ),
    };
    const { before } = hoist(beside);
    expect(before.nodes.map(({ kernel }) => kernel)).toEqual(
      expect.arrayContaining(['Fill', 'Concat', 'Multiply', 'Exp', 'Sub']),
    );
    await agree(beside, { f: { data: Float32Array.from(spread(280, -1, 1, 2)), shape: [40, 7] } });
  });

  test('computes for all steps at once what no step decides, and multiplies afterwards what is only stacked', async () => {
    const labelled: LoopProgram = {
      kind: 'loop',
      name: 'labels of rows',
      body: trace(
        'body',
        { w: float(3), y: { shape: [4], dtype: 'int32' } as const, r: float(), noise: float(3) },
        ({ w, y, r, noise }) => {
          const marks = tf.sum(tf.oneHot(y as tf.Tensor1D, 3), 0);
          const rate = tf.sub(1, tf.sqrt(tf.mul(r, 0.5)));
          const next = tf.add(tf.mul(rate, tf.sub(w, marks)), tf.mul(noise, tf.tensor1d([1, 2, 3])));
          return { w: next, loss: tf.mul(tf.sum(w), 0.25), seen: tf.sqrt(r) };
        },
      ),
      carried: ['w'],
      scanned: ['r', 'noise'],
      gathered: [
        { input: 'y', table: 'labels', indices: 'rows', rows: 5, storage: 'uint8', scale: 1, offset: 0 },
      ],
      stacked: ['loss', 'seen'],
    };
    const { loop: rest, before } = hoist(labelled);
    expect(before.nodes.map(({ kernel }) => kernel).toSorted()).toEqual(
      expect.arrayContaining(['Multiply', 'Multiply', 'OneHot', 'Sqrt', 'Sqrt', 'Sub']),
    );
    const inside = rest.body.nodes.map(({ kernel }) => kernel);
    expect(inside).not.toContain('OneHot');
    expect(inside).not.toContain('Sqrt');
    const { loop: sunk, after } = sink(hoist(labelled));
    expect(after.nodes.map(({ kernel }) => kernel)).toEqual(['Sum', 'Multiply']);
    expect(sunk.body.nodes).toHaveLength(rest.body.nodes.length - 2);
    const feeds: Tensors = {
      w: { data: Float32Array.of(1, -2, 3), shape: [3] },
      r: { data: Float32Array.of(0.5, 0.25, 0.125), shape: [3] },
      noise: { data: Float32Array.from(spread(9, -1, 1, 2)), shape: [3, 3] },
      rows: { data: Int32Array.of(0, 1, 2, 3, 4, 4, 4, 4, 0, 2, 4, 1), shape: [3, 4] },
      labels: { data: Uint8Array.of(0, 1, 2, 1, 0), shape: [5] },
    };
    const [one, other] = await bothEngines(labelled, feeds);
    for (const name of ['w', 'loss', 'seen'])
      one[name]!.data.forEach((value, index) => expect(value).toBeCloseTo(other[name]!.data[index]!, 5));
  });

  test('stacks what a step decides of a loss, and finishes the losses after the loop', async () => {
    const body = trace('body', { w: float(4, 3), y: float(4, 3), r: float() }, ({ w, y, r }) => {
      const logits = tf.mul(w, r);
      const loss = tf.mean(tf.square(tf.sub(tf.sum(tf.mul(logits, y), 1), tf.tensor1d([1, 2, 3, 4]))));
      return { w: tf.add(logits, y), loss, twice: tf.mul(logits, logits), low: tf.neg(tf.sqrt(r)) };
    });
    const stacking: LoopProgram = {
      kind: 'loop',
      name: 'losses',
      body,
      carried: ['w'],
      scanned: ['y', 'r'],
      gathered: [],
      stacked: ['loss', 'twice', 'low'],
    };
    const { loop: sunk, after } = sink(hoist(stacking));
    expect(after.nodes.map(({ kernel }) => kernel)).toEqual([
      'Multiply', // by y, which has an axis of steps
      'Sum',
      'Sub',
      'Square',
      'Mean',
      'Multiply', // twice the same operand
    ]);
    expect(sunk.body.nodes.map(({ kernel }) => kernel)).toEqual(['Multiply', 'Add']);
    await agree(stacking, {
      w: { data: Float32Array.from(spread(12, -1, 1, 2)), shape: [4, 3] },
      y: { data: Float32Array.from(spread(36, -1, 1, 3)), shape: [3, 4, 3] },
      r: { data: Float32Array.of(0.5, 0.25, 2), shape: [3] },
    });
  });

  test('does not stack what is large, or what two values of a step decide', () => {
    const bodyOf = (size: number) =>
      trace('body', { w: float(size), r: float() }, ({ w, r }) => {
        const next = tf.mul(w, r);
        return { w: next, large: tf.sum(tf.exp(next)), both: tf.mul(tf.sum(next), tf.max(w)) };
      });
    const sunkOf = (size: number) =>
      sink(
        hoist({
          kind: 'loop',
          name: 'sums',
          body: bodyOf(size),
          carried: ['w'],
          scanned: ['r'],
          gathered: [],
          stacked: ['large', 'both'],
        }),
      ).after.nodes.map(({ kernel }) => kernel);
    expect(sunkOf(8)).toEqual(['Sum']);
    expect(sunkOf(513)).toEqual([]);
  });

  test('carries biases as the rows that a step makes of them', async () => {
    const descent = (use: (bias: tf.Tensor) => tf.Tensor): LoopProgram => ({
      kind: 'loop',
      name: 'biases',
      body: trace('body', { bias: float(3), weight: float(2, 3), x: float(5, 2) }, ({ bias, weight, x }) => {
        const y = tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias));
        return { bias: tf.sub(bias, tf.sum(y, 0)), weight, seen: use(bias) };
      }),
      carried: ['bias', 'weight'],
      scanned: ['x'],
      gathered: [],
      stacked: ['seen'],
    });
    const shapeOfBias = (loop: LoopProgram) => {
      const { body } = carryRows({ ...loop, body: fuse(loop.body) });
      return body.values[body.inputs.find(({ name }) => name === 'bias')!.id]!.shape;
    };
    expect(shapeOfBias(descent(() => tf.scalar(1)))).toEqual([1, 3]);
    expect(shapeOfBias(descent((bias) => tf.exp(bias)))).toEqual([3]); // a use that takes a vector
    expect(shapeOfBias(descent((bias) => bias))).toEqual([3]);
    await agree(
      descent(() => tf.scalar(1)),
      {
        bias: { data: Float32Array.of(0.5, -0.25, 1), shape: [3] },
        weight: { data: Float32Array.from(spread(6, -1, 1, 4)), shape: [2, 3] },
        x: { data: Float32Array.from(spread(30, -1, 1, 5)), shape: [3, 5, 2] },
      },
    );
  });

  test('a body that reads nothing of a step runs as many steps as there are', async () => {
    const halving: LoopProgram = {
      kind: 'loop',
      name: 'halving',
      body: trace('body', { w: float(2), unused: float() }, ({ w }) => ({ w: tf.mul(w, 0.5) })),
      carried: ['w'],
      scanned: ['unused'],
      gathered: [],
      stacked: [],
    };
    const [one] = await bothEngines(halving, {
      w: { data: Float32Array.of(8, -8), shape: [2] },
      unused: { data: new Float32Array(3), shape: [3] },
    });
    expect(one['w']!.data).toEqual(Float32Array.of(1, -1));
  });

  test('changes no value: both engines agree', () =>
    agree(loop, { f: { data: Float32Array.from(spread(36, -1, 1, 2)), shape: [6, 6] } }));

  test.each([
    [[16], [1000, 16], 16],
    [[1000, 1], [1000, 16], 16],
    [[], [1000, 16], 16_000],
    [[1000, 16], [1000, 16], 16_000],
    [[4, 1, 8], [4, 5, 8], 8],
    [[1, 5, 8], [4, 5, 8], 40],
  ])('%j is read in %j in runs of %i', (operand, result, run) => expect(runOf(operand, result)).toBe(run));
});
