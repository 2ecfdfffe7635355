/** Measures whose values are 0 or 1: their means are rates, and no spread among few of them is no certainty. */
import type { MeasureReading } from '../measures/types.ts';
import {
  countPairsOf,
  pairedRatesNeeded,
  pairedRatesOf,
  type Region,
  type TestOptions,
  type TestResult,
} from '../statistics/index.ts';
import { verdictOf } from './rule.ts';

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

/** The number of seeds with which rates as they were seen would decide with power 0.9. */
export function pairedSeedsNeeded(
  differences: readonly number[],
  region: Region,
  alpha: number,
): number | undefined {
  const { n, firstOnly, secondOnly } = countPairsOf(differences);
  const plan = { firstOnly: firstOnly / n, secondOnly: secondOnly / n, region, alpha };
  return pairedRatesNeeded(plan, toward(plan.firstOnly - plan.secondOnly, region), { from: n });
}
