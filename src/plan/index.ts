// Planning: hypotheses → runs, measures and, apart from them, analyses.
export { planSuite } from './suite.ts';
export type { PlanOptions } from './suite.ts';
export { analysisAt, isLastLook, planFor } from './looks.ts';
export type * from './types.ts';
