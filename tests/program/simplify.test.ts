import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/index.ts';
import {
  batchOver,
  deserialize,
  gradients,
  print,
  serialize,
  simplify,
  trace,
} from '../../src/program/index.ts';
import { kernelNames } from '../../src/program/kernels/kernels.ts';
import type { InputType, Program } from '../../src/program/types.ts';
import { kernelCases } from './cases.ts';
import type { KernelCase } from './kernel-case.ts';
import { derivativeProgram, floatInputs, forwardProgram, runOnce } from './laws.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** A line of a print without its numbers. */
const bodyOf = (program: Program): string => print(program).split('\n').slice(1).join('\n');

describe('simplify', () => {
  test('leaves of a step of gradient descent what a person would write', () => {
    const program = trace(
      'step',
      { w: float(3, 2), b: float(2), x: float(4, 3), y: float(4, 2), rate: float() },
      ({ w, b, x, y, rate }) => {
        const error = tf.sub(tf.add(tf.matMul(x, w), b), y);
        const loss = tf.mean(tf.square(error)) as tf.Scalar;
        const [dw, db] = gradients(loss, [w, b]) as [tf.Tensor, tf.Tensor];
        return { w: tf.sub(w, tf.mul(rate, dw)), b: tf.sub(b, tf.mul(rate, db)), loss };
      },
    );
    expect(print(simplify(program))).toBe(`program step
  in %0 w float32[3,2]
  in %1 b float32[2]
  in %2 x float32[4,3]
  in %3 y float32[4,2]
  in %4 rate float32[]
  constant %8 float32[] = 0.25
  %5 float32[4,2] = BatchMatMul(a=%2, b=%0) {transposeA: false, transposeB: false}
  %6 float32[4,2] = Add(a=%5, b=%1)
  %7 float32[4,2] = Sub(a=%6, b=%3)
  %9 float32[4,2] = Multiply(a=%7, b=%8)
  %10 float32[3,2] = BatchMatMul(a=%2, b=%9) {transposeA: true, transposeB: false}
  %11 float32[3,2] = Multiply(a=%4, b=%10)
  %12 float32[3,2] = Sub(a=%0, b=%11)
  %13 float32[2] = Sum(x=%9) {axis: [0], keepDims: false}
  %14 float32[2] = Multiply(a=%4, b=%13)
  %15 float32[2] = Sub(a=%1, b=%14)
  %16 float32[4,2] = Square(x=%7)
  %17 float32[] = Mean(x=%16) {keepDims: false}
  out w = %12
  out b = %15
  out loss = %17`);
  });

  test('one-hot rows add up to one where all indices are known to be classes, and are added up elsewhere', () => {
    const sumOf = (y: InputType): Program =>
      simplify(trace('sum', { y }, (inputs) => ({ sum: tf.sum(tf.oneHot(inputs.y, 3).toFloat(), 1) })));
    const labels = { shape: [4], dtype: 'int32' } as const;
    const known = sumOf({ ...labels, classes: 3 });
    expect(known.nodes.map(({ kernel }) => kernel)).toEqual(['Fill']);
    expect(print(known)).toContain('in %0 y int32[4] of 3 classes');
    const added = ['OneHot', 'Sum'];
    expect(sumOf({ ...labels, classes: 4 }).nodes.map(({ kernel }) => kernel)).toEqual(added);
    expect(sumOf(labels).nodes.map(({ kernel }) => kernel)).toEqual(added);
  });

  test('what is known of inputs survives simplifying, batching and writing', () => {
    const y = { shape: [2], dtype: 'int32', classes: 3 } as const;
    const program = trace('rows', { y }, (inputs) => ({ rows: tf.oneHot(inputs.y, 3) }));
    for (const other of [simplify(program), batchOver(program, ['y'], 2), deserialize(serialize(program))])
      expect((other as Program).inputs).toEqual(program.inputs);
    expect(deserialize(serialize(program))).toEqual(program);
  });

  test('a weighted square shares the weighted value with the slope', () => {
    const program = trace('quadratic', { x: float(3) }, ({ x }) => {
      const loss = tf.mul(0.5, tf.sum(tf.mul(tf.tensor1d([1, 2, 4]), tf.square(x)))) as tf.Scalar;
      return { loss, slope: gradients(loss, [x])[0]! };
    });
    const kernels = simplify(program).nodes.map(({ kernel }) => kernel);
    // k·x once, (k·x)·x, its sum, and a half of that.
    expect(kernels).toEqual(['Multiply', 'Multiply', 'Sum', 'Multiply']);
  });

  test('is done after once: twice gives the same text', () => {
    for (const kernel of kernelNames) {
      const once = simplify(longestProgram(kernel, kernelCases[kernel][0]!));
      expect(print(simplify(once))).toBe(print(once));
    }
  });

  test('a constant that folding has made one number throughout is a Fill at once', () => {
    const rows = tf.tensor2d([1, 2, 1, 3], [2, 2]);
    const program = trace('folded', { x: float(2) }, ({ x }) => ({ y: tf.concat([x, tf.min(rows, 1)]) }));
    const once = simplify(program);
    expect(print(once)).toContain('Fill');
    expect(print(simplify(once))).toBe(print(once));
  });

  test('the order of independent statements and the names of programs do not matter', () => {
    const inputs = { x: float(3), y: float(3) };
    const one = trace('one', inputs, ({ x, y }) => {
      const s = tf.sin(x);
      const c = tf.cos(y);
      return { z: tf.mul(s, c) };
    });
    const other = trace('other', inputs, ({ x, y }) => {
      const c = tf.cos(y);
      tf.exp(x);
      const s = tf.sin(x);
      return { z: tf.mul(s, c) };
    });
    expect(bodyOf(simplify(other))).toBe(bodyOf(simplify(one)));
    expect(onnxEngine.lower(other).digest).toBe(onnxEngine.lower(one).digest);
  });

  test('gathers constant factors only where they stay finite', async () => {
    const program = trace('extremes', { x: float(2) }, ({ x }) => ({
      quotient: tf.div(x, 1e-40),
      product: tf.mul(tf.mul(x, 1e30), 1e30),
      plain: tf.mul(tf.mul(x, 3), 0.5),
    }));
    const result = await runOnce(program, { x: { data: Float32Array.of(0, 2), shape: [2] } });
    expect([...result['quotient']!.data]).toEqual([0, Infinity]);
    expect([...result['product']!.data]).toEqual([0, Infinity]);
    expect([...result['plain']!.data]).toEqual([0, 3]);
    const factors = simplify(program).nodes.filter(({ kernel }) => kernel === 'Multiply');
    expect(factors).toHaveLength(3);
  });

  test('a sum over the classes of one-hot rows is a number', async () => {
    const program = trace(
      'marked',
      { y: { shape: [4], dtype: 'int32', classes: 3 }, x: float(4) },
      ({ y, x }) => {
        const marked = tf.mul(tf.oneHot(y as tf.Tensor1D, 3), -0.25);
        return { total: tf.mul(tf.sum(marked, 1), x), marked };
      },
    );
    expect(simplify(program).nodes.map(({ kernel }) => kernel)).not.toContain('Sum');
    const feeds = {
      y: { data: Int32Array.of(0, 2, 1, 2), shape: [4] },
      x: { data: Float32Array.of(1, 2, 3, 4), shape: [4] },
    };
    const { total } = await runOnce(program, feeds);
    expect([...total!.data]).toEqual([-0.25, -0.5, -0.75, -1]);
  });

  test('terms with one factor are added before they are scaled, and constant factors meet', async () => {
    const program = trace('factors', { x: float(3), y: float(3) }, ({ x, y }) => ({
      sum: tf.add(tf.mul(x, 0.5), tf.mul(y, 0.5)),
      difference: tf.add(tf.mul(x, 0.25), tf.mul(y, -0.25)),
      weighted: tf.mul(tf.tensor1d([1, 2, 3]), tf.mul(x, 2)),
    }));
    const simplified = simplify(program);
    expect(simplified.nodes.filter(({ kernel }) => kernel === 'Multiply')).toHaveLength(3);
    const feeds = {
      x: { data: Float32Array.of(1, 2, 4), shape: [3] },
      y: { data: Float32Array.of(3, 5, 7), shape: [3] },
    };
    const result = await runOnce(program, feeds);
    expect([...result['sum']!.data]).toEqual([2, 3.5, 5.5]);
    expect([...result['difference']!.data]).toEqual([-0.5, -0.75, -0.75]);
    expect([...result['weighted']!.data]).toEqual([2, 8, 24]);
  });

  test('other mathematics gives other bytes', () => {
    const scaled = (factor: number) =>
      onnxEngine.lower(trace('scaled', { x: float(3) }, ({ x }) => ({ y: tf.mul(x, factor) }))).digest;
    expect(scaled(2)).not.toBe(scaled(3));
  });
});

/** The derivatives where the kernel's output is a float, the kernel alone elsewhere. */
function longestProgram(kernel: string, kernelCase: KernelCase): Program {
  const forward = forwardProgram(kernel, kernelCase);
  const isFloat = forward.outputs.some(({ id }) => forward.values[id]!.dtype === 'float32');
  return isFloat && floatInputs(kernelCase).length > 0 ? derivativeProgram(kernel, kernelCase) : forward;
}
