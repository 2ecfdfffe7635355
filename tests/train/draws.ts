import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../src/models/index.ts';

/**
 * A rectified layer with a mask of dropout and noise of deviation 0.1 in training; `calls` of it are seeds that move
 * on.
 */
const drawing =
  (calls?: () => number) =>
  ({ features, outputs }: DataShape): Model => {
    const inputs = features.reduce((product, length) => product * length, 1);
    return {
      kind: 'drawing',
      parameters: [
        { name: 'first', shape: [inputs, 5], initializer: { kind: 'normal', standardDeviation: 0.3 } },
        { name: 'second', shape: [5, outputs], initializer: { kind: 'normal', standardDeviation: 0.3 } },
      ],
      statistics: [],
      forward: ({ parameters, features: x, statistics, training }) => {
        const hidden = tf.relu(tf.matMul(tf.reshape(x, [-1, inputs]), parameters.first as tf.Tensor2D));
        const kept = training ? tf.dropout(hidden, 0.4, undefined, calls?.()) : hidden;
        const output = tf.matMul(kept as tf.Tensor2D, parameters.second as tf.Tensor2D);
        return {
          output: training ? tf.add(output, tf.randomNormal(output.shape, 0, 0.1)) : output,
          statistics,
        };
      },
    };
  };
export default drawing();
let counter = 0;
export const counted = drawing(() => ++counter);

/** Batch normalization, whose running statistics come from masked numbers, by TensorFlow.js's layers. */
export const layers = ({ features, outputs }: DataShape) =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 6, inputShape: [...features], activation: 'relu' }),
      tf.layers.dropout({ rate: 0.5, seed: 3 }),
      tf.layers.batchNormalization(),
      tf.layers.gaussianNoise({ stddev: 0.1 }),
      tf.layers.dense({ units: outputs }),
    ],
  });

/** Soft-max regression in which each example is multiplied by a gamma number, and a feature drawn for it is doubled. */
export const others = ({ features: [inputs], outputs }: DataShape): Model => ({
  kind: 'others',
  parameters: [{ name: 'weight', shape: [inputs!, outputs], initializer: { kind: 'zeros' } }],
  statistics: [],
  forward: ({ parameters, features: x, statistics, training }) => {
    const drawn = (): tf.Tensor => {
      const rows = x.shape[0]!;
      const scale = tf.randomGamma([rows, 1], 4, 0.25);
      const chosen = tf.oneHot(tf.randomUniformInt([rows], 0, inputs!), inputs!);
      return tf.mul(tf.mul(x, scale), tf.add(1, tf.cast(chosen, 'float32')));
    };
    const seen = (training ? drawn() : x) as tf.Tensor2D;
    return { output: tf.matMul(seen, parameters['weight'] as tf.Tensor2D), statistics };
  },
});
