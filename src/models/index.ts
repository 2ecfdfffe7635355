// The models room's public face. `initial-value.ts`, `closed-form-hessians.ts`, `noise-shape.ts` and `schema.ts` need
// no TensorFlow.js: import those files where it must stay out.
export { buildModel } from './build.ts';
export { checkModel } from './check.ts';
export {
  linearRegressionHessian,
  logisticRegressionHessian,
  quadraticHessian,
  softmaxRegressionHessian,
} from './closed-form-hessians.ts';
export type { Hessian, Rows } from './closed-form-hessians.ts';
export { doubleWellPotential } from './kinds/double-well.ts';
export type { DoubleWell } from './kinds/double-well.ts';
export { guardedModel } from './guarded.ts';
export { initialValue } from './initial-value.ts';
export { landscapeModel } from './kinds/landscape.ts';
export type { Landscape } from './kinds/landscape.ts';
export { loadExport } from './tensorflow/load-export.ts';
export type { Reference } from './tensorflow/load-export.ts';
export { loadModel } from './load.ts';
export { accuracyCount, losses } from './losses.ts';
export type { Loss, LossKind } from './losses.ts';
export { noiseShape } from './noise-shape.ts';
export { resolveModel } from './specification.ts';
export type * from './types.ts';
