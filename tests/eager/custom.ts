import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../src/models/index.ts';
import { Private } from '../optimizers/custom/tensorflow.ts';

/** Momentum 0.9 in private fields, which no trace sees. */
export default Private;
export const visible = () => tf.train.momentum(0.01, 0.9);

/** A rectified layer with dropout: it draws without a seed, or with one that moves on from step to step. */
const dropout =
  (seed?: () => number) =>
  ({ features, outputs }: DataShape): Model => {
    const inputs = features.reduce((product, length) => product * length, 1);
    return {
      kind: 'dropout',
      parameters: [
        { name: 'first', shape: [inputs, 16], initializer: { kind: 'normal', standardDeviation: 0.3 } },
        { name: 'second', shape: [16, outputs], initializer: { kind: 'normal', standardDeviation: 0.3 } },
      ],
      statistics: [],
      forward: ({ parameters, features: x, statistics, training }) => {
        const hidden = tf.relu(tf.matMul(tf.reshape(x, [-1, inputs]), parameters.first as tf.Tensor2D));
        const kept = training ? tf.dropout(hidden, 0.5, undefined, seed?.()) : hidden;
        return { output: tf.matMul(kept as tf.Tensor2D, parameters.second as tf.Tensor2D), statistics };
      },
    };
  };
export const unseeded = dropout();
let draws = 0;
export const seeded = dropout(() => ++draws);

/** A model whose code fails, traced or not. */
export const failing = (data: DataShape): Model => ({
  ...dropout()(data),
  forward: () => {
    throw new Error('no idea how');
  },
});
