import * as tf from '@tensorflow/tfjs';
import { eachParameter, follow, packSlot, zeroSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Sign-SGD: θ ← θ − η sign(m) with m ← β m + (1 − β) g (Signum; with β = 0, m = g and there is no state).
 *
 * sign(0) = 0. β is the scheduled momentum where the arm has one and `momentum` is declared above 0.
 *
 * @param options.momentum β in [0, 1).
 * @see Bernstein, Wang, Azizzadenesheli & Anandkumar 2018, algorithms 1 and 2.
 * @example signSgd({ momentum: 0.9 });
 */
export function signSgd(options: { readonly momentum: number }): Optimizer {
  const averaged = options.momentum > 0;
  return Object.freeze({
    kind: 'sign-sgd',
    invariances: ['loss-scale', 'permutation', 'translation'],
    init: (parameters) => (averaged ? zeroSlot('firstMoment', parameters) : {}),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate, momentum } }) => {
      const average = (previous: tf.Tensor, gradient: tf.Tensor) =>
        momentum === undefined
          ? follow(previous, gradient, options.momentum)
          : tf.add(tf.mul(previous, momentum), tf.mul(gradient, tf.sub(1, momentum)));
      const moment = averaged
        ? eachParameter(gradients, (name, gradient) => average(state[`firstMoment/${name}`]!, gradient))
        : gradients;
      return {
        parameters: eachParameter(parameters, (name, parameter) =>
          tf.sub(parameter, tf.mul(learningRate, tf.sign(moment[name]!))),
        ),
        state: averaged ? packSlot('firstMoment', moment) : {},
      };
    },
  } satisfies Optimizer);
}
