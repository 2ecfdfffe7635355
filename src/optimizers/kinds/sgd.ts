import * as tf from '@tensorflow/tfjs';
import { eachParameter } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Stochastic gradient descent: θ ← θ − η g.
 *
 * @see Robbins & Monro 1951.
 * @example sgd().update({ parameters, gradients, state: {}, hyperparameters: { learningRate }, gradientAt });
 */
export function sgd(): Optimizer {
  return Object.freeze({
    kind: 'sgd',
    invariances: ['rotation', 'permutation', 'translation'],
    init: () => ({}),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => ({
      parameters: eachParameter(parameters, (name, parameter) =>
        tf.sub(parameter, tf.mul(learningRate, gradients[name]!)),
      ),
      state,
    }),
  } satisfies Optimizer);
}
