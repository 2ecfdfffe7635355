// Planning: hypotheses → runs, measures and, apart from them, analyses.
export { planSuite } from './suite.ts';
export type { PlanOptions } from './parts.ts';
export { analysisAt, isLastLook, planFor } from './looks.ts';
export type * from './types.ts';
