import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { engineNamed } from '../../src/engines/index.ts';
import type { Tensors } from '../../src/engines/types.ts';
import { hessianVectorProduct, simplify, trace } from '../../src/program/index.ts';
import type { Program } from '../../src/program/types.ts';
import { spread } from './kernel-case.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
const kernelsOf = ({ nodes }: Program): string[] => nodes.map(({ kernel }) => kernel);

const feedsOf = ({ inputs, values }: Program): Tensors =>
  Object.fromEntries(
    inputs.map(({ name, id }, salt) => {
      const { shape } = values[id]!;
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, { data: Float32Array.from(spread(size, -1, 1, salt)), shape }];
    }),
  );

async function results(program: Program): Promise<number[]> {
  // The interpreter runs the program as it is recorded, ONNX Runtime the simplified one.
  const values: number[] = [];
  for (const name of ['tfjs-cpu', 'onnx'] as const) {
    const engine = await engineNamed(name);
    const executable = await engine.load(engine.lower(name === 'onnx' ? simplify(program) : program));
    values.push((await executable.run(feedsOf(program)))['form']!.data[0]!);
    await executable.dispose();
  }
  return values;
}

const quadraticForm = (loss: tf.Scalar, weights: tf.Tensor[], probes: tf.Tensor[]) => ({
  form: tf.addN(
    hessianVectorProduct(loss, weights, probes).map((product, index) =>
      tf.sum(tf.mul(product, probes[index]!)),
    ),
  ),
});

const dense = trace(
  'form of a dense net',
  { w: float(5, 7), u: float(7, 3), pw: float(5, 7), pu: float(7, 3), x: float(9, 5) },
  ({ w, u, pw, pu, x }) => {
    const output = tf.matMul(tf.tanh(tf.matMul(x, w)), u);
    return quadraticForm(tf.mean(tf.square(tf.square(output))) as tf.Scalar, [w, u], [pw, pu]);
  },
);

const convolutional = trace(
  'form of a convolutional net',
  {
    f: float(3, 3, 2, 3),
    g: float(3, 3, 3, 2),
    pf: float(3, 3, 2, 3),
    pg: float(3, 3, 3, 2),
    x: float(2, 6, 6, 2),
  },
  ({ f, g, pf, pg, x }) => {
    const hidden = tf.tanh(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'same'));
    const output = tf.conv2d(hidden, g as tf.Tensor4D, 2, 'valid');
    return quadraticForm(tf.mean(tf.square(tf.square(output))) as tf.Scalar, [f, g], [pf, pg]);
  },
);

describe('an inner product with what is linear', () => {
  test('moves to the other side: vᵀHv of a dense net needs no gradient of a weight', () => {
    const products = (program: Program) =>
      program.nodes.filter(({ attributes }) => attributes['transposeA'] === true).length;
    expect(products(dense)).toBeGreaterThan(0);
    expect(products(simplify(dense))).toBe(0);
  });

  test('moves to the other side: vᵀHv of a convolutional net needs no gradient of a filter', () => {
    expect(kernelsOf(convolutional)).toContain('Conv2DBackpropFilter');
    expect(kernelsOf(simplify(convolutional))).not.toContain('Conv2DBackpropFilter');
  });

  test.each([dense, convolutional])('keeps the value of the $name', async (program) => {
    const [plain, moved] = await results(program);
    expect(Math.abs(plain!)).toBeGreaterThan(1e-4);
    // Both round in float32, in another order.
    expect(Math.abs(moved! - plain!)).toBeLessThan(1e-5 * Math.abs(plain!));
  });

  test.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('holds whichever operand is transposed: %s, %s', async (flipA, flipB) => {
    const form = (known: 'left' | 'right') =>
      trace(
        'form',
        { a: flipA ? float(4, 6) : float(6, 4), b: flipB ? float(3, 4) : float(4, 3), p: float(6, 3) },
        ({ a, b, p }) => {
          const product = tf.matMul(a, b, flipA, flipB);
          const adjoint =
            known === 'left'
              ? flipB
                ? tf.matMul(p, a, true, flipA)
                : tf.matMul(a, p, !flipA, false)
              : flipA
                ? tf.matMul(b, p, flipB, true)
                : tf.matMul(p, b, false, !flipB);
          // The adjoint is an output that is used before.
          return {
            adjoint: tf.sin(adjoint),
            form: tf.sum(tf.mul(tf.add(p, tf.mul(0, tf.sum(adjoint))), product)),
          };
        },
      );
    for (const known of ['left', 'right'] as const) {
      const [plain, moved] = await results(form(known));
      // Single precision, sums of some dozen products in another order.
      expect(moved).toBeCloseTo(plain!, 4);
    }
  });

  test('stays where the product is used elsewhere too, or no adjoint is there', () => {
    const program = trace('form', { a: float(6, 4), b: float(4, 3), p: float(6, 3) }, ({ a, b, p }) => {
      const product = tf.matMul(a, b);
      return { product, form: tf.sum(tf.mul(p, product)), adjoint: tf.matMul(a, p, true) };
    });
    expect(kernelsOf(simplify(program)).filter((kernel) => kernel === 'BatchMatMul')).toHaveLength(2);
    const alone = trace('form', { a: float(6, 4), b: float(4, 3), p: float(6, 3) }, ({ a, b, p }) => ({
      form: tf.sum(tf.mul(p, tf.matMul(a, b))),
    }));
    expect(kernelsOf(simplify(alone))).toEqual(['BatchMatMul', 'Multiply', 'Sum']);
  });
});
