import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../src/models/index.ts';
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
 * Gamma noise of mean 1 (TensorFlow.js multiplies by beta where it says rate), which no trace takes: it draws without a
 * seed, or with one that moves on from step to step.
 */
const noisy = (seed?: () => number) =>
  rectified('noisy', (hidden) =>
    tf.mul(hidden, tf.randomGamma(hidden.shape as [number, number], 4, 0.25, 'float32', seed?.())),
  );
export const unseeded = noisy();
let draws = 0;
export const seeded = noisy(() => ++draws);

/** A model whose code fails, traced or not. */
export const failing = (data: DataShape): Model => ({
  ...dropout(data),
  forward: () => {
    throw new Error('no idea how');
  },
});
