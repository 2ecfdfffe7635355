import * as tf from '@tensorflow/tfjs';
import { eachParameter, follow, packSlot, zeroSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/** Constants of RMSprop. */
export interface RmspropOptions {
  /** Decay of the mean square, in [0, 1). */
  readonly decay: number;
  readonly epsilon: number;
  /** Heavy-ball momentum on the scaled gradient, in [0, 1). */
  readonly momentum: number;
  /** Divide by the standard deviation rather than the root mean square. */
  readonly centered: boolean;
}

/**
 * RMSprop: v ← α v + (1 − α) g², θ ← θ − η b with b ← m b + g / (√v + ε).
 *
 * `centered` takes √(v − ḡ²) with ḡ ← α ḡ + (1 − α) g; a difference that rounding leaves below 0 counts as 0. Variant:
 * PyTorch's, ε outside the root and the learning rate outside the momentum. m is the scheduled momentum where the arm
 * has one and `momentum` is declared above 0.
 *
 * @see Tieleman & Hinton 2012, lecture 6.5; Graves 2013, equations 38–42 (centred).
 * @example rmsprop({ decay: 0.99, epsilon: 1e-8, momentum: 0, centered: false });
 */
export function rmsprop(options: RmspropOptions): Optimizer {
  const { decay, epsilon, centered } = options;
  const heavy = options.momentum > 0;
  return Object.freeze({
    kind: 'rmsprop',
    invariances: ['permutation', 'translation'],
    init: (parameters) => ({
      ...zeroSlot('meanSquare', parameters),
      ...(centered ? zeroSlot('mean', parameters) : {}),
      ...(heavy ? zeroSlot('velocity', parameters) : {}),
    }),
    update: ({ parameters, gradients, state, hyperparameters }) => {
      const momentum = hyperparameters.momentum ?? options.momentum;
      const meanSquare = eachParameter(gradients, (name, gradient) =>
        follow(state[`meanSquare/${name}`]!, tf.square(gradient), decay),
      );
      const mean = centered
        ? eachParameter(gradients, (name, gradient) => follow(state[`mean/${name}`]!, gradient, decay))
        : {};
      const scaled = eachParameter(gradients, (name, gradient) => {
        const power = centered
          ? tf.relu(tf.sub(meanSquare[name]!, tf.square(mean[name]!)))
          : meanSquare[name]!;
        return tf.div(gradient, tf.add(tf.sqrt(power), epsilon));
      });
      const step = heavy
        ? eachParameter(scaled, (name, gradient) =>
            tf.add(tf.mul(momentum, state[`velocity/${name}`]!), gradient),
          )
        : scaled;
      return {
        parameters: eachParameter(parameters, (name, parameter) =>
          tf.sub(parameter, tf.mul(hyperparameters.learningRate, step[name]!)),
        ),
        state: {
          ...packSlot('meanSquare', meanSquare),
          ...packSlot('mean', mean),
          ...(heavy ? packSlot('velocity', step) : {}),
        },
      };
    },
  } satisfies Optimizer);
}
