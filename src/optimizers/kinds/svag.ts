import * as tf from '@tensorflow/tfjs';
import { eachParameter } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Stochastic variance amplified gradient: θ ← θ − (η / l) · [ (1 + r) g₁ + (1 − r) g₂ ] / 2 with r = √(2l − 1) and
 * gradients g₁, g₂ of two independent mini-batches.
 *
 * The mean gradient stays, its covariance grows l-fold, so l steps have the noise of one step of SGD at rate η and the
 * same stochastic differential equation as the limit. One step covers the time η / l: an arm that is compared with SGD
 * at rate η takes l times as many steps. l = 1 is SGD.
 *
 * @param options.amplification l, at least 1.
 * @throws RangeError where the second mini-batch's gradients are not given.
 * @see Li, Malladi & Arora 2021, equation 5.
 * @example svag({ amplification: 4 });
 */
export function svag(options: { readonly amplification: number }): Optimizer {
  const { amplification } = options;
  const spread = Math.sqrt(2 * amplification - 1);
  return Object.freeze({
    kind: 'svag',
    invariances: ['rotation', 'permutation', 'translation'],
    batches: 2,
    init: () => ({}),
    update: ({ parameters, gradients, furtherGradients, state, hyperparameters: { learningRate } }) => {
      const other = furtherGradients?.[0];
      if (other === undefined)
        throw new RangeError('Cannot take a step of svag: expected gradients of 2 mini-batches, got 1');
      const rate = tf.div(learningRate, amplification);
      return {
        parameters: eachParameter(parameters, (name, parameter) => {
          const amplified = tf.add(
            tf.mul(gradients[name]!, (1 + spread) / 2),
            tf.mul(other[name]!, (1 - spread) / 2),
          );
          return tf.sub(parameter, tf.mul(rate, amplified));
        }),
        state,
      };
    },
  } satisfies Optimizer);
}
