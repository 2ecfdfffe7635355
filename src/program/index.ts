// The program room's public face: trace, gradients, hessianVectorProduct, print, serialize, simplify, batchOver, interpret.
export type * from './types.ts';
export { batchOver } from './batch-over.ts';
export { inDoubles } from './doubles.ts';
export type { Draw, DrawLaw } from './draws.ts';
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
} from './gradients.ts';
export type { DoubleTensor, Interpretation, NumberTensor, Precision } from './double/tensor.ts';
export { interpret } from './interpret.ts';
export { isKernel, kernelNames, outputTypes, type KernelName } from './kernels.ts';
export { lockstep } from './lockstep.ts';
export { print } from './print.ts';
export { replay } from './replay.ts';
export { deserialize, serialize } from './serialize.ts';
export { simplify } from './simplify.ts';
export { reasonOf } from './site.ts';
export { trace } from './trace.ts';
