import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { fuse } from '../../src/engines/onnx/fuse.ts';
import { engineNamed, onnxEngine } from '../../src/engines/index.ts';
import type { Tensors } from '../../src/engines/types.ts';
import { gradients, trace } from '../../src/program/index.ts';
import type { Program } from '../../src/program/types.ts';
import { spread } from '../program/kernel-case.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** How often each kernel occurs. */
function counts({ nodes }: Program): Record<string, number> {
  const result: Record<string, number> = {};
  for (const { kernel } of nodes) result[kernel] = (result[kernel] ?? 0) + 1;
  return result;
}

/** Parameters after a step of gradient descent, and the loss. */
function descent(
  loss: tf.Scalar,
  parameters: Readonly<Record<string, tf.Tensor>>,
  rate: tf.Tensor,
): Record<string, tf.Tensor> {
  const names = Object.keys(parameters);
  const slopes = gradients(loss, Object.values(parameters));
  const updated = names.map((name, index) => [name, tf.sub(parameters[name]!, tf.mul(rate, slopes[index]!))]);
  return { ...Object.fromEntries(updated), loss };
}

const labels = { shape: [6], dtype: 'int32', classes: 3 } as const;

const crossEntropy = (y: tf.Tensor, logits: tf.Tensor): tf.Scalar =>
  tf.losses.softmaxCrossEntropy(tf.oneHot(y as tf.Tensor1D, 3), logits as tf.Tensor2D) as tf.Scalar;

const perceptron = () =>
  trace(
    'perceptron',
    { w: float(8, 7), b: float(7), v: float(7, 3), c: float(3), x: float(6, 8), y: labels, rate: float() },
    ({ w, b, v, c, x, y, rate }) => {
      const hidden = tf.relu(tf.add(tf.matMul(x, w), b));
      const loss = crossEntropy(y, tf.add(tf.matMul(hidden, v), c));
      return descent(loss, { w, b, v, c }, rate);
    },
  );

/** Momentum with constants known while tracing: v' = 0.9·v + 0.1·g. */
const momentum = () =>
  trace('momentum', { w: float(8, 3), m: float(8, 3), x: float(6, 8), y: labels }, ({ w, m, x, y }) => {
    const slope = gradients(crossEntropy(y, tf.matMul(x, w)), [w])[0]!;
    const next = tf.add(tf.mul(m, 0.9), tf.mul(slope, 0.1));
    return { w: tf.sub(w, next), m: next };
  });

const convolutional = () =>
  trace(
    'convolutional',
    {
      f: float(3, 3, 1, 2),
      b: float(2),
      g: float(3, 3, 2, 2),
      v: float(8, 3),
      x: float(6, 64),
      y: labels,
      rate: float(),
    },
    ({ f, b, g, v, x, y, rate }) => {
      const images = tf.reshape(x, [6, 8, 8, 1]) as tf.Tensor4D;
      const first = tf.relu(tf.add(tf.conv2d(images, f as tf.Tensor4D, 1, 'same'), b)) as tf.Tensor4D;
      const pooled = tf.maxPool(first, 2, 2, 'valid');
      const second = tf.relu(tf.conv2d(pooled, g as tf.Tensor4D, 1, 'same')) as tf.Tensor4D;
      const flat = tf.reshape(tf.avgPool(second, 2, 2, 'valid'), [6, 8]);
      return descent(crossEntropy(y, tf.matMul(flat, v)), { f, b, g, v }, rate);
    },
  );

/** Irregular feeds; labels count through the classes. */
function feedsOf({ inputs, values }: Program): Tensors {
  return Object.fromEntries(
    inputs.map(({ name, id }, salt) => {
      const { shape, dtype } = values[id]!;
      const size = shape.reduce((product, length) => product * length, 1);
      const data =
        dtype === 'int32'
          ? Int32Array.from({ length: size }, (_, index) => index % 3)
          : Float32Array.from(spread(size, -1, 1, salt));
      return [name, { data, shape }];
    }),
  );
}

