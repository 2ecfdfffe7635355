import * as tf from '@tensorflow/tfjs';
import { eachParameter, follow, packSlot, unpackSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Keeps an exponential moving average of the parameters, θ̄ ← d θ̄ + (1 − d) θ after each step, and evaluates there.
 *
 * θ̄ = θ at the start, so there is no bias to correct; training itself is unchanged. As optax's `incremental_update`
 * with step size 1 − d; PyTorch's `AveragedModel` copies the parameters after the first step instead.
 *
 * @param decay d in [0, 1).
 * @see Polyak & Juditsky 1992 (averaging); Tarvainen & Valpola 2017, equation 3 (exponential weights).
 * @example withAverage(sgd(), 0.999).evaluated({ parameters, state }); // the averages
 */
export function withAverage(optimizer: Optimizer, decay: number): Optimizer {
  return Object.freeze({
    ...optimizer,
    init: (parameters) => ({
      ...optimizer.init(parameters),
      ...packSlot(
        'average',
        eachParameter(parameters, (_, parameter) => tf.clone(parameter)),
      ),
    }),
    update: (input) => {
      const next = optimizer.update(input);
      const average = eachParameter(next.parameters, (name, parameter) =>
        follow(input.state[`average/${name}`]!, parameter, decay),
      );
      return { parameters: next.parameters, state: { ...next.state, ...packSlot('average', average) } };
    },
    evaluated: ({ state }) => unpackSlot('average', state),
  } satisfies Optimizer);
}
