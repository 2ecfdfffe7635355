// The optimizers room's public face.
export { buildOptimizer } from './build.ts';
export { checkOptimizer } from './check.ts';
export { inspectCustom, loadOptimizer } from './load.ts';
export { resolveOptimizer } from './specification.ts';
export { withAverage } from './wrappers/averaging.ts';
export { withClipping } from './wrappers/clipping.ts';
export { withGradientRule } from './wrappers/gradient-rule.ts';
export { takesMomentum } from './takes-momentum.ts';
export { adaptTensorflowOptimizer } from './tensorflow/tensorflow-adapter.ts';
export type { TensorflowMaker } from './tensorflow/inspect-tensorflow.ts';
export { SteppedOptimizer, type TensorflowOptimizer } from './tensorflow/tensorflow-steps.ts';
export type { Subject as InspectedOptimizer } from './tensorflow/traced-run.ts';
export { UntraceableOptimizer } from './tensorflow/untraceable.ts';
export { withWeightDecay } from './wrappers/weight-decay.ts';
export type * from './types.ts';
