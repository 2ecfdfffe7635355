// Content-addressed records, measures and blobs: `openStore`; keys by `sha256(stableStringify(value))`.
export { openStore } from './open-store.ts';
export { isKey, sha256 } from './sha256.ts';
export { parseStable, stableStringify } from './stable-stringify.ts';
export type * from './types.ts';
