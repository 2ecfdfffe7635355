import * as tf from '@tensorflow/tfjs';
import { eachParameter, packSlot, zeroSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Nesterov momentum: v ← m v + g, θ ← θ − η (g + m v), with v = 0 at the start.
 *
 * The form of Sutskever et al., in the variables at which the gradient is taken, as in PyTorch's `SGD(nesterov=True)`.
 * m is the scheduled momentum where the arm has one.
 *
 * @param options.momentum m in [0, 1).
 * @see Nesterov 1983; Sutskever, Martens, Dahl & Hinton 2013, section 2.
 * @example nesterov({ momentum: 0.9 });
 */
export function nesterov(options: { readonly momentum: number }): Optimizer {
  return Object.freeze({
    kind: 'nesterov',
    invariances: ['rotation', 'permutation', 'translation'],
    init: (parameters) => zeroSlot('velocity', parameters),
    update: ({ parameters, gradients, state, hyperparameters }) => {
      const momentum = hyperparameters.momentum ?? options.momentum;
      const velocity = eachParameter(gradients, (name, gradient) =>
        tf.add(tf.mul(momentum, state[`velocity/${name}`]!), gradient),
      );
      return {
        parameters: eachParameter(parameters, (name, parameter) => {
          const ahead = tf.add(gradients[name]!, tf.mul(momentum, velocity[name]!));
          return tf.sub(parameter, tf.mul(hyperparameters.learningRate, ahead));
        }),
        state: packSlot('velocity', velocity),
      };
    },
  } satisfies Optimizer);
}
