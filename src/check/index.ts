// Checking: an optimizer against what it did when its baseline was recorded.
export { battery } from './battery/battery.ts';
export type { BatteryCase } from './battery/battery.ts';
export { checkAgainst } from './other-version/against.ts';
export type { AgainstOptions, AgainstResult, AgainstTarget } from './other-version/against.ts';
export {
  baselineOn,
  readBaseline,
  readBaselineFile,
  readPredecessor,
  variantsBaseline,
  writeBaseline,
} from './baseline/baseline-file.ts';
export type { Baseline, BaselineFile, HypothesesBaseline } from './baseline/baseline-schema.ts';
export type { CheckOptions } from './check-options.ts';
export { checkTarget } from './check-target.ts';
export { recordBaseline } from './baseline/record-baseline.ts';
export { digestsOf, variantsDigests } from './other-version/digests.ts';
export { planTarget } from './target/plan-target.ts';
export { printAgainst, printCheck } from './print-check.ts';
export { sourcesOf, withOrigin } from './target/sources.ts';
export { fileOf } from './target/target-file.ts';
export { loadTarget, loadTargets } from './target/target.ts';
export { changedLevels, levels } from './types.ts';
export type * from './types.ts';
