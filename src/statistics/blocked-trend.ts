import { blockSpearman, usableBlocks, type Blocks } from './blocks.ts';
import { mean, standardDeviation } from './descriptives.ts';
import { normalQuantile, normalUpper, tQuantile, tUpper } from './distributions.ts';
import { alternativeOf, greater, intervalOf, pOfRegion, tailAlpha, type Region } from './region.ts';
import type { TestResult } from './types.ts';

export interface BlockedTrendOptions {
  /** Where the mean correlation is claimed to lie; default `greater(0)`: values rise along the covariate. */
  readonly region?: Region;
  /** Error rate of one tail; default 0.05. */
  readonly alpha?: number;
}

/**
 * How strongly a measure rises along a covariate over arms that share seeds: the mean over seeds of Spearman's correlation within a seed.
 *
 * θ = E ρ_seed, estimated by the mean ρ̄ over B seeds. Two intervals must agree before anything is concluded, so the interval is their hull and p the larger p:
 * Student's over the seeds, ρ̄ ± t(B − 1)·sd/√B, and Wilson's, all θ with |ρ̄ − θ| ≤ z·√((1 − θ²)/N), N = B²/Σ 1/(k_b − 1), which gives each seed the spread
 * that k_b ranks have when their mean is θ (exact at θ = 0 for exchangeable ranks). Student's alone rejects a true bound of 0.7 up to 20 % of the time at alpha 5 %,
 * because ρ is skewed against its end at 1, and has width zero when all seeds are perfectly ordered; Wilson's alone would miss seeds that differ from each other.
 * Ties share ranks; a block of equal values counts as ρ = 0; a block that lacks an arm is ranked over the arms it has; a block with
 * fewer than two different covariates is left out of B.
 *
 * Choose it when arms on a ladder share seeds and the claim is about the strength of a monotone trend; `page` gives an exact p for there being any.
 *
 * @param blocks `[seeds, arms]`, `undefined` where an arm is missing
 * @param covariate one number an arm
 * @returns estimate ρ̄ (also the statistic), interval; n `[blocks]`; `reason`: `too few replicates` (fewer than two usable blocks), `all ties`
 * @throws RangeError if a block has the wrong length or a number is `NaN`
 * @see Page 1963 for the setting; Wilson 1927, JASA 22:209, for the interval
 * @example blockedTrend([[1, 2, 3], [1, 3, 2], [2, 4, 6]], [0.1, 0.2, 0.4]).estimate // (1 + 0.5 + 1)/3
 */
export function blockedTrend(
  blocks: Blocks,
  covariate: readonly number[],
  { region = greater(0), alpha = 0.05 }: BlockedTrendOptions = {},
): TestResult {
  const method = 'mean Spearman correlation within blocks';
  const usable = usableBlocks(blocks, covariate);
  const correlations = usable.map(blockSpearman);
  const estimate = mean(correlations);
  const base = { method, alternative: alternativeOf(region), n: [usable.length] };
  if (usable.length < 2) return { ...base, effectSizes: [], reason: 'too few replicates' };
  if (usable.every(({ values }) => values.every((value) => value === values[0])))
    return { ...base, effectSizes: [{ name: method, estimate }], reason: 'all ties' };
  const between: Spread = {
    estimate,
    standardError: standardDeviation(correlations) / Math.sqrt(usable.length),
    blocks: usable.length,
    size: usable.length ** 2 / usable.reduce((sum, { values: { length: k } }) => sum + 1 / (k - 1), 0),
  };
  const p = pOfRegion(region, {
    greater: (boundary) => upperTail(between, boundary),
    less: (boundary) => upperTail({ ...between, estimate: -estimate }, -boundary),
  });
  const tail = tailAlpha(region, alpha);
  const lower = lowerBound(between, tail);
  const upper = -lowerBound({ ...between, estimate: -estimate }, tail);
  const interval = intervalOf(region, alpha, lower, upper);
  return {
    ...base,
    statistic: estimate,
    degreesOfFreedom: usable.length - 1,
    p,
    estimate,
    interval,
    effectSizes: [{ name: method, estimate, interval }],
  };
}

interface Spread {
  readonly estimate: number;
  /** Between blocks; may be 0. */
  readonly standardError: number;
  readonly blocks: number;
  /** The N of Wilson's interval. */
  readonly size: number;
}

/** p of θ ≤ boundary: the larger of Student's and Wilson's. */
function upperTail({ estimate, standardError, blocks, size }: Spread, boundary: number): number {
  if (boundary >= 1) return 1; // no correlation exceeds 1
  const distance = estimate - boundary;
  const student = standardError > 0 ? tUpper(distance / standardError, blocks - 1) : distance > 0 ? 0 : 1;
  // Below −1 every correlation lies above the boundary; only the seeds can still disagree.
  const wilson = boundary <= -1 ? 0 : normalUpper(distance / Math.sqrt((1 - boundary ** 2) / size));
  return Math.max(student, wilson);
}

/** The boundary at which `upperTail` is alpha, not below −1. */
function lowerBound({ estimate, standardError, blocks, size }: Spread, alpha: number): number {
  const student = estimate + tQuantile(alpha, blocks - 1) * standardError;
  const c = normalQuantile(alpha) ** 2 / size;
  const wilson = (estimate - Math.sqrt(c * Math.max(0, 1 + c - estimate ** 2))) / (1 + c);
  return Math.max(-1, Math.min(student, wilson));
}
