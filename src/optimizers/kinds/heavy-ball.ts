import * as tf from '@tensorflow/tfjs';
import { eachParameter, packSlot, zeroSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Heavy-ball momentum: v ← m v + (1 − d) g, θ ← θ − η v, with v = 0 at the start.
 *
 * The learning rate stays outside the velocity, so a schedule acts at once. m is the scheduled momentum where the arm
 * has one. Variant: PyTorch's `SGD(momentum)` is the same without dampening; with dampening it starts from v = g
 * undampened, which we do not follow: ours is the recurrence from the first step.
 *
 * @param options.momentum m in [0, 1).
 * @param options.dampening d in [0, 1]; d = m makes v an average of gradients.
 * @see Polyak 1964, equation 9.
 * @example heavyBall({ momentum: 0.9, dampening: 0 });
 */
export function heavyBall(options: { readonly momentum: number; readonly dampening: number }): Optimizer {
  const { dampening } = options;
  return Object.freeze({
    kind: 'heavy-ball',
    invariances: ['rotation', 'permutation', 'translation'],
    init: (parameters) => zeroSlot('velocity', parameters),
    update: ({ parameters, gradients, state, hyperparameters }) => {
      const momentum = hyperparameters.momentum ?? options.momentum;
      const velocity = eachParameter(gradients, (name, gradient) =>
        tf.add(
          tf.mul(momentum, state[`velocity/${name}`]!),
          dampening === 0 ? gradient : tf.mul(1 - dampening, gradient),
        ),
      );
      return {
        parameters: eachParameter(parameters, (name, parameter) =>
          tf.sub(parameter, tf.mul(hyperparameters.learningRate, velocity[name]!)),
        ),
        state: packSlot('velocity', velocity),
      };
    },
  } satisfies Optimizer);
}
