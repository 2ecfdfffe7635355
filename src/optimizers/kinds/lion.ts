import * as tf from '@tensorflow/tfjs';
import { eachParameter, follow, packSlot, zeroSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Lion: θ ← θ − η sign(β₁ m + (1 − β₁) g), then m ← β₂ m + (1 − β₂) g.
 *
 * Variant: the paper's without its decay, which is the wrapper `weightDecay: decoupled`; the same as optax's `lion`.
 *
 * @see Chen et al. 2023, algorithm 2.
 * @example lion({ beta1: 0.9, beta2: 0.99 });
 */
export function lion(options: { readonly beta1: number; readonly beta2: number }): Optimizer {
  const { beta1, beta2 } = options;
  return Object.freeze({
    kind: 'lion',
    invariances: ['loss-scale', 'permutation', 'translation'],
    init: (parameters) => zeroSlot('firstMoment', parameters),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => ({
      parameters: eachParameter(parameters, (name, parameter) => {
        const blend = follow(state[`firstMoment/${name}`]!, gradients[name]!, beta1);
        return tf.sub(parameter, tf.mul(learningRate, tf.sign(blend)));
      }),
      state: packSlot(
        'firstMoment',
        eachParameter(gradients, (name, gradient) => follow(state[`firstMoment/${name}`]!, gradient, beta2)),
      ),
    }),
  } satisfies Optimizer);
}
