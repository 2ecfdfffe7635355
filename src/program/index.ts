// The program room's public face: trace, gradients, hessianVectorProduct, print, serialize, simplify, batchOver,
// interpret.
export type * from './types.ts';
export { batchOver } from './batch-over.ts';
export { inDoubles } from './doubles.ts';
export type { Draw, DrawLaw } from './tracing/draws.ts';
export type { Disturbance } from './double/straight.ts';
export { gatherAxes } from './gather.ts';
export {
  capturedVariables,
  drawnInputs,
  gradients,
  hessianVectorProduct,
  stopGradient,
  withDraws,
  withoutGradient,
} from './gradients/gradients.ts';
export type { DoubleTensor, Interpretation, NumberTensor, Precision } from './double/tensor.ts';
export { interpret } from './interpret.ts';
export { isKernel, kernelNames, outputTypes, type KernelName } from './kernels/kernels.ts';
export { lockstep } from './lockstep.ts';
export { print } from './print.ts';
export { replay } from './replay.ts';
export { deserialize, serialize } from './serialize.ts';
export { simplify } from './rewriting/simplify.ts';
export { reasonOf } from './tracing/site.ts';
export { demandSteady, onceSteady, Unsteady } from './tracing/demand-steady.ts';
export { trace } from './tracing/trace.ts';
export { traceAgain, type RepeatedCode } from './tracing/trace-again.ts';
