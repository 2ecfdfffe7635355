/**
 * The application as a library. Nothing here is loaded before it is called: a hypothesis file that imports
 * `optimizer-assay` pays for none of it.
 */
export { assert, check, type Checked, type CheckOptions } from './check.ts';
export { defineConfig, type Config } from './define-config.ts';
export type { Listener, SuiteEvent } from './events.ts';
export { HypothesisError } from './hypothesis-error.ts';
export { judge, loadSuite, openStore, planSuite, runSuite } from './stages.ts';
export type { NumbersOfArms, NumbersOptions, NumbersPrediction } from './judge-numbers.ts';
export type { PlannedSuite, PlanSettings } from './plan-suite.ts';
export type { RunOptions } from './run-suite.ts';
export type { Wanted } from './select-hypotheses.ts';
export type { Settings } from './settings.ts';
