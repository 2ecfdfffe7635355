import { count, dense, flatten } from '../layers/dense.ts';
import { modelOf, sequential } from '../layers/layer.ts';
import type { DataShape, Model } from '../types.ts';

/**
 * Soft-max regression: logits x W + b, convex under cross-entropy.
 *
 * Parameters `affine.weight` `[features, classes]` and `affine.bias` `[classes]`, both 0 at the start.
 *
 * @example softmaxRegression({ features: [28, 28], outputs: 10 }).parameters[0].shape; // [784, 10]
 */
export function softmaxRegression(data: DataShape): Model {
  return affine('softmax-regression', data);
}

/**
 * Linear regression: x W + b, a quadratic problem under mean squared error.
 *
 * Parameters `affine.weight` `[features, outputs]` and `affine.bias` `[outputs]`, both 0 at the start.
 *
 * @example linearRegression({ features: [3], outputs: 1 }).parameters[0].shape; // [3, 1]
 */
export function linearRegression(data: DataShape): Model {
  return affine('linear-regression', data);
}

function affine(kind: string, { features, outputs }: DataShape): Model {
  const shape = { inputs: count(features), outputs, init: { kind: 'zeros' }, rectified: false } as const;
  return modelOf(kind, sequential([flatten, dense('affine', shape)]));
}
