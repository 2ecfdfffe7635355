import * as tf from '@tensorflow/tfjs';
import type { Tensors } from '../src/engines/types.ts';
import { gradients, hessianVectorProduct, trace } from '../src/program/index.ts';
import type { LoopProgram } from '../src/program/types.ts';
import { pattern } from './workloads.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

const filled = (shape: readonly number[], scale: number) => ({
  data: new Float32Array(shape.reduce((size, length) => size * length, 1)).map(
    (_, index) => scale * pattern(index),
  ),
  shape,
});

/** A loop and what to feed it. */
export interface Workload {
  readonly loop: LoopProgram;
  feeds(steps: number): Tensors;
}

const convolutionalShapes = {
  filter0: [3, 3, 1, 16],
  bias0: [16],
  filter1: [3, 3, 16, 32],
  bias1: [32],
  weight: [7 * 7 * 32, 10],
  bias: [10],
} as const;

/** A step of a net with two 3×3 convolutions (16 and 32 channels, ReLU, 2×2 max pooling each) and a dense layer. */
function convolutionalBody(batch: number): LoopProgram['body'] {
  const names = Object.keys(convolutionalShapes) as (keyof typeof convolutionalShapes)[];
  const inputs = {
    ...Object.fromEntries(names.map((name) => [name, float(...convolutionalShapes[name])])),
    learningRate: float(),
    x: float(batch, 784),
    y: { shape: [batch], dtype: 'int32', classes: 10 } as const,
  };
  return trace('convolutional step', inputs, (tensors: Record<string, tf.Tensor>) => {
    const block = (x: tf.Tensor, layer: number): tf.Tensor => {
      const z = tf.conv2d(x as tf.Tensor4D, tensors[`filter${layer}`] as tf.Tensor4D, 1, 'same');
      return tf.maxPool(tf.relu(tf.add(z, tensors[`bias${layer}`]!)) as tf.Tensor4D, 2, 2, 'valid');
    };
    const images = block(block(tf.reshape(tensors['x']!, [batch, 28, 28, 1]), 0), 1);
    const flat = tf.reshape(images, [batch, 7 * 7 * 32]);
    const logits = tf.add(tf.matMul(flat, tensors['weight']!), tensors['bias']!) as tf.Tensor2D;
    const labels = tf.oneHot(tensors['y'] as tf.Tensor1D, 10);
    const loss = tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
    const slopes = gradients(
      loss,
      names.map((name) => tensors[name]!),
    );
    const step = (name: string, index: number): tf.Tensor =>
      tf.sub(tensors[name]!, tf.mul(tensors['learningRate']!, slopes[index]!));
    return { ...Object.fromEntries(names.map((name, index) => [name, step(name, index)])), loss };
  });
}

/** The small convolutional net on 28×28 images. */
export function convolutionalNet(batch: number): Workload {
  const rows = 2000;
  const data = { indices: 'order', rows, storage: 'uint8', offset: 0 } as const;
  return {
    loop: {
      kind: 'loop',
      name: 'cnn',
      body: convolutionalBody(batch),
      carried: Object.keys(convolutionalShapes),
      scanned: ['learningRate'],
      gathered: [
        { ...data, input: 'x', table: 'images', scale: 1 / 255 },
        { ...data, input: 'y', table: 'labels', scale: 1 },
      ],
      stacked: ['loss'],
    },
    feeds: (steps) => ({
      ...Object.fromEntries(
        Object.entries(convolutionalShapes).map(([name, shape]) => [name, filled(shape, 0.1)]),
      ),
      learningRate: { data: new Float32Array(steps).fill(0.01), shape: [steps] },
      images: {
        data: new Uint8Array(rows * 784).map((_, i) => 127 + 127 * pattern(i)),
        shape: [rows, 784],
      },
      labels: { data: new Uint8Array(rows).map((_, i) => i % 10), shape: [rows] },
      order: {
        data: new Int32Array(steps * batch).map((_, i) => (i * 7919) % rows),
        shape: [steps, batch],
      },
    }),
  };
}

/** vᵀHv of the perceptron 784-64-64-10 on 1024 examples, one Rademacher probe a step. */
export function hutchinson(): Workload {
  const [batch, widths] = [1024, [784, 64, 64, 10]];
  const shapes = widths.slice(1).map((width, layer) => [widths[layer]!, width]);
  const names = shapes.map((_, layer) => `weight${layer}`);
  const types = (prefix: string) =>
    Object.fromEntries(names.map((name, layer) => [prefix + name, float(...shapes[layer]!)]));
  const inputs = {
    ...types(''),
    ...types('probe/'),
    x: float(batch, 784),
    y: { shape: [batch], dtype: 'int32', classes: 10 } as const,
  };
  const body = trace('hutchinson', inputs, (tensors: Record<string, tf.Tensor>) => {
    const weights = names.map((name) => tensors[name]!);
    const logits = weights.reduce(
      (x, weight, layer) => tf.matMul(layer === 0 ? x : tf.relu(x), weight),
      tensors['x']!,
    );
    const labels = tf.oneHot(tensors['y'] as tf.Tensor1D, 10);
    const loss = tf.losses.softmaxCrossEntropy(labels, logits as tf.Tensor2D) as tf.Scalar;
    const probes = names.map((name) => tensors[`probe/${name}`]!);
    const products = hessianVectorProduct(loss, weights, probes);
    return {
      quadratic: tf.addN(products.map((product, index) => tf.sum(tf.mul(product, probes[index]!)))),
    };
  });
  return {
    loop: {
      kind: 'loop',
      name: 'hutchinson',
      body,
      carried: [],
      scanned: names.map((name) => `probe/${name}`),
      gathered: [],
      stacked: ['quadratic'],
    },
    feeds: (steps) => ({
      ...Object.fromEntries(names.map((name, layer) => [name, filled(shapes[layer]!, 0.1)])),
      ...Object.fromEntries(
        names.map((name, layer) => {
          const probe = filled([steps, ...shapes[layer]!], 1);
          return [`probe/${name}`, { ...probe, data: probe.data.map((value) => Math.sign(value)) }];
        }),
      ),
      x: filled([batch, 784], 1),
      y: { data: new Int32Array(batch).map((_, i) => i % 10), shape: [batch] },
    }),
  };
}

/** Gradient descent on ½ Σ h·x² in 16 dimensions with noise of the gradient, one replicate. */
export function noisyQuadratic(): Workload {
  const dimensions = 16;
  const inputs = { x: float(dimensions), noise: float(dimensions), learningRate: float() };
  const body = trace('noisy quadratic', inputs, ({ x, noise, learningRate }) => {
    const curvatures = tf.tensor1d(Array.from({ length: dimensions }, (_, i) => 1 / (i + 1)));
    const loss = tf.mul(0.5, tf.sum(tf.mul(curvatures, tf.square(x)))) as tf.Scalar;
    const slope = tf.add(gradients(loss, [x])[0]!, noise);
    return { x: tf.sub(x, tf.mul(learningRate, slope)), loss };
  });
  return {
    loop: {
      kind: 'loop',
      name: 'noisy quadratic',
      body,
      carried: ['x'],
      scanned: ['noise', 'learningRate'],
      gathered: [],
      stacked: ['loss'],
    },
    feeds: (steps) => ({
      x: filled([dimensions], 1),
      noise: filled([steps, dimensions], 1),
      learningRate: { data: new Float32Array(steps).fill(0.05), shape: [steps] },
    }),
  };
}
