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
export const shared = tf.train.adam(0.01);

/** Its constructor takes other than its configuration, which it inherits: it cannot be made again. */
class Stubborn extends tf.SGDOptimizer {
  readonly power: number;
  constructor(power: number) {
    super(0.1);
    this.power = power;
  }
  override getConfig() {
    return { learningRate: 0.1, power: this.power };
  }
}
export const stubborn = new Stubborn(3);
export const returnsNumber = () => 4;
