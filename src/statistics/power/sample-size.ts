import { mean, standardDeviation, type Sample } from '../descriptives.ts';
import { normalQuantile } from '../distributions/distributions.ts';
import { DEFAULT_ALPHA, requireAlpha } from '../options.ts';
import { powerPaired } from './power.ts';
import { REASONS, unfit } from '../reasons.ts';
import type { Region } from '../region.ts';
import { inUnit, regionIn, unitOf } from '../unit.ts';

/** No plan looks further than this many replicates. */
export const LARGEST_PLAN = 100_000;

/**
 * The smallest n ≥ `from` with power(n) ≥ target, for a power that grows with n; `undefined` where `LARGEST_PLAN` does
 * not reach it. A good `guess` saves evaluations and changes nothing else.
 *
 * Example: `sampleSize(0.8, (n) => powerTwoSample(n, plan))`.
 */
export function sampleSize(
  target: number,
  power: (n: number) => number,
  { from = 2, guess = from }: { readonly from?: number; readonly guess?: number } = {},
): number | undefined {
  const start = Math.round(Math.min(LARGEST_PLAN, Math.max(from, guess)));
  let [low, high] = [from - 1, start];
  if (power(start) >= target) {
    for (let step = 1; high > from; step *= 2) {
      const next = Math.max(from, high - step);
      if (power(next) < target) {
        low = next;
        break;
      }
      high = next;
    }
  } else {
    low = start;
    for (let step = Math.max(1, start >> 3); ; step *= 2) {
      if (low === LARGEST_PLAN) return undefined;
      high = Math.min(LARGEST_PLAN, low + step);
      if (power(high) >= target) break;
      low = high;
    }
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (power(middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}

/** n with which a z test would have the power: ((z_α + z_β)·σ/distance)². */
function normalGuess(distance: number, spread: number, alpha: number, power: number): number {
  const z = -normalQuantile(alpha) + normalQuantile(power);
  return ((z * spread) / distance) ** 2 + 1;
}

/** How many replicates it would take to decide, judging by what was seen. */
export interface ReplicatesNeeded {
  /** In all, the present ones included; undefined where no reasonable number decides. */
  readonly total?: number;
  readonly more?: number;
  /** The verdict that the estimate points to. */
  readonly toward: 'supported' | 'refuted';
  readonly reason?: string;
}

/**
 * From the spread of the differences seen so far, the number of pairs with which a t test decides with the given power
 * if the true difference is the one estimated. An estimate inside the region plans for support, one outside for
 * refutation; one on the boundary cannot be planned for.
 *
 * Example: `replicatesNeeded([0.01, -0.02, 0.015], equivalent(0.02)).more`.
 */
export function replicatesNeeded(
  differences: Sample,
  claim: Region,
  { alpha = DEFAULT_ALPHA, power = 0.9 }: { readonly alpha?: number; readonly power?: number } = {},
): ReplicatesNeeded {
  requireAlpha(alpha);
  const unit = unitOf(differences);
  const [d, region] = [inUnit(differences, unit), regionIn(claim, unit)];
  const reason = unfit(d, 2);
  if (reason) return { toward: 'supported', reason };
  const difference = mean(d);
  const within = difference > region.lower && difference < region.upper;
  const toward = within !== Boolean(region.outside) ? 'supported' : 'refuted';
  const spread = standardDeviation(d);
  if (!(spread > 0)) return { toward, reason: REASONS.zeroVariance };
  const plan = { difference, standardDeviation: spread, region, alpha };
  const distance = Math.min(Math.abs(difference - region.lower), Math.abs(difference - region.upper));
  const guess = normalGuess(distance, spread, alpha, power);
  const total = sampleSize(power, (n) => powerPaired(n, plan, toward), { guess });
  if (total === undefined) return { toward, reason: `more than ${LARGEST_PLAN} replicates` };
  return { total: Math.max(total, d.length), more: Math.max(0, total - d.length), toward };
}
