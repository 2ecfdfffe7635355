import { usableBlocks, holdsNaN, type Blocks } from './blocks.ts';
import { kendallScore } from './correlation.ts';
import { allFinite, median, ranksOf, type Sample } from './descriptives.ts';
import { normalQuantile, normalUpper } from './distributions.ts';
import { scoreVariance } from './kendall.ts';
import { DEFAULT_ALPHA, type TestOptions } from './options.ts';
import { REASONS, unfit, withoutTest } from './reasons.ts';
import { alternativeOf, different, intervalOf, pOfRegion, tailAlpha } from './region.ts';
import { requireEqualLengths } from './slope.ts';
import type { TestResult } from './types.ts';

/**
 * The Theil–Sen slope: the median of the slopes of all pairs of points with different x. Interval and p invert Kendall's test of the residuals, S(b) = the slopes above b less those not above it, with
 * continuity correction: p(b) = Φ̄((S(b) − 1)/σ), σ² Kendall's given the ties; the interval's ends are order statistics of the slopes (Sen's). Choose it for a
 * slope that one run gone astray must not move; for arms that share seeds choose `theilSenWithinBlocks`.
 *
 * Needs n ≥ 3 and an x that varies; otherwise `reason` says what is missing. Effect size: the intercept, median(y) − slope · median(x).
 *
 * Example: `theilSen([1, 2, 3, 4], [2, 4, 6, 80]).estimate` is 14.
 * @throws RangeError for unequal lengths
 * @see Theil 1950; Sen 1968, JASA 63:1379
 */
export function theilSen(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  requireEqualLengths(x, y);
  const { region = different() } = options;
  const method = 'Theil–Sen slope';
  const reason = unfit(x, 3) ?? unfit(y, 3);
  if (reason) return withoutTest(method, reason, [x.length], region);
  const result = senSlope(method, [{ x, y }], [x.length], options);
  if (result.estimate === undefined) return result;
  const intercept = median(y) - result.estimate * median(x);
  return { ...result, effectSizes: [{ name: 'intercept', estimate: intercept }] };
}

/**
 * The Theil–Sen slope along a covariate over arms that share seeds: the median of the slopes of all pairs of arms within a seed, over all seeds; S and σ² are sums over the seeds (the seasonal
 * Kendall test). Levels may differ from seed to seed. Choose it for a slope along a ladder when single runs go astray.
 *
 * A seed that lacks an arm enters with the arms it has; n is the number of seeds with two different covariates.
 *
 * Example: `theilSenWithinBlocks([[1, 2, 3], [5, 7, 9]], [1, 2, 3]).estimate` is 1.5.
 * @param blocks `[seeds, arms]`
 * @throws RangeError for a block of another length than the covariate
 * @see Hirsch, Slack & Smith 1982, Water Resources Research 18:107
 */
export function theilSenWithinBlocks(
  blocks: Blocks,
  covariate: readonly number[],
  options: TestOptions = {},
): TestResult {
  const { region = different() } = options;
  const method = 'Theil–Sen slope within blocks';
  const usable = usableBlocks(blocks, covariate).map(({ covariate: x, values: y }) => ({ x, y }));
  const n = [usable.length];
  if (holdsNaN(blocks, covariate) || !usable.every(({ x, y }) => allFinite(x) && allFinite(y)))
    return withoutTest(method, REASONS.notFinite, n, region);
  if (usable.length === 0) return withoutTest(method, REASONS.tooFew, n, region);
  return senSlope(method, usable, n, options);
}

interface Cloud {
  readonly x: Sample;
  readonly y: Sample;
}

function senSlope(
  method: string,
  clouds: readonly Cloud[],
  n: readonly number[],
  { region = different(), alpha = DEFAULT_ALPHA }: TestOptions,
): TestResult {
  const slopes = Float64Array.from(clouds.flatMap(pairSlopes)).sort();
  if (slopes.length === 0) return withoutTest(method, REASONS.constant, n, region);
  const estimate = median(slopes);
  const variance = clouds.reduce(
    (total, { x, y }) => total + scoreVariance(x.length, ranksOf(x).ties, ranksOf(y).ties),
    0,
  );
  if (!(variance > 0)) return withoutTest(method, REASONS.allTies, n, region, { estimate });
  const sigma = Math.sqrt(variance);
  const count = slopes.length;
  const notAbove = (b: number): number => slopes.findLastIndex((slope) => slope <= b) + 1;
  const below = (b: number): number => {
    const first = slopes.findIndex((slope) => slope >= b);
    return first < 0 ? count : first;
  };
  // Slopes equal to the boundary count against the claim on either side.
  const greater = (b: number): number => normalUpper((count - 2 * notAbove(b) - 1) / sigma);
  const less = (b: number): number => normalUpper((2 * below(b) - count - 1) / sigma);
  // p(b) < alpha exactly when fewer than `spare` slopes lie not above b.
  const spare = (count + normalQuantile(tailAlpha(region, alpha)) * sigma - 1) / 2;
  const rejected = Math.ceil(spare); // boundaries with fewer slopes not above them are rejected
  const lower = rejected <= 0 ? -Infinity : slopes[rejected - 1]!;
  const upper = rejected <= 0 ? Infinity : slopes[count - rejected]!;
  return {
    method,
    alternative: alternativeOf(region),
    statistic: clouds.reduce((total, { x, y }) => total + kendallScore(x, y), 0),
    p: pOfRegion(region, { greater, less }),
    estimate,
    interval: intervalOf(region, alpha, lower, upper),
    effectSizes: [],
    n,
  };
}

function pairSlopes({ x, y }: Cloud): number[] {
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) if (x[i] !== x[j]) slopes.push((y[i]! - y[j]!) / (x[i]! - x[j]!));
  return slopes;
}
