import { usableBlocks, holdsNaN, type Blocks } from '../blocks.ts';
import { kendallScore } from '../association/correlation.ts';
import { allFinite, groupSizes, median, type Sample } from '../descriptives.ts';
import { normalUpper } from '../distributions/distributions.ts';
import { scoreVariance } from '../association/kendall.ts';
import { sumOf, upperTailOf } from '../distributions/lattice.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { different } from '../region.ts';
import { CHEAP, scoreLaw, scoreWork } from '../distributions/score-law.ts';
import { requireEqualLengths } from '../require.ts';
import type { TestResult } from '../types.ts';
import { slopeOfAnySize, type Cloud } from '../unit.ts';

export interface TheilSenOptions extends TestOptions {
  /** The law of S; default `exact` where cheap. */
  readonly how?: 'exact' | 'asymptotic';
}

/**
 * The Theil–Sen slope: the median of the slopes of all pairs of points with different x. Interval and p invert
 * Kendall's test of the residuals, S(b) = the slopes above b less those not above it: p(b) is the exact P(S ≥ S(b))
 * given the ties of x to some 100 points, and Φ̄((S(b) − 1)/σ) beyond, σ² Kendall's given the ties of both; the
 * interval's ends are order statistics of the slopes (Sen's). Choose it for a slope that one run gone astray must not
 * move; for arms that share seeds choose `theilSenWithinBlocks`.
 *
 * Needs n ≥ 3 and an x that varies; otherwise `reason` says what is missing. Effect size: the intercept, median(y) −
 * slope · median(x).
 *
 * Example: `theilSen([1, 2, 3, 4], [2, 4, 6, 80]).estimate` is 14.
 * @throws RangeError for unequal lengths
 * @see Theil 1950; Sen 1968, JASA 63:1379
 */
export function theilSen(x: Sample, y: Sample, options: TheilSenOptions = {}): TestResult {
  requireEqualLengths(x, y);
  const { region = different() } = options;
  const method = 'Theil–Sen slope';
  const reason = unfit(x, 3) ?? unfit(y, 3);
  if (reason) return withoutTest(method, reason, [x.length], region);
  return slopeOfAnySize([{ x, y }], options, (clouds, inUnits) => {
    const result = senSlope(method, clouds, [x.length], inUnits);
    if (result.estimate === undefined) return result;
    const intercept = median(clouds[0]!.y) - result.estimate * median(clouds[0]!.x);
    return { ...result, effectSizes: [{ name: 'intercept', estimate: intercept }] };
  });
}

/**
 * The Theil–Sen slope along a covariate over arms that share seeds: the median of the slopes of all pairs of arms
 * within a seed, over all seeds; S and σ² are sums over the seeds (the seasonal Kendall test). Levels may differ from
 * seed to seed. Choose it for a slope along a ladder when single runs go astray.
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
  options: TheilSenOptions = {},
): TestResult {
  const { region = different() } = options;
  const method = 'Theil–Sen slope within blocks';
  const usable = usableBlocks(blocks, covariate).map(({ covariate: x, values: y }) => ({ x, y }));
  const n = [usable.length];
  if (holdsNaN(blocks, covariate) || !usable.every(({ x, y }) => allFinite(x) && allFinite(y)))
    return withoutTest(method, REASONS.notFinite, n, region);
  if (usable.length === 0) return withoutTest(method, REASONS.tooFew, n, region);
  return slopeOfAnySize(usable, options, (clouds, inUnits) => senSlope(method, clouds, n, inUnits));
}

function senSlope(
  method: string,
  clouds: readonly Cloud[],
  n: readonly number[],
  { region = different(), alpha = DEFAULT_ALPHA, how }: TheilSenOptions,
): TestResult {
  const slopes = Float64Array.from(clouds.flatMap(pairSlopes)).sort();
  if (slopes.length === 0) return withoutTest(method, REASONS.constant, n, region);
  const estimate = median(slopes);
  if (!Number.isFinite(estimate)) return withoutTest(method, REASONS.notFinite, n, region);
  const law = nullLaw(clouds, slopes.length, how);
  if (law === undefined) return withoutTest(method, REASONS.allTies, n, region, { estimate });
  const count = slopes.length;
  const notAbove = (b: number): number => slopes.findLastIndex((slope) => slope <= b) + 1;
  const notBelow = (b: number): number => {
    const first = slopes.findIndex((slope) => slope >= b);
    return first < 0 ? 0 : count - first;
  };
  // Slopes equal to the boundary count against the claim on either side. S is count − 2·(slopes against).
  const p = (against: number): number => law.upper(count - 2 * against);
  const ends = (tail: number): [number, number] => {
    const rejected = countWhile((against) => p(against) < tail, count);
    return rejected === 0 ? [-Infinity, Infinity] : [slopes[rejected - 1]!, slopes[count - rejected]!];
  };
  return {
    method: `${method} (${law.how})`,
    ...testByRule({ ends, greater: (b) => p(notAbove(b)), less: (b) => p(notBelow(b)) }, region, alpha),
    statistic: clouds.reduce((total, { x, y }) => total + kendallScore(x, y), 0),
    estimate,
    effectSizes: [],
    n,
  };
}

/** P(S ≥ s) without a slope, and how it is had; undefined where all x or all y of each cloud are equal. */
function nullLaw(
  clouds: readonly Cloud[],
  pairs: number,
  how?: TheilSenOptions['how'],
): { readonly upper: (s: number) => number; readonly how: string } | undefined {
  const sizes = clouds.map(({ x, y }) => [groupSizes(x), groupSizes(y)] as const);
  const variance = sizes.reduce(
    (total, [tiesX, tiesY]) =>
      total +
      scoreVariance(
        tiesX.reduce((n, size) => n + size, 0),
        tiesX,
        tiesY,
      ),
    0,
  );
  if (!(variance > 0)) return undefined;
  // Residuals of equal size count against the claim, so the law without ties among them bounds the error rate.
  const untied = sizes.map(
    ([tiesX]) => [tiesX, tiesX.flatMap((size) => Array<number>(size).fill(1))] as const,
  );
  const work = untied.reduce((total, [x, y]) => total + scoreWork(x, y), pairs ** 2 / 4);
  if (how === 'asymptotic' || (how === undefined && work > CHEAP))
    return { upper: (s) => normalUpper((s - 1) / Math.sqrt(variance)), how: 'asymptotic' };
  const law = sumOf(untied.map(([x, y]) => scoreLaw(x, y)));
  return { upper: (s) => Math.min(1, upperTailOf(law, s)), how: 'exact' };
}

/** How many of 0, 1, … hold; they hold up to some number below `end` and not beyond. */
function countWhile(holds: (i: number) => boolean, end: number): number {
  let [low, high] = [0, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pairSlopes({ x, y }: Cloud): number[] {
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) if (x[i] !== x[j]) slopes.push((y[i]! - y[j]!) / (x[i]! - x[j]!));
  return slopes;
}
