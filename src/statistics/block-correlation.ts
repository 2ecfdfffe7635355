import { mean, standardDeviation } from './descriptives.ts';
import { normalQuantile, normalUpper, tQuantile, tUpper } from './distributions.ts';
import { testByRule, type IntervalRule } from './interval-rule.ts';
import type { Region } from './region.ts';
import type { Interval } from './types.ts';

/** A correlation found within one block, and its variance where there is none: 1/(k − 1) of k ranks. */
export interface BlockCorrelation {
  readonly correlation: number;
  readonly nullVariance: number;
}

/**
 * Judges the mean θ of correlations within independent blocks. Two intervals must agree before anything is concluded, so the interval is their hull and p
 * the larger p:
 *
 * - Student's over the blocks, ρ̄ ± t(B − 1)·sd/√B;
 * - Wilson's, all θ with |ρ̄ − θ| ≤ z·√((1 − θ²)/N), N = B²/Σ nullVariance, which gives each block the spread of its ranks when their mean is θ
 *   (exact at θ = 0 for exchangeable ranks).
 *
 * Student's alone rejects a true bound of 0.7 up to 20 % of the time at alpha 5 %, because correlations are skewed against their end at 1, and has width zero when
 * all blocks are perfectly ordered; Wilson's alone would miss blocks that differ from each other.
 *
 * Needs two blocks.
 * @see Wilson 1927, Probable inference, JASA 22:209
 */
export function judgeBlockCorrelations(
  blocks: readonly BlockCorrelation[],
  region: Region,
  alpha: number,
): { readonly p: number; readonly interval: Interval; readonly estimate: number } {
  const correlations = blocks.map(({ correlation }) => correlation);
  const estimate = mean(correlations);
  const spread: Spread = {
    estimate,
    standardError: standardDeviation(correlations) / Math.sqrt(blocks.length),
    blocks: blocks.length,
    size: blocks.length ** 2 / blocks.reduce((total, { nullVariance }) => total + nullVariance, 0),
  };
  const mirrored = { ...spread, estimate: -estimate };
  const rule: IntervalRule = {
    ends: (tail) => [lowerBound(spread, tail), -lowerBound(mirrored, tail)],
    greater: (boundary) => upperTail(spread, boundary),
    less: (boundary) => upperTail(mirrored, -boundary),
  };
  const { p, interval } = testByRule(rule, region, alpha);
  return { p, interval, estimate };
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
  // Below −1 every correlation lies above the boundary; only the blocks can still disagree.
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
