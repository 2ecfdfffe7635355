import * as tf from '@tensorflow/tfjs';
import type { Optimizer } from '../../../src/optimizers/index.ts';

/** A user's optimizer as a pure pair: gradient descent on the sign of the parameters' own decay. */
const plain: Optimizer = {
  kind: 'halving',
  init: () => ({}),
  update: ({ parameters, state }) => ({
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, tf.mul(value, 0.5)]),
    ),
    state,
  }),
};

export default plain;
export const returnsPair = () => plain;
export const returnsTensorflow = () => tf.train.adam(0.01);
export const shared = tf.train.sgd(0.1);
export const returnsNumber = () => 4;
