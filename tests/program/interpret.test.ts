import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { gradientSources } from '../../src/program/gradients/gradient-rules.ts';
import { type DoubleTensor, interpret, lockstep, trace } from '../../src/program/index.ts';
import { kernelNames } from '../../src/program/kernels/kernels.ts';
import type { LoopProgram } from '../../src/program/types.ts';
import { kernelCases } from './cases.ts';
import type { KernelCase } from './kernel-case.ts';
import { derivativeProgram, directionsOf, floatInputs, forwardProgram, moved, onCpuBackend } from './laws.ts';

const all = kernelNames.flatMap((kernel) =>
  kernelCases[kernel].map((kernelCase) => ({ kernel, kernelCase, name: `${kernel}: ${kernelCase.what}` })),
);
const differentiable = all.filter(
  ({ kernel, kernelCase }) =>
    gradientSources[kernel] !== 'zero' &&
    floatInputs(kernelCase).length > 0 &&
    forwardProgram(kernel, kernelCase).outputs.some(
      ({ id }) => forwardProgram(kernel, kernelCase).values[id]!.dtype === 'float32',
    ),
);

type Directions = Readonly<Record<string, readonly number[]>>;
type Results = Readonly<Record<string, DoubleTensor>>;

const tensor = (shape: readonly number[], ...data: number[]): DoubleTensor => ({
  shape,
  data: Float64Array.from(data),
});

/** The case's inputs, unrounded but for those that must fit together, and directions as `v/<input>`. */
const feedsOf = ({ inputs, fixed = [] }: KernelCase, directions: Directions = {}): Results => {
  const values = (name: string) =>
    fixed.includes(name) ? inputs[name]!.values.map(Math.fround) : inputs[name]!.values;
  return Object.fromEntries([
    ...Object.entries(inputs).map(([name, { shape }]) => [name, tensor(shape, ...values(name))] as const),
    ...Object.entries(directions).map(
      ([name, direction]) => [`v/${name}`, tensor(inputs[name]!.shape, ...direction)] as const,
    ),
  ]);
};

const dot = (results: Results, prefix: string, directions: Directions): number =>
  Object.entries(directions).reduce(
    (sum, [name, direction]) =>
      direction.reduce((part, value, i) => part + value * results[`${prefix}/${name}`]!.data[i]!, sum),
    0,
  );

describe('every kernel in double precision is what the CPU backend of TensorFlow.js rounds', () => {
  test.each(all)('$name', ({ kernel, kernelCase }) => {
    const results = interpret(forwardProgram(kernel, kernelCase))(feedsOf(kernelCase));
    onCpuBackend(kernel, kernelCase).forEach((expected, index) => {
      const got = results[index]!;
      expect(got.shape).toEqual(expected.shape);
      expected.data.forEach((value, position) => {
        // Single precision on their side, and a polynomial for erf that is off by 1.5e-7.
        const tolerance = 1e-6 * Math.max(1, Math.abs(value));
        if (Number.isFinite(value))
          expect(Math.abs(got.data[position]! - value), `element ${position}`).toBeLessThan(tolerance);
        else expect(got.data[position]).toBe(value);
      });
    });
  });
});

describe('derivatives of every kernel in double precision are slopes', () => {
  const step = 1e-4;
  // Truncation of a central difference: step²/6 times a third derivative of up to 500; rounding is 1e-12 of the value
  // over the step.
  const tolerance = (value: number): number => 1e-6 * Math.max(1, Math.abs(value));

  test.each(differentiable)('$name', ({ kernel, kernelCase }) => {
    const run = interpret(derivativeProgram(kernel, kernelCase));
    const [u, v] = [directionsOf(kernelCase, 3), directionsOf(kernelCase, 5)];
    const at = (distance: number, direction: Directions) =>
      run(feedsOf(moved(kernelCase, u, distance), direction));
    const [here, before, after] = [at(0, u), at(-step, u), at(step, u)];
    const slope = (after['loss']!.data[0]! - before['loss']!.data[0]!) / (2 * step);
    expect(Math.abs(dot(here, 'd', u) - slope), 'gradient · u').toBeLessThan(tolerance(slope));
    const curvature = (dot(after, 'd', v) - dot(before, 'd', v)) / (2 * step);
    expect(Math.abs(dot(here, 'h', v) - curvature), 'v · Hu').toBeLessThan(tolerance(curvature));
  });
});

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

