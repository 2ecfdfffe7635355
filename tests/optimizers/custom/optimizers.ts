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
export const isAsync = () => Promise.resolve(plain);
export const fails = (): never => {
  throw new RangeError('no rate');
};

/** Gradient descent whose step follows the momentum and the batch size of the schedule. */
export const scheduled: Optimizer = {
  kind: 'scheduled',
  init: () => ({}),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate, momentum, batchSize } }) => {
    const rate = tf.div(tf.mul(learningRate, tf.sub(1, momentum!)), batchSize!);
    const step = (name: string, value: tf.Tensor) => tf.sub(value, tf.mul(gradients[name]!, rate));
    return {
      parameters: Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, step(name, value)]),
      ),
      state,
    };
  },
};
