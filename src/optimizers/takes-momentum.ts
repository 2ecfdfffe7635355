import type { OptimizerSpec } from './schema.ts';

/**
 * Whether an arm's own `momentum` reaches the optimizer: `heavy-ball` and `nesterov` always, `rmsprop` and `sign-sgd`
 * where they declare a momentum above 0. What is custom is taken at its word.
 *
 * @example takesMomentum({ kind: 'adam' }); // false
 */
export function takesMomentum(spec: OptimizerSpec): boolean {
  if (spec.kind === 'rmsprop' || spec.kind === 'sign-sgd') return (spec.momentum ?? 0) > 0;
  return spec.kind === 'heavy-ball' || spec.kind === 'nesterov' || spec.kind === 'custom';
}
