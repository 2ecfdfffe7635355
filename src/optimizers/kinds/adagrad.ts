import * as tf from '@tensorflow/tfjs';
import { eachParameter, packSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Adagrad: a ← a + g², θ ← θ − η g / (√a + ε).
 *
 * Variant: PyTorch's with `lr_decay = 0`, ε outside the root.
 *
 * @param options.initialAccumulator a at the start, at least 0.
 * @see Duchi, Hazan & Singer 2011, figure 1 (diagonal).
 * @example adagrad({ epsilon: 1e-10, initialAccumulator: 0 });
 */
export function adagrad(options: {
  readonly epsilon: number;
  readonly initialAccumulator: number;
}): Optimizer {
  const { epsilon, initialAccumulator } = options;
  return Object.freeze({
    kind: 'adagrad',
    invariances: ['permutation', 'translation'],
    init: (parameters) =>
      packSlot(
        'accumulator',
        eachParameter(parameters, (_, { shape }) => tf.fill(shape, initialAccumulator)),
      ),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
      const accumulator = eachParameter(gradients, (name, gradient) =>
        tf.add(state[`accumulator/${name}`]!, tf.square(gradient)),
      );
      return {
        parameters: eachParameter(parameters, (name, parameter) => {
          const direction = tf.div(gradients[name]!, tf.add(tf.sqrt(accumulator[name]!), epsilon));
          return tf.sub(parameter, tf.mul(learningRate, direction));
        }),
        state: packSlot('accumulator', accumulator),
      };
    },
  } satisfies Optimizer);
}
