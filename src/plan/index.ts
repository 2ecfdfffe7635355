// Planning: hypotheses → runs, measures and, apart from them, analyses.
export { planSuite } from './suite.ts';
export type { PlanOptions } from './suite.ts';
export type * from './types.ts';
