import type { Sample } from '../descriptives.ts';
import { testByRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import type { TestResult } from '../types.ts';
import { sharedLimits } from './shared-limits.ts';
import { MOST_TRIALS, unconditionalRule, type RateDesign } from './unconditional.ts';
import { countPairs, type PairCounts } from './yes-no.ts';

const METHOD = 'paired rates, exact unconditional';
const METHOD_OF_MANY = 'paired rates, two Clopper–Pearson limits';

/**
 * The difference of the rates of two yes/no measures on shared seeds, p₁ − p₂: McNemar's question, against any
 * boundary. Only pairs that differ speak of the difference, yet the number of all pairs bounds what was not seen: eight
 * pairs alike leave room for a difference of 0.31. Exact for every pair of rates and every dependence of the pairs' two
 * values: p is the largest probability, over the rate of the pairs that differ, of a table at least as high in the
 * order of Tango's approximate limits. At alpha 0.05 it rejects more often than McNemar's exact test, which conditions
 * on the number of pairs that differ.
 *
 * Needs n ≥ 1; otherwise `reason` says so. Above 1,000 pairs Clopper and Pearson's limits of the two kinds of differing
 * pairs take its place, which are valid, quick and wider.
 *
 * Example: `pairedRates([1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0]).estimate` is 5/6.
 * @throws RangeError for unequal lengths, or a value other than 0 and 1
 * @see Tango 1998, Statistics in Medicine 17:891 (score); Suissa & Shuster 1991, Biometrics 47:361 (exact
 * unconditional); Lloyd & Moldovan 2007
 */
export const pairedRates = (x: Sample, y: Sample, options: TestOptions = {}): TestResult =>
  pairedRatesOf(countPairs(x, y), options);

/** `pairedRates` from the counts. */
export function pairedRatesOf(
  { n, firstOnly, secondOnly }: PairCounts,
  options: TestOptions = {},
): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  if (n === 0) return withoutTest(METHOD, REASONS.tooFew, [n], region);
  return {
    method: n <= MOST_TRIALS ? METHOD : METHOD_OF_MANY,
    ...testByRule(pairedRule(n, firstOnly, secondOnly), region, alpha),
    statistic: firstOnly - secondOnly,
    estimate: (firstOnly - secondOnly) / n,
    effectSizes: [],
    n: [n],
  };
}

/** The rule of `pairedRates`, for those who ask for p alone. */
export const pairedRule = (n: number, firstOnly: number, secondOnly: number): IntervalRule =>
  n <= MOST_TRIALS
    ? unconditionalRule([pairsOf(n), pairsOf(n)], firstOnly, secondOnly)
    : sharedLimits({ events: firstOnly, trials: n }, { events: secondOnly, trials: n });

/** Pairs as a design: a pair that only the first has is up, one that only the second has is down. */
export const pairsOf = (n: number): RateDesign => ({
  key: `pairs ${n}`,
  trials: n,
  trialsGiven: (downs) => n - downs,
  range: (difference) => [Math.max(0, -difference), (1 - difference) / 2],
  rate: (difference, down) => (down >= 1 ? 0 : Math.min(1, Math.max(0, (down + difference) / (1 - down)))),
  score: (ups, downs, difference) => tangoScore(n, ups, downs, difference),
});

/**
 * Tango's score statistic (ups − downs − nδ)/√(n(2q + δ(1 − δ))), with q the restricted maximum-likelihood rate of the
 * downs.
 *
 * @see Tango 1998, equations 6 and 7
 */
function tangoScore(n: number, ups: number, downs: number, difference: number): number {
  const distance = ups - downs - n * difference;
  const linear = (2 * n - ups + downs) * difference - ups - downs;
  const constant = -downs * difference * (1 - difference);
  const q = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
  const variance = n * (2 * q + difference * (1 - difference));
  if (variance > 1e-12 * n) return distance / Math.sqrt(variance);
  return Math.abs(distance) < 1e-9 * n ? 0 : Math.sign(distance) * Infinity;
}
