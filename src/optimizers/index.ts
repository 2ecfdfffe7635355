// The optimizers room's public face.
export { buildOptimizer } from './build.ts';
export { checkOptimizer } from './check.ts';
export { inspectCustom, loadOptimizer } from './load.ts';
export { resolveOptimizer } from './specification.ts';
export { withAverage } from './averaging.ts';
export { withClipping } from './clipping.ts';
export { withGradientRule } from './gradient-rule.ts';
export { takesMomentum } from './takes-momentum.ts';
export { adaptTensorflowOptimizer } from './tensorflow-adapter.ts';
export type { TensorflowMaker } from './inspect-tensorflow.ts';
export { SteppedOptimizer, type TensorflowOptimizer } from './tensorflow-steps.ts';
export type { Subject as InspectedOptimizer } from './traced-run.ts';
export { UntraceableOptimizer } from './untraceable.ts';
export { withWeightDecay } from './weight-decay.ts';
export type * from './types.ts';
