// The models room's public face. `initial-value.ts` and `schema.ts` need no TensorFlow.js: import those files where it must stay out.
export { buildModel } from './build.ts';
export { initialValue } from './initial-value.ts';
export { accuracyCount, losses } from './losses.ts';
export type { Loss, LossKind } from './losses.ts';
export { resolveModel } from './specification.ts';
export type * from './types.ts';
