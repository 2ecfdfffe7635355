/**
 * Optimizers as pure functions of TensorFlow.js tensors: `init` makes the state, `update` the step. For those who write
 * or try their own.
 *
 * @example
 * import { buildOptimizer } from 'optimizer-assay/optimizers';
 * buildOptimizer({ kind: 'adam', beta2: 0.99 }).name // 'adam'
 */
export { buildOptimizer } from '../optimizers/build.ts';
export { checkOptimizer } from '../optimizers/check.ts';
export { withAverage } from '../optimizers/wrappers/averaging.ts';
export { withClipping } from '../optimizers/wrappers/clipping.ts';
export { withWeightDecay } from '../optimizers/wrappers/weight-decay.ts';
export type { OptimizerSpec } from '../optimizers/schema.ts';
export type * from '../optimizers/types.ts';
