import { normalQuantile } from '../distributions/distributions.ts';
import { DEFAULT_ALPHA, requireAlpha } from '../options.ts';
import type { IntervalRule } from '../interval-rule.ts';
import { complement, pOfRegion, type Region } from '../region.ts';
import { requireWithin } from '../require.ts';
import { sampleSize } from '../power/sample-size.ts';
import { binomialLaw } from './binomial-law.ts';
import { binomialRule } from './binomial-rate.ts';
import { pairedRule } from './paired-rates.ts';

type Verdict = 'supported' | 'refuted';

/** What a test of one rate is planned for. */
export interface RatePlan {
  /** The true rate that is assumed. */
  readonly rate: number;
  readonly region: Region;
  readonly alpha?: number;
}

/** What a test of the difference of two rates on shared seeds is planned for. */
export interface PairedRatesPlan {
  /** The true rate of seeds in which only the first is yes. */
  readonly firstOnly: number;
  /** The true rate of seeds in which only the second is yes. */
  readonly secondOnly: number;
  readonly region: Region;
  readonly alpha?: number;
}

/** Tables with less probability add nothing that a plan shows. */
const NEGLIGIBLE = 1e-7;

/**
 * The probability that `binomialRate` of n runs establishes its region (`supported`) or the opposite (`refuted`): the
 * sum over all counts that do.
 *
 * Example: `powerOfRate(29, { rate: 1, region: greater(0.9) }) === 1`, and of 28 runs 0.
 * @throws RangeError unless the rate lies in 0 … 1
 */
export function powerOfRate(
  n: number,
  { rate, region, alpha = DEFAULT_ALPHA }: RatePlan,
  verdict: Verdict = 'supported',
): number {
  requireWithin('plan a test of a rate', 'rate', rate, [0, 1]);
  requireAlpha(alpha);
  const claimed = verdict === 'supported' ? region : complement(region);
  const { mass } = binomialLaw(n);
  let power = 0;
  for (let k = 0; k <= n; k++) {
    const probability = mass(k, n, rate);
    if (probability > NEGLIGIBLE && pOfRegion(claimed, binomialRule(k, n)) < alpha) power += probability;
  }
  return power;
}

/**
 * The probability that `pairedRates` of n pairs establishes its region (`supported`) or the opposite (`refuted`): the
 * sum over all tables that do. p falls with the pairs that raise the difference, so for each number of the others the
 * fewest of them is looked for on one walk.
 *
 * Example: `powerOfPairedRates(29, { firstOnly: 0, secondOnly: 0, region: equivalent(0.1) }) === 1`.
 * @throws RangeError unless both rates and their sum lie in 0 … 1
 */
export function powerOfPairedRates(
  n: number,
  { firstOnly, secondOnly, region, alpha = DEFAULT_ALPHA }: PairedRatesPlan,
  verdict: Verdict = 'supported',
): number {
  requireWithin('plan a test of paired rates', 'each rate and their sum', firstOnly + secondOnly, [0, 1]);
  requireWithin(
    'plan a test of paired rates',
    'each rate and their sum',
    Math.min(firstOnly, secondOnly),
    [0, 1],
  );
  requireAlpha(alpha);
  const claimed = verdict === 'supported' ? region : complement(region);
  const { mass } = binomialLaw(n);
  const most = [firstOnly, secondOnly].map((rate) => lastLikely(n, rate)) as [number, number];
  const { lower, upper } = claimed;
  const [low, high] = claimed.outside
    ? [
        [upper, lower],
        [lower, upper],
      ]
    : [[lower], [upper]];
  const above = fewest(n, low, alpha, [most[0], most[1]]);
  const below = fewest(
    n,
    high.map((end) => 0 - end),
    alpha,
    [most[1], most[0]],
  );
  const given = secondOnly < 1 ? Math.min(1, firstOnly / (1 - secondOnly)) : 0;
  let power = 0;
  for (let down = 0; down <= most[1]; down++)
    for (let up = 0; up <= Math.min(most[0], n - down); up++) {
      const [rises, falls] = [up >= above[down]!, down >= below[up]!];
      if (claimed.outside ? rises || falls : rises && falls)
        power += mass(down, n, secondOnly) * mass(up, n - down, given);
    }
  return Math.min(1, power);
}

/** The largest count that is not negligible. */
function lastLikely(n: number, rate: number): number {
  const { upper } = binomialLaw(n);
  let last = Math.floor(n * rate);
  while (last < n && upper(last + 1, n, rate) > NEGLIGIBLE) last++;
  return last;
}

/**
 * For each number of downs the fewest ups with which the p-values of the boundaries add to less than alpha; one more
 * than is likely where none is enough.
 */
function fewest(
  n: number,
  boundaries: readonly number[],
  alpha: number,
  [ups, downs]: readonly [number, number],
): number[] {
  const pOf = (rule: IntervalRule) => boundaries.reduce((sum, at) => sum + rule.greater(at), 0);
  let up = 0;
  return Array.from({ length: downs + 1 }, (_, down) => {
    while (up <= Math.min(ups, n - down) && pOf(pairedRule(n, up, down)) >= alpha) up++;
    return up;
  });
}

/** Above this many pairs the normal approximation plans as well. */
const EXACT_PLANS = 200;

/**
 * The number of pairs with which `pairedRates` gives the verdict with a power, exact up to 200 pairs, by the normal law
 * of the difference beyond; `undefined` where 100,000 do not reach it.
 *
 * Example: `pairedRatesNeeded({ firstOnly: 0, secondOnly: 0, region: equivalent(0.1) }, 'supported') === 29`.
 */
export function pairedRatesNeeded(
  plan: PairedRatesPlan,
  verdict: Verdict,
  { power = 0.9, from = 2 }: { readonly power?: number; readonly from?: number } = {},
): number | undefined {
  const { firstOnly, secondOnly, region, alpha = DEFAULT_ALPHA } = plan;
  const difference = firstOnly - secondOnly;
  const distance = Math.min(...[region.lower, region.upper].map((end) => Math.abs(end - difference)));
  const z = normalQuantile(power) - normalQuantile(alpha);
  const guess = Math.ceil((z / distance) ** 2 * (firstOnly + secondOnly - difference ** 2));
  if (!Number.isFinite(guess)) return undefined;
  if (guess > EXACT_PLANS) return guess;
  return sampleSize(power, (n) => powerOfPairedRates(n, plan, verdict), { from, guess });
}

/**
 * The number of runs with which `binomialRate` gives the verdict with a power; `undefined` where 100,000 do not reach
 * it.
 *
 * Example: `rateNeeded({ rate: 1, region: greater(0.9) }, 'supported') === 29`.
 */
export const rateNeeded = (
  plan: RatePlan,
  verdict: Verdict,
  { power = 0.9, from = 2 }: { readonly power?: number; readonly from?: number } = {},
): number | undefined => sampleSize(power, (n) => powerOfRate(n, plan, verdict), { from });
