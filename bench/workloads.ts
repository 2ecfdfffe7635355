import * as tf from '@tensorflow/tfjs';
import type { Tensors } from '../src/engines/types.ts';
import { gradients, trace } from '../src/program/index.ts';
import type { LoopProgram } from '../src/program/types.ts';

/** A multi-layer perceptron with ReLU, trained by SGD on soft-max cross-entropy over a table of bytes. */
export interface Perceptron {
  /** Widths of the layers, input and output included. */
  readonly widths: readonly number[];
  readonly batch: number;
  /** Rows of the data table. */
  readonly rows: number;
}

/** Name of a workload as the tables print it: `mlp-784-64-64-10/32`. */
export const nameOf = ({ widths, batch }: Perceptron): string => `mlp-${widths.join('-')}/${batch}`;

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** Names and shapes of the parameters, layer by layer. */
export function parametersOf({ widths }: Perceptron): Record<string, readonly number[]> {
  return Object.fromEntries(
    widths.slice(1).flatMap((width, layer) => [
      [`weight${layer}`, [widths[layer]!, width]],
      [`bias${layer}`, [width]],
    ]),
  );
}

function loss(tensors: Record<string, tf.Tensor>, layers: number, classes: number): tf.Scalar {
  let hidden = tensors['x']!;
  for (let layer = 0; layer < layers; layer++) {
    hidden = tf.add(tf.matMul(hidden, tensors[`weight${layer}`]!), tensors[`bias${layer}`]!);
    if (layer < layers - 1) hidden = tf.relu(hidden);
  }
  return tf.losses.softmaxCrossEntropy(
    tf.oneHot(tensors['y'] as tf.Tensor1D, classes),
    hidden as tf.Tensor2D,
  );
}

/** The training loop: parameters carried, learning rate scanned, examples gathered, loss stacked. */
export function trainingLoop(perceptron: Perceptron): LoopProgram {
  const { widths, batch, rows } = perceptron;
  const shapes = parametersOf(perceptron);
  const names = Object.keys(shapes);
  const inputs = {
    ...Object.fromEntries(names.map((name) => [name, float(...shapes[name]!)])),
    learningRate: float(),
    x: float(batch, widths[0]!),
    y: { shape: [batch], dtype: 'int32', classes: widths.at(-1)! } as const,
  };
  const body = trace('step', inputs, (tensors: Record<string, tf.Tensor>) => {
    const value = loss(tensors, widths.length - 1, widths.at(-1)!);
    const slopes = gradients(
      value,
      names.map((name) => tensors[name]!),
    );
    const updated = names.map((name, index) => [
      name,
      tf.sub(tensors[name]!, tf.mul(tensors['learningRate']!, slopes[index]!)),
    ]);
    return { ...Object.fromEntries(updated), loss: value };
  });
  const data = { indices: 'order', rows, storage: 'uint8', offset: 0 } as const;
  return {
    kind: 'loop',
    name: nameOf(perceptron),
    body,
    carried: names,
    scanned: ['learningRate'],
    gathered: [
      { ...data, input: 'x', table: 'images', scale: 1 / 255 },
      { ...data, input: 'y', table: 'labels', scale: 1 },
    ],
    stacked: ['loss'],
  };
}

/** A fixed pattern of numbers in (−1, 1): the bench measures time, not learning. */
export const pattern = (index: number): number => Math.sin(index * 12.9898) * 0.99;

/** Initial parameters, data, order and learning rates for `steps` steps. */
export function feedsOf(perceptron: Perceptron, steps: number): Tensors {
  const { widths, batch, rows } = perceptron;
  const parameters = Object.entries(parametersOf(perceptron)).map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const scale = shape.length === 2 ? Math.sqrt(6 / shape[0]!) : 0;
    return [name, { data: Float32Array.from({ length: size }, (_, i) => scale * pattern(i)), shape }];
  });
  const features = widths[0]!;
  const bytes = Uint8Array.from({ length: rows * features }, (_, i) => 127 + 127 * pattern(i));
  const labels = Uint8Array.from({ length: rows }, (_, i) => i % widths.at(-1)!);
  const order = Int32Array.from({ length: steps * batch }, (_, i) => (i * 7919) % rows);
  return {
    ...Object.fromEntries(parameters),
    learningRate: { data: new Float32Array(steps).fill(0.05), shape: [steps] },
    images: { data: bytes, shape: [rows, features] },
    labels: { data: labels, shape: [rows] },
    order: { data: order, shape: [steps, batch] },
  };
}

/** Floating-point operations of one training step: forward, and both matrix products of the way back. */
export function flopsOf({ widths, batch }: Perceptron): number {
  return widths.slice(1).reduce((sum, width, layer) => {
    const product = 2 * batch * widths[layer]! * width;
    return sum + product * (layer === 0 ? 2 : 3);
  }, 0);
}
