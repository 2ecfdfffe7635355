// Examples in shared memory: `loadDataset(spec, options)`.
export { dataDirectory } from './reading/directory.ts';
export { loadDataset } from './load.ts';
export type { LoadOptions } from './kind.ts';
export type { Dataset, Examples } from './types.ts';
export type { DataSpec, ResolvedDataSpec } from './schema.ts';
