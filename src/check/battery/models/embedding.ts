import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../../models/types.ts';

const WIDTH = 8;

/**
 * A bag of words as the sum of its words' vectors, one layer of hidden units on it: the vectors of absent words have no
 * gradient.
 */
export default function embedding({ features: [words], outputs }: DataShape): Model {
  const normal = (name: string, shape: readonly number[], standardDeviation: number) =>
    ({ name, shape, initializer: { kind: 'normal', standardDeviation } }) as const;
  return {
    kind: 'embedding',
    parameters: [
      normal('vectors', [words!, WIDTH], 0.3),
      { name: 'bias', shape: [WIDTH], initializer: { kind: 'zeros' } },
      normal('output', [WIDTH, outputs], 0.3),
    ],
    statistics: [],
    forward: ({ parameters, features }) => {
      const sums = tf.matMul(features as tf.Tensor2D, parameters['vectors'] as tf.Tensor2D);
      const hidden = tf.tanh(tf.add(sums, parameters['bias']!));
      return {
        output: tf.matMul(hidden as tf.Tensor2D, parameters['output'] as tf.Tensor2D),
        statistics: {},
      };
    },
  };
}