describe('interpret', () => {
  test('runs the example of its doc comment', () => {
    const square = trace('square', { x: float(2) }, ({ x }) => ({ y: tf.square(x) }));
    expect(interpret(square)({ x: tensor([2], 1, 3) })).toEqual({ y: tensor([2], 1, 9) });
  });

  test('broadcasts the axes before matrices one by one', () => {
    const program = trace('product', { a: float(2, 2, 1, 1), b: float(2, 1, 1, 1) }, ({ a, b }) => ({
      y: tf.matMul(a, b),
    }));
    const feeds = { a: tensor([2, 2, 1, 1], 1, 2, 3, 4), b: tensor([2, 1, 1, 1], 10, 100) };
    expect([...interpret(program)(feeds)['y']!.data]).toEqual([10, 20, 300, 400]);
  });

  test('keeps NaN through maxima, poolings, signs and steps', () => {
    const program = trace('maxima', { x: float(1, 2, 2, 1) }, ({ x }) => ({
      max: tf.max(x),
      min: tf.min(x),
      pooled: tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'),
      sign: tf.sum(tf.sign(x)),
      step: tf.sum(tf.step(x)),
    }));
    const results = interpret(program)({ x: tensor([1, 2, 2, 1], 1, NaN, 3, -1) });
    for (const { data } of Object.values(results)) expect([...data]).toEqual([NaN]);
  });

  test('keeps digits that single precision loses, unless asked to round', () => {
    const program = trace('thirds', { x: float(1) }, ({ x }) => ({ y: tf.sub(tf.div(x, 3), 1 / 3) }));
    const feeds = { x: tensor([1], 1) };
    const third = Math.fround(1 / 3);
    expect([...interpret(program)(feeds)['y']!.data]).toEqual([1 / 3 - third]);
    expect([...interpret(program, 'single')(feeds)['y']!.data]).toEqual([0]);
  });

  test('counts in whole numbers and truths where the types are such', () => {
    const int = { shape: [3], dtype: 'int32' } as const;
    const program = trace('integers', { a: int, b: int }, ({ a, b }) => ({
      quotient: tf.floorDiv(a, b),
      product: tf.mul(a, b),
      either: tf.logicalOr(a.toBool(), b.toBool()),
    }));
    const results = interpret(program)({ a: tensor([3], -7, 70000, 1), b: tensor([3], 2, 70000, 0) });
    expect([...results['quotient']!.data]).toEqual([-4, 1, 0]);
    // 4.9e9 modulo 2³².
    expect([...results['product']!.data]).toEqual([-14, 605032704, 0]);
    expect([...results['either']!.data]).toEqual([1, 1, 1]);
  });

  test('never hands out a feed, a constant or a carried value to be written to', () => {
    const program = trace('same', { x: float(1) }, ({ x }) => ({ x, y: tf.reshape(x, [1]) }));
    const x = tensor([1], 2);
    const run = interpret(program);
    const results = run({ x });
    results['x']!.data[0] = 5;
    expect([...run({ x })['y']!.data]).toEqual([2]);
  });

  test('names a feed that is missing or has another shape', () => {
    const program = trace('square', { x: float(2) }, ({ x }) => ({ y: tf.square(x) }));
    expect(() => interpret(program)({})).toThrow(/feed 'x' to be \[2\], got none/);
    expect(() => interpret(program)({ x: tensor([3], 1, 2, 3) })).toThrow(/to be \[2\], got \[3\] of 3/);
  });

  test('refuses kernels of an engine, naming them', () => {
    const program = trace('square', { x: float(2) }, ({ x }) => ({ y: tf.square(x) }));
    const other = { ...program, nodes: [{ ...program.nodes[0]!, kernel: 'onnx/Gemm' }] };
    expect(() => interpret(other)).toThrow(/kernels of TensorFlow.js, got onnx\/Gemm/);
  });
});

/** w ← w − rate·(w − x)·scale, with x a row of a table and its target as a fixed input. */
function descent(): LoopProgram {
  const inputs = { w: float(2), rate: float(), x: float(1, 2), scale: float() };
  const body = trace('descent', inputs, ({ w, rate, x, scale }) => {
    const difference = tf.sub(w, tf.reshape(x, [2]));
    const loss = tf.mul(scale, tf.sum(tf.square(difference)));
    return { w: tf.sub(w, tf.mul(rate, difference)), loss };
  });
  const gather = { input: 'x', table: 'table', indices: 'rows', rows: 3, storage: 'uint8' } as const;
  const gathered = [{ ...gather, scale: 0.5, offset: -1 }];
  return {
    kind: 'loop',
    name: 'descent',
    body,
    carried: ['w'],
    scanned: ['rate'],
    gathered,
    stacked: ['loss'],
  };
}

const table = { data: Uint8Array.of(0, 2, 4, 6, 8, 10), shape: [3, 2] };

describe('a loop', () => {
  test('carries, scans, gathers and stacks', () => {
    const results = interpret(descent())({
      w: tensor([2], 1, 2),
      rate: tensor([2], 0.5, 0.25),
      rows: { data: Int32Array.of(2, 0), shape: [2, 1] },
      table,
      scale: tensor([], 2),
    });
    // Rows 2 and 0 are [3, 4] and [−1, 0].
    expect(results['loss']).toEqual(tensor([2], 2 * (4 + 4), 2 * (9 + 9)));
    expect(results['w']).toEqual(tensor([2], 2 - 0.25 * 3, 3 - 0.25 * 3));
  });

  test('in lockstep gives each replicate what it gives alone', () => {
    const group = interpret(lockstep(descent(), ['x', 'rate'], 2))({
      w: tensor([2, 2], 1, 2, 5, 7),
      rate: tensor([1, 2], 0.5, 0.1),
      rows: { data: Int32Array.of(2, 1), shape: [1, 2, 1] },
      table,
      scale: tensor([], 2),
    });
    const alone = [0, 1].map((r) =>
      interpret(descent())({
        w: tensor([2], ...[1, 2, 5, 7].slice(2 * r, 2 * r + 2)),
        rate: tensor([1], [0.5, 0.1][r]!),
        rows: { data: Int32Array.of(2 - r), shape: [1, 1] },
        table,
        scale: tensor([], 2),
      }),
    );
    expect([...group['w']!.data]).toEqual(alone.flatMap((one) => [...one['w']!.data]));
    expect([...group['loss']!.data]).toEqual(alone.flatMap((one) => [...one['loss']!.data]));
  });

  test('names what does not fit', () => {
    const feeds = {
      w: tensor([2], 1, 2),
      rate: tensor([1], 0.5),
      rows: { data: Int32Array.of(3), shape: [1, 1] },
      table,
      scale: tensor([], 2),
    };
    const run = interpret(descent());
    expect(() => run(feeds)).toThrow(/'rows' in 0 … 2, got 3 at step 0/);
    expect(() => run({ ...feeds, rate: tensor([2], 1, 1) })).toThrow(/'rows' to have 2 steps, got 1/);
    expect(() => run({ ...feeds, table: { ...table, shape: [2, 3] } })).toThrow(/feed 'table' to be \[3,2\]/);
  });
});