describe('fuse', () => {
  test('makes one operator of a layer, and one of the step of its weights', () => {
    const found = counts(fuse(perceptron()));
    // Two layers, and the steps of two weights and of two biases.
    expect(found['onnx/Gemm']).toBe(6);
    // What is left of products: the error of the hidden layer.
    expect(found['BatchMatMul']).toBe(1);
    expect(found).toMatchObject({ Softmax: 1, 'onnx/LogSoftmax': 1, Sign: 1 });
    expect(found).not.toHaveProperty('Relu');
    expect(found).not.toHaveProperty('Exp');
  });

  test('scales the error of the last layer by the rate, and no other', () => {
    const { nodes, inputs, values } = fuse(perceptron());
    const rate = inputs.find(({ name }) => name === 'rate')!.id;
    const uses = (id: number) => nodes.filter((node) => Object.values(node.inputs).includes(id));
    // The rate over the mini-batch is one number, which scales that error.
    const overBatch = uses(rate).map(({ outputs }) => outputs[0]!);
    expect(overBatch.map((id) => values[id]!.shape)).toEqual([[]]);
    expect(uses(overBatch[0]!).map(({ outputs }) => values[outputs[0]!]!.shape)).toEqual([[6, 3]]);
  });

  test('sums rows and columns by a product with ones, which takes a constant factor', () => {
    const sums = trace('sums', { x: float(40, 30), z: float(2, 3, 5) }, ({ x, z }) => ({
      rows: tf.sum(x, 0),
      columns: tf.mul(tf.sum(x, 1), 0.5),
      channels: tf.mul(3, tf.sum(z, [0, 1])),
      // Few elements, an axis in the middle, all of them: as they are.
      few: tf.sum(z, 2),
      middle: tf.sum(z, 1),
      whole: tf.sum(x),
    }));
    const fused = fuse(sums);
    expect(counts(fused)).toEqual({ 'onnx/ProductWithOnes': 3, Reshape: 1, Sum: 3 });
    const attributes = fused.nodes
      .filter(({ kernel }) => kernel === 'onnx/ProductWithOnes')
      .map((node) => node.attributes);
    expect(attributes).toEqual([
      { axis: 0, value: 1 },
      { axis: 1, value: 0.5 },
      { axis: 0, value: 3 },
    ]);
  });

  test('takes constant factors into the product', () => {
    const gemm = fuse(momentum()).nodes.find(({ kernel }) => kernel === 'onnx/Gemm')!;
    expect(gemm.attributes['beta']).toBeCloseTo(0.9, 6);
    expect(gemm.attributes['alpha']).toBeCloseTo(0.1, 6);
  });

  test('leaves transpositions of filters alone, and of images only where the net flattens them', () => {
    const { nodes, values } = fuse(convolutional());
    const moved = nodes
      .filter(({ kernel }) => kernel === 'Transpose')
      .map(({ outputs }) => values[outputs[0]!]!.shape.join('×'));
    expect(moved.filter((shape) => shape.startsWith('6×')).sort()).toEqual(['6×2×2×2', '6×2×2×2']);
    expect(counts({ nodes } as unknown as Program)).toMatchObject({
      'onnx/FilterGradient': 2,
      'onnx/MaxPoolGradient': 1,
    });
  });

  test.each([perceptron, momentum, convolutional])(
    'changes no number: %o agrees with the interpreter',
    async (build) => {
      const program = build();
      const feeds = feedsOf(program);
      const reference = await engineNamed('tfjs-cpu');
      const [ours, theirs] = await Promise.all(
        [onnxEngine, reference].map(async (engine) => (await engine.load(engine.lower(program))).run(feeds)),
      );
      for (const [name, expected] of Object.entries(theirs!))
        expected.data.forEach((value, index) =>
          // Single precision, sums of up to some hundred terms in another order.
          expect(ours![name]!.data[index], `${name}[${index}]`).toBeCloseTo(value, 5),
        );
    },
  );
});
