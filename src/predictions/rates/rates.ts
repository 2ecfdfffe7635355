/** Measures whose values are 0 or 1: their means are rates, and no spread among few of them is no certainty. */
import type { MeasureReading } from '../../measures/types.ts';
import {
  countPairsOf,
  LARGEST_PLAN,
  pairedRatesNeeded,
  pairedRatesOf,
  type Region,
  type TestOptions,
  type TestResult,
} from '../../statistics/index.ts';
import type { Assessment } from '../case.ts';
import { verdictOf } from '../rule.ts';

/** Whether a measure's mean is a rate. */
export const isRate = (reading: MeasureReading | undefined): boolean => reading?.values === 'yes/no';

/** The exact test of the difference of two rates, from the differences of the pairs' values. */
export const testPairedRates = (differences: readonly number[], options: TestOptions): TestResult =>
  pairedRatesOf(countPairsOf(differences), options);

/** Seeds that differ, in words: what a test of paired rates rests on. */
export function discordant(differences: readonly number[]): string {
  const { n, firstOnly, secondOnly } = countPairsOf(differences);
  return `${firstOnly} of ${n} seeds only the first, ${secondOnly} only the second`;
}

/** The verdict that an estimate points to. */
export const toward = (estimate: number, region: Region): 'supported' | 'refuted' =>
  verdictOf({ lower: estimate, upper: estimate, level: 0 }, region) === 'supported' ? 'supported' : 'refuted';

/** What a finding says of the number of seeds that would decide it. */
type Needed = Pick<Assessment, 'replicatesNeeded' | 'replicatesFor' | 'undecidable'>;

/**
 * The number of seeds that would decide on rates as they were seen, in the words of a finding; nothing where it is
 * decided.
 */
export const neededSaid = (
  verdict: Assessment['verdict'],
  towards: 'supported' | 'refuted',
  seeds: () => number | undefined,
): Needed => {
  if (verdict !== 'inconclusive') return {};
  const replicatesNeeded = seeds();
  return replicatesNeeded === undefined
    ? { undecidable: `no number of seeds up to ${LARGEST_PLAN} decides it, if the rates are those seen` }
    : { replicatesNeeded, replicatesFor: towards };
};

/**
 * The number of seeds with which the exact test decides with power 0.9, if the rates are those of the differences seen.
 */
export function pairsNeeded(
  differences: readonly number[],
  region: Region,
  alpha: number,
  verdict: Assessment['verdict'],
): Needed {
  const { n, firstOnly, secondOnly } = countPairsOf(differences);
  const plan = { firstOnly: firstOnly / n, secondOnly: secondOnly / n, region, alpha };
  const towards = toward(plan.firstOnly - plan.secondOnly, region);
  return neededSaid(verdict, towards, () => pairedRatesNeeded(plan, towards, { from: n }));
}
