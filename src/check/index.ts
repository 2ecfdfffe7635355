// Checking: an optimizer against what it did when its baseline was recorded.
export { battery } from './battery.ts';
export type { BatteryCase } from './battery.ts';
export { checkAgainst } from './against.ts';
export type { AgainstOptions, AgainstResult, AgainstTarget } from './against.ts';
export {
  baselineOn,
  readBaseline,
  readBaselineFile,
  readPredecessor,
  variantsBaseline,
  writeBaseline,
} from './baseline-file.ts';
export type { Baseline, BaselineFile, HypothesesBaseline } from './baseline-schema.ts';
export type { CheckOptions } from './check-options.ts';
export { checkTarget } from './check-target.ts';
export { recordBaseline } from './record-baseline.ts';
export { digestsOf, variantsDigests } from './digests.ts';
export { planTarget } from './plan-target.ts';
export { printAgainst, printCheck } from './print-check.ts';
export { sourcesOf, withOrigin } from './sources.ts';
export { fileOf } from './target-file.ts';
export { loadTarget, loadTargets } from './target.ts';
export { changedLevels, levels } from './types.ts';
export type * from './types.ts';
