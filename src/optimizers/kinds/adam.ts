import * as tf from '@tensorflow/tfjs';
import { eachParameter, follow, packSlot, zeroSlot } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/** Constants of Adam and its relatives. */
export interface AdamOptions {
  /** Decay of the first moment, in [0, 1). */
  readonly beta1: number;
  /** Decay of the second moment, in [0, 1). */
  readonly beta2: number;
  /** Added outside the root of the corrected second moment. */
  readonly epsilon: number;
  /** Divide by the largest second moment seen instead of the newest. */
  readonly amsgrad: boolean;
}

/**
 * Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 −
 * β₂ᵗ).
 *
 * Variant: PyTorch's, ε outside the root and after the bias correction; with `amsgrad`, v̂ is the largest v so far,
 * corrected after the maximum is taken. The step is written in the paper's shorter form, with √(1 − β₂ᵗ) moved into the
 * scalars. The corrections 1 − βᵗ are carried as averages of ones, which keeps their digits where 1 − 0.999¹ would
 * lose them in float32.
 *
 * @see Kingma & Ba 2015, algorithm 1 and section 2; Reddi, Kale & Kumar 2018, algorithm 2 (AMSGrad).
 * @example adam({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false });
 */
export function adam(options: AdamOptions): Optimizer {
  const { beta1, beta2, epsilon, amsgrad } = options;
  return Object.freeze({
    kind: 'adam',
    invariances: ['permutation', 'translation'],
    init: (parameters) => ({
      ...zeroSlot('firstMoment', parameters),
      ...zeroSlot('secondMoment', parameters),
      ...(amsgrad ? zeroSlot('largestSecondMoment', parameters) : {}),
      firstCorrection: tf.scalar(0),
      secondCorrection: tf.scalar(0),
    }),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
      const firstCorrection = follow(state.firstCorrection!, tf.scalar(1), beta1);
      const secondCorrection = follow(state.secondCorrection!, tf.scalar(1), beta2);
      const first = eachParameter(gradients, (name, gradient) =>
        follow(state[`firstMoment/${name}`]!, gradient, beta1),
      );
      const second = eachParameter(gradients, (name, gradient) =>
        follow(state[`secondMoment/${name}`]!, tf.square(gradient), beta2),
      );
      const largest = amsgrad
        ? eachParameter(second, (name, moment) => tf.maximum(state[`largestSecondMoment/${name}`]!, moment))
        : second;
      const root = tf.sqrt(secondCorrection);
      const rate = tf.div(tf.mul(learningRate, root), firstCorrection);
      const floor = tf.mul(root, epsilon);
      return {
        parameters: eachParameter(parameters, (name, parameter) => {
          const direction = tf.div(first[name]!, tf.add(tf.sqrt(largest[name]!), floor));
          return tf.sub(parameter, tf.mul(rate, direction));
        }),
        state: {
          ...packSlot('firstMoment', first),
          ...packSlot('secondMoment', second),
          ...(amsgrad ? packSlot('largestSecondMoment', largest) : {}),
          firstCorrection,
          secondCorrection,
        },
      };
    },
  } satisfies Optimizer);
}
