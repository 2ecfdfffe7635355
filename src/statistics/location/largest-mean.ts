import type { Random } from '../../random/index.ts';
import { requireRows } from '../blocks.ts';
import { mean, variance, type Sample } from '../descriptives.ts';
import { tQuantile, tUpper } from '../distributions/distributions.ts';
import { wideningOf } from './widening.ts';
import { withoutSpread } from './without-spread.ts';
import { countAtLeast, quantileAbove } from '../distributions/drawn-quantile.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { complement, greater, pOfRegion, tailAlpha, type Region, type Tails } from '../region.ts';
import type { Interval, TestResult } from '../types.ts';
import { inUnit, outOfUnit, regionIn, unitOf } from '../unit.ts';
import { requireCount } from '../require.ts';

export interface LargestMeanOptions {
  /**
   * Where θ = max |mean| is claimed to lie; `less(margin)` is equivalence everywhere, `greater(margin)` a difference
   * somewhere. Default `greater(0)`.
   */
  readonly region?: Region;
  readonly alpha?: number;
  readonly random: Random;
  /** Draws for the simultaneous quantile; default 1,999. */
  readonly resamples?: number;
  /**
   * The two columns whose differences each contrast is: then Student's t of each is guarded against skewness, as
   * `skewGuardedMean` is.
   */
  readonly arms?: readonly (readonly [Sample, Sample])[];
  /** What rounding may leave of each contrast; a smaller spread is none. Default 0. */
  readonly rounding?: readonly number[];
}

export interface LargestMeanResult extends TestResult {
  /** A band that holds all means at once, at level 1 − alpha of the tail, for showing; absent with `reason`. */
  readonly band?: readonly Interval[];
  /** Which contrast has the largest |mean|. */
  readonly at?: number;
}

/**
 * The largest absolute mean, θ = max_c |E d_c|, of contrasts measured together on the same seeds: is every contrast
 * inside a margin, or some contrast outside?
 *
 * Upper end and "all inside" by intersection–union: each contrast at its own 1 − α (Student's t), for the largest one
 * is one of them; no correction is due. Lower end and "some outside" by the max-t law: max_c (|d̄_c| − q·SE_c) with q
 * the 1 − α quantile of max_c |t_c|, drawn by giving the seeds' residuals independent normal weights and studentizing
 * again (for a single contrast that is Student's t itself). Same stream, same interval. With `arms` the ends of every
 * contrast move out where it, and the noise of its arms, look skewed (`wideningOf`). A contrast that is 0 for every
 * seed but for rounding (two arms before the first step) is equal and needs no error.
 *
 * Needs two seeds and finite numbers; a contrast that is constant but not 0 has the reason `zero variance`.
 *
 * @param contrasts `[seeds, contrasts]`
 * @throws RangeError for rows of unequal length
 * @see Berger 1982 (intersection–union); Chernozhukov, Chetverikov & Kato 2013 (multiplier bootstrap of maxima)
 */
export function largestMean(
  method: string,
  contrasts: readonly (readonly number[])[],
  options: LargestMeanOptions,
): LargestMeanResult {
  requireRows(contrasts, 'compare contrasts', 'contrasts in row');
  const unit = unitOf(...contrasts);
  if (unit === 1) return largestInUnit(method, contrasts, options);
  const { region = greater(0) } = options;
  const scaled = contrasts.map((row) => Array.from(inUnit(row, unit)));
  const { band, at, ...result } = largestInUnit(method, scaled, {
    ...options,
    region: regionIn(region, unit),
    ...(options.rounding === undefined ? {} : { rounding: options.rounding.map((size) => size / unit) }),
    ...(options.arms && { arms: options.arms.map(([x, y]) => [inUnit(x, unit), inUnit(y, unit)] as const) }),
  });
  return {
    ...outOfUnit(result, unit, [EFFECT]),
    ...(at === undefined ? {} : { at }),
    ...(band === undefined
      ? {}
      : {
          band: band.map(({ lower, upper, level }) => ({ lower: lower * unit, upper: upper * unit, level })),
        }),
  };
}

const EFFECT = 'largest absolute mean difference';

