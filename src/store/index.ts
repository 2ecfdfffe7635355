// Content-addressed records, measures and blobs: `openStore`; keys by `sha256(stableStringify(value))`.
export { openStore } from './open-store.ts';
export { isKey, sha256 } from './sha256.ts';
export { orderedStringify, parseStable, stableStringify } from './stable-stringify.ts';
export { getAll } from './upkeep.ts';
export type * from './types.ts';
