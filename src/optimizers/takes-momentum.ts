import type { OptimizerSpec } from './schema.ts';

/** Whether an arm's own momentum reaches an optimizer of each kind: always, never, or where it declares one above 0. */
const reached: { readonly [K in OptimizerSpec['kind']]: 'always' | 'never' | 'declared' } = {
  sgd: 'never',
  'heavy-ball': 'always',
  nesterov: 'always',
  adam: 'never',
  adamw: 'never',
  rmsprop: 'declared',
  adagrad: 'never',
  lion: 'never',
  'sign-sgd': 'declared',
  svag: 'never',
  'noisy-gradient-descent': 'never',
  'gradient-flow': 'never',
  // Taken at its word.
  custom: 'always',
};

/**
 * Whether an arm's own `momentum` reaches the optimizer.
 *
 * @example takesMomentum({ kind: 'adam' }); // false
 */
export function takesMomentum(spec: OptimizerSpec): boolean {
  if (reached[spec.kind] !== 'declared') return reached[spec.kind] === 'always';
  return 'momentum' in spec && (spec.momentum ?? 0) > 0;
}
