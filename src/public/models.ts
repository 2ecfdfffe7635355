/**
 * Models as traced code: parameters with their shapes and initializers, and a forward pass of TensorFlow.js tensors.
 *
 * @example
 * import { buildModel } from 'optimizer-assay/models';
 * buildModel({ kind: 'mlp', hidden: [8] }, { features: [4], classes: 3 }).parameters.length // 4
 */
export { buildModel } from '../models/build.ts';
export { checkModel } from '../models/check.ts';
export {
  linearRegressionHessian,
  logisticRegressionHessian,
  quadraticHessian,
  softmaxRegressionHessian,
} from '../models/closed-form-hessians.ts';
export type { Hessian, Rows } from '../models/closed-form-hessians.ts';
export type { ModelSpec } from '../models/schema.ts';
export type * from '../models/types.ts';
