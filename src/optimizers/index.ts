// The optimizers room's public face.
export { buildOptimizer } from './build.ts';
export { resolveOptimizer } from './specification.ts';
export type * from './types.ts';
