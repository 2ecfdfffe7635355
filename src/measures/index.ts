// The measures room's public face. Definitions are plain tables and pull in no engine.
export { measureDefinitions } from './table.ts';
export { examplesShape } from './definition.ts';
export { measureSchema } from './schema.ts';
export type * from './definition.ts';
export type * from './types.ts';
export type { MeasureKind, MeasureSpec, ResolvedMeasureSpec } from './schema.ts';
