// The one door of randomness: `stream(seed, name, ...path)` gives a `Random`.
export { Random } from './random.ts';
export { stream } from './stream.ts';
export type { StreamName } from './stream.ts';
