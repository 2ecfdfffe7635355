import * as tf from '@tensorflow/tfjs';
import { withGradientRule } from './gradient-rule.ts';
import { eachParameter } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Weight decay on every parameter.
 *
 * `coupled`: g ← g + λ θ before the optimizer sees it (an L2 penalty λ‖θ‖²/2; PyTorch's `weight_decay`).
 * `decoupled`: θ ← (1 − η λ) θ, then the optimizer's step with the gradient at the old θ (PyTorch's `AdamW`, optax's
 * `add_decayed_weights` before the learning rate).
 *
 * @param decay.rate λ, at least 0.
 * @see Loshchilov & Hutter 2019, algorithms 1 and 2.
 * @example withWeightDecay(sgd(), { kind: 'coupled', rate: 5e-4 });
 */
export function withWeightDecay(
  optimizer: Optimizer,
  decay: { readonly kind: 'coupled' | 'decoupled'; readonly rate: number },
): Optimizer {
  const { kind, rate } = decay;
  if (kind === 'coupled')
    return withGradientRule(
      optimizer,
      (gradients, parameters) =>
        eachParameter(gradients, (name, gradient) => tf.add(gradient, tf.mul(parameters[name]!, rate))),
      ['rotation', 'permutation'],
    );
  return Object.freeze({
    ...optimizer,
    invariances: (optimizer.invariances ?? []).filter((invariance) => invariance !== 'translation'),
    update: (input) => {
      const kept = tf.sub(1, tf.mul(input.hyperparameters.learningRate, rate));
      return optimizer.update({
        ...input,
        parameters: eachParameter(input.parameters, (_, parameter) => tf.mul(parameter, kept)),
      });
    },
  } satisfies Optimizer);
}
