// The declare room's public face. Nothing here imports an engine: `assay list` must stay fast.
export { deepFreeze, hypothesis } from './hypothesis.ts';
export { loadSuite, type LoadedSuite } from './load.ts';
export { quote } from './problems.ts';
export { hypothesisSchema, measureKinds } from './schema.ts';
export { leftOut, type LeftOut, type Selection } from './select.ts';
export { didYouMean, nearest } from './suggest.ts';
export { validate, type Validation } from './validate.ts';
export type * from './types.ts';
