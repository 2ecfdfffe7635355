import { normalQuantile, normalUpper } from '../distributions/distributions.ts';
import { testByRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, requireAlpha, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { alternativeOf, different, pOfRegion } from '../region.ts';
import type { TestResult } from '../types.ts';
import { eventTimes, requireTimes, type Times } from './survival.ts';

/** What an event counts, by how many are at risk: alike, or the more the earlier it comes. */
const WEIGHTS = {
  'log-rank': () => 1,
  gehan: (atRisk: number) => atRisk,
} as const satisfies Record<string, (atRisk: number) => number>;

/** Two samples that are compared within a stratum. */
export type Stratum = readonly [Times, Times];

/** Observed less expected events of the first sample, weighted, and the variance of that. */
interface Score {
  readonly score: number;
  readonly variance: number;
}

/** Sums over the event times of a stratum; the events at a time are hypergeometric given who is at risk. */
function scoreOf([x, y]: Stratum, weight: (atRisk: number) => number): Score {
  requireTimes('rank times', x);
  requireTimes('rank times', y);
  const count = ({ times, reached }: Times, holds: (time: number, reached: boolean) => boolean): number =>
    reached.filter((mark, i) => holds(times[i]!, mark)).length;
  let [score, variance] = [0, 0];
  for (const time of eventTimes([x, y])) {
    const [mine, others] = [x, y].map((sample) => count(sample, (each) => each >= time)) as [number, number];
    const own = count(x, (each, mark) => mark && each === time);
    const events = own + count(y, (each, mark) => mark && each === time);
    const atRisk = mine + others;
    const w = weight(atRisk);
    score += w * (own - (events * mine) / atRisk);
    if (atRisk > 1)
      variance += (w * w * events * mine * others * (atRisk - events)) / (atRisk * atRisk * (atRisk - 1));
  }
  return { score, variance };
}

function totalOf(strata: readonly Stratum[], weights: keyof typeof WEIGHTS): Score {
  const scores = strata.map((stratum) => scoreOf(stratum, WEIGHTS[weights]));
  const sum = (of: keyof Score) => scores.reduce((total, each) => total + each[of], 0);
  return { score: sum('score'), variance: sum('variance') };
}

const sizesOf = (strata: readonly Stratum[]): number[] =>
  [0, 1].map((side) => strata.reduce((total, stratum) => total + stratum[side]!.times.length, 0));

/**
 * The log-rank test of independent samples, stratified where several pairs of samples are given: z = (O − E)/√V. The
 * parameter is the log hazard ratio of the first to the second, estimated in one step as (O − E)/V with standard error
 * 1/√V; below 0 the first takes longer. Choose it where the hazards are in a constant ratio; pairs that share seeds
 * have `pairedLogRank`.
 *
 * Example: `logRank({ times: [5, 7, 9], reached: [true, true, false] }, { times: [2, 3, 4], reached: [true, true, true]
 * }).statistic` is −2.25.
 * @returns statistic z; n, the numbers of times; `reason` where no event is informative
 * @throws RangeError as `kaplanMeier`, and unless 0 < alpha < ½
 * @see Mantel 1966; Peto & Peto 1972; Yusuf, Peto et al. 1985 (one-step estimate)
 */
export function logRank(x: Times, y: Times, options: TestOptions = {}): TestResult {
  return stratifiedLogRank([[x, y]], options);
}

/** `logRank` within strata: observed, expected and variances are summed over them. */
export function stratifiedLogRank(strata: readonly Stratum[], options: TestOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireAlpha(alpha);
  const { score, variance } = totalOf(strata, 'log-rank');
  const n = sizesOf(strata);
  if (!(variance > 0)) return withoutTest('log-rank', REASONS.allTies, n, region);
  const root = Math.sqrt(variance);
  const estimate = score / variance;
  const rule = {
    ends: (tail: number): [number, number] => {
      const reach = -normalQuantile(tail) / root;
      return [estimate - reach, estimate + reach];
    },
    greater: (b: number): number => normalUpper((estimate - b) * root),
    less: (b: number): number => normalUpper((b - estimate) * root),
  };
  return {
    method: strata.length > 1 ? 'log-rank, stratified' : 'log-rank',
    ...testByRule(rule, region, alpha),
    statistic: score / root,
    estimate,
    effectSizes: [],
    n,
  };
}

/**
 * Gehan's generalised Wilcoxon test of independent samples: the log-rank test with events weighted by the number at
 * risk, so that early differences count most. It tests that the laws are alike and has no parameter: give it a region
 * around 0 (`greater(0)`: the first has its events earlier).
 *
 * Example: `gehan({ times: [5, 7, 9], reached: [true, true, false] }, { times: [2, 3, 4], reached: [true, true, true]
 * }).statistic` is −2.12.
 * @throws RangeError for a region with other ends than 0, and as `logRank`
 * @see Gehan 1965, Biometrika 52:203; Breslow 1970
 */
export function gehan(x: Times, y: Times, options: TestOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireAlpha(alpha);
  if ([region.lower, region.upper].some((end) => Number.isFinite(end) && end !== 0))
    throw new RangeError(
      `Cannot test by Gehan's test: expected a region with its ends at 0, got ${region.lower} … ${region.upper}`,
    );
  const strata: readonly Stratum[] = [[x, y]];
  const { score, variance } = totalOf(strata, 'gehan');
  const n = sizesOf(strata);
  if (!(variance > 0)) return withoutTest('Gehan', REASONS.allTies, n, region);
  const z = score / Math.sqrt(variance);
  return {
    method: 'Gehan',
    alternative: alternativeOf(region),
    statistic: z,
    p: pOfRegion(region, { greater: () => normalUpper(z), less: () => normalUpper(-z) }),
    effectSizes: [],
    n,
  };
}
