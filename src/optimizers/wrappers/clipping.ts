import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../models/types.ts';
import { withGradientRule } from './gradient-rule.ts';
import { eachParameter } from '../slots.ts';
import type { Invariance, Optimizer } from '../types.ts';

/** Ways to limit a gradient. */
export type ClipKind = 'global-norm' | 'norm-per-tensor' | 'value';

/** The factor limit / max(norm, limit), at most 1. */
const shrink = (norm: tf.Tensor, limit: number) => tf.div(limit, tf.maximum(norm, limit));

const squaredNorm = (tensor: tf.Tensor) => tf.sum(tf.square(tensor));

const rules: Readonly<Record<ClipKind, (gradients: NamedTensors, limit: number) => NamedTensors>> = {
  'global-norm': (gradients, limit) => {
    const norm = tf.sqrt(tf.addN(Object.values(gradients).map(squaredNorm)));
    const factor = shrink(norm, limit);
    return eachParameter(gradients, (_, gradient) => tf.mul(gradient, factor));
  },
  'norm-per-tensor': (gradients, limit) =>
    eachParameter(gradients, (_, gradient) =>
      tf.mul(gradient, shrink(tf.sqrt(squaredNorm(gradient)), limit)),
    ),
  value: (gradients, limit) =>
    eachParameter(gradients, (_, gradient) => tf.clipByValue(gradient, -limit, limit)),
};

const kept: Readonly<Record<ClipKind, readonly Invariance[]>> = {
  'global-norm': ['rotation', 'permutation', 'translation'],
  'norm-per-tensor': ['permutation', 'translation'],
  value: ['permutation', 'translation'],
};

/**
 * Clips gradients before the optimizer (and before weight decay) sees them.
 *
 * `global-norm`: all gradients times min(1, limit / ‖g‖) with the norm over all parameters together; `norm-per-tensor`:
 * the same for each parameter by itself; `value`: each entry into [−limit, limit]. As in optax; PyTorch's
 * `clip_grad_norm_` adds 1e-6 to the norm.
 *
 * @param clip.limit above 0.
 * @see Pascanu, Mikolov & Bengio 2013, algorithm 1.
 * @example withClipping(sgd(), { kind: 'global-norm', limit: 1 });
 */
export function withClipping(
  optimizer: Optimizer,
  clip: { readonly kind: ClipKind; readonly limit: number },
): Optimizer {
  return withGradientRule(optimizer, (gradients) => rules[clip.kind](gradients, clip.limit), kept[clip.kind]);
}
