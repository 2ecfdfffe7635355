import { allFinite, type Sample } from './descriptives.ts';
import { alternativeOf, different, type Region } from './region.ts';
import type { TestResult } from './types.ts';

/** The named causes of a missing number. A report prints them; a judge may act on them. */
export const REASONS = {
  tooFew: 'too few replicates',
  zeroVariance: 'zero variance',
  notFinite: 'values that are not finite',
  notPositive: 'values that are not positive, so that no ratio exists',
  allTies: 'all ties',
  notNumbers: 'values that are not numbers',
  constant: 'a variable that does not vary',
  tooFewArms: 'too few arms',
  tooFewBlocks: 'too few blocks: expected two or more',
  noStandardError: 'a block without a standard error',
  repeatedArms: 'arms that no covariate tells apart',
  tooFewLevels: 'fewer than three different values of the covariate, through which a line always goes',
  bends:
    'relations to the third that bend more than so few values tell (logarithms, or more seeds, may help)',
  explained: 'a variable that the third explains wholly',
  noPeak: 'no peak inside the arms, or none in too many resamples',
} as const;

/** A result without a test: the method and the cause, and what could be said nevertheless. */
export const withoutTest = (
  method: string,
  reason: string,
  n: readonly number[],
  region: Region = different(),
  known: Partial<TestResult> = {},
): TestResult => ({ method, alternative: alternativeOf(region), effectSizes: [], n, ...known, reason });

/** Why a sample cannot be ranked: fewer than `atLeast` values, or some not numbers; infinite ones can. */
export const unrankable = (x: Sample, atLeast: number): string | undefined =>
  x.length < atLeast ? REASONS.tooFew : Array.from(x).some(Number.isNaN) ? REASONS.notNumbers : undefined;

/** Why a sample cannot be tested: fewer than `atLeast` values, or some not finite; undefined where it can. */
export const unfit = (x: Sample, atLeast: number): string | undefined =>
  x.length < atLeast ? REASONS.tooFew : allFinite(x) ? undefined : REASONS.notFinite;