function largestInUnit(
  method: string,
  contrasts: readonly (readonly number[])[],
  { region = greater(0), alpha = 0.05, random, resamples = 1_999, rounding, arms }: LargestMeanOptions,
): LargestMeanResult {
  requireCount('resample', 'resamples', resamples, 1);
  const seeds = contrasts.length;
  const n = [seeds];
  if (seeds < 2 || contrasts[0]!.length === 0) return withoutTest(method, REASONS.tooFew, n, region);
  if (contrasts.some((row) => row.some((value) => !Number.isFinite(value))))
    return withoutTest(method, REASONS.notFinite, n, region);
  const columns = contrasts[0]!.map((_, c) => Float64Array.from(contrasts, (row) => row[c]!));
  const means = columns.map(mean);
  const errors = columns.map((column, c) => errorOf(column, rounding?.[c] ?? 0));
  const at = means.reduce((best, value, c) => (Math.abs(value) > Math.abs(means[best]!) ? c : best), 0);
  const estimate = Math.abs(means[at]!);
  const varying = columns.flatMap((_, c) => (errors[c]! > 0 ? [c] : []));
  const still = columns.some((_, c) => errors[c] === 0 && Math.abs(means[c]!) > (rounding?.[c] ?? 0));
  if (varying.length === 0 || still)
    return { ...withoutTest(method, REASONS.zeroVariance, n, region, { estimate }), at };
  const maxima = drawMaxima(
    varying.map((c) => columns[c]!),
    random,
    resamples,
  );
  const df = seeds - 1;
  const sides = columns.map((column, c): Sides => {
    const { lower, upper } = arms === undefined ? NOT_WIDENED : wideningOf(column, arms[c]);
    return [
      { mean: means[c]!, below: lower * errors[c]!, above: upper * errors[c]! },
      { mean: -means[c]!, below: upper * errors[c]!, above: lower * errors[c]! },
    ];
  });
  const both = varying.flatMap((c) => sides[c]!);
  const excess = (boundary: number): number =>
    Math.max(...both.map(({ mean: at, below }) => (at - boundary) / below));
  const tails: Tails = {
    less: (boundary) =>
      boundary <= 0 ? 1 : Math.max(...both.map(({ mean: at, above }) => tUpper((boundary - at) / above, df))),
    // θ is not negative: a boundary below zero is passed.
    greater: (boundary) =>
      boundary < 0 ? 0 : (countAtLeast(maxima, excess(boundary)) + 1) / (resamples + 1),
  };
  const ends = (tail: number): [number, number] => {
    const [pointwise, simultaneous] = [-tQuantile(tail, df), quantileAbove(maxima, tail)];
    return [
      Math.max(0, ...both.map(({ mean: at, below }) => at - simultaneous * below)),
      Math.max(...both.map(({ mean: at, above }) => at + pointwise * above)),
    ];
  };
  const tested = testByRule({ ...tails, ends }, region, alpha);
  const tail = tailAlpha(region, alpha);
  const simultaneous = quantileAbove(maxima, tail);
  return {
    method,
    ...tested,
    statistic: excess(0),
    degreesOfFreedom: df,
    oppositeP: pOfRegion(complement(region), tails),
    estimate,
    effectSizes: [{ name: EFFECT, estimate, interval: tested.interval }],
    n,
    band: means.map((value, c) => {
      const [{ below, above }] = sides[c]!;
      return { lower: value - simultaneous * below, upper: value + simultaneous * above, level: 1 - tail };
    }),
    at,
  };
}

/** A mean or its opposite, with the standard errors by which its interval reaches below and above it. */
interface Side {
  readonly mean: number;
  readonly below: number;
  readonly above: number;
}
type Sides = readonly [Side, Side];
const NOT_WIDENED = { lower: 1, upper: 1 };

/** The standard error of a mean; 0 where the values differ by no more than rounding. */
const errorOf = (column: Float64Array, rounding: number): number =>
  withoutSpread(column, rounding) ? 0 : Math.sqrt(variance(column) / column.length);

/** max |t| of contrasts whose seeds carry normal weights on their residuals, ascending. */
function drawMaxima(columns: readonly Float64Array[], random: Random, resamples: number): Float64Array {
  const seeds = columns[0]!.length;
  const residuals = columns.map((column) => {
    const centre = mean(column);
    return column.map((value) => value - centre);
  });
  const weights = new Float64Array(seeds * seeds);
  const draw = new Float64Array(seeds);
  const maxima = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    random.fillNormal(weights);
    let largest = 0;
    for (const residual of residuals) {
      let total = 0;
      for (let i = 0; i < seeds; i++) {
        let value = 0;
        for (let j = 0; j < seeds; j++) value += weights[i * seeds + j]! * residual[j]!;
        draw[i] = value;
        total += value;
      }
      const centre = total / seeds;
      let squares = 0;
      for (let i = 0; i < seeds; i++) squares += (draw[i]! - centre) ** 2;
      largest = Math.max(largest, Math.abs(centre) / Math.sqrt(squares / (seeds - 1) / seeds));
    }
    maxima[b] = largest;
  }
  return maxima.sort();
}
