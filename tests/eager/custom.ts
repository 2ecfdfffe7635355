import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../src/models/index.ts';
import type { Optimizer } from '../../src/optimizers/index.ts';
import { Private } from '../optimizers/custom/tensorflow.ts';

/** Momentum 0.9 in private fields, which no trace sees. */
export default Private;
export const visible = () => tf.train.momentum(0.01, 0.9);

/** A rectified layer that something is done to in training. */
const rectified =
  (kind: string, disturbed: (hidden: tf.Tensor) => tf.Tensor) =>
  ({ features, outputs }: DataShape): Model => {
    const inputs = features.reduce((product, length) => product * length, 1);
    return {
      kind,
      parameters: [
        { name: 'first', shape: [inputs, 16], initializer: { kind: 'normal', standardDeviation: 0.3 } },
        { name: 'second', shape: [16, outputs], initializer: { kind: 'normal', standardDeviation: 0.3 } },
      ],
      statistics: [],
      forward: ({ parameters, features: x, statistics, training }) => {
        const hidden = tf.relu(tf.matMul(tf.reshape(x, [-1, inputs]), parameters.first as tf.Tensor2D));
        const used = training ? disturbed(hidden) : hidden;
        return { output: tf.matMul(used as tf.Tensor2D, parameters.second as tf.Tensor2D), statistics };
      },
    };
  };
export const dropout = rectified('dropout', (hidden) => tf.dropout(hidden, 0.5));

/**
 * A mask by draws of 0 or 1, which no trace takes: it draws without a seed, or with one that moves on from step to
 * step.
 */
const noisy = (seed?: () => number) =>
  rectified('noisy', (hidden) => {
    const [rows, units] = hidden.shape as [number, number];
    const kept = tf.multinomial(tf.zeros([rows, 2]) as tf.Tensor2D, units, seed?.()) as tf.Tensor2D;
    return tf.mul(hidden, tf.mul(2, tf.cast(kept, 'float32')));
  });
export const unseeded = noisy();
let draws = 0;
export const seeded = noisy(() => ++draws);

/** The same layer with nothing done to it, and fading from step to step. */
export const plain = rectified('plain', (hidden) => hidden);
let steps = 0;
export const fading = rectified('fading', (hidden) => tf.mul(hidden, 0.9 ** steps++));

/** Soft-max regression on what is made of the features by kernels that programs do not cover. */
const prepared =
  (kind: string, prepare: (x: tf.Tensor2D) => tf.Tensor) =>
  ({ features: [inputs], outputs }: DataShape): Model => ({
    kind,
    parameters: [{ name: 'weight', shape: [inputs!, outputs], initializer: { kind: 'zeros' } }],
    statistics: [],
    forward: ({ parameters, features, statistics }) => ({
      output: tf.matMul(prepare(features as tf.Tensor2D) as tf.Tensor2D, parameters.weight as tf.Tensor2D),
      statistics,
    }),
  });
export const fourier = prepared('fourier', (x) => tf.real(tf.fft(tf.complex(x, tf.zerosLike(x)))));
export const cropped = prepared('cropped', (x) => {
  const rows = x.shape[0];
  const images = tf.reshape(x, [rows, 2, 2, 1]) as tf.Tensor4D;
  const boxes = tf.tile(tf.tensor2d([[0, 0, 0.5, 1]]), [rows, 1]) as tf.Tensor2D;
  return tf.reshape(tf.image.cropAndResize(images, boxes, tf.range(0, rows, 1, 'int32'), [2, 2]), [rows, 4]);
});

/** Descent whose rate falls to a tenth after four steps, counted in JavaScript. */
export const stepped = (): Optimizer => {
  let updates = 0;
  return {
    kind: 'stepped',
    init: () => ({}),
    update: ({ parameters, gradients, hyperparameters: { learningRate } }) => {
      const factor = updates++ < 4 ? 1 : 0.1;
      const moved = Object.entries(parameters).map(([name, value]) => [
        name,
        tf.sub(value, tf.mul(tf.mul(learningRate, factor), gradients[name]!)),
      ]);
      return { parameters: Object.fromEntries(moved) as typeof parameters, state: {} };
    },
  };
};

/** A model whose code fails, traced or not. */
export const failing = (data: DataShape): Model => ({
  ...dropout(data),
  forward: () => {
    throw new Error('no idea how');
  },
});
