import type { Random } from '../../random/index.ts';
import { distanceMatrix, overflows, vectors, type Points } from './energy.ts';
import { countAtLeast, quantileAbove } from '../distributions/drawn-quantile.ts';
import { DEFAULT_ALPHA } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { complement, greater, pOfRegion, type Region, type Tails } from '../region.ts';
import type { TestResult } from '../types.ts';
import { requireCount } from '../require.ts';
import { roundingOf } from '../unit.ts';

export interface EnergyEquivalenceOptions {
  /**
   * Where the energy distance D = √D² is claimed to lie, in √units; `less(margin)` is equality of distribution up to
   * the margin. Default `greater(0)`.
   */
  readonly region?: Region;
  readonly alpha?: number;
  readonly random: Random;
  /** The arms share seeds: x[i] and y[i] belong together. Default false. */
  readonly paired?: boolean;
  /** Default 1,999. */
  readonly resamples?: number;
}

/**
 * Equality of distribution up to a margin: an interval for the energy distance D of two samples of numbers or vectors.
 *
 * D is the length of μ_x − μ_y, the difference of mean embeddings, so |D̂ − D| is at most the length W of the error of
 * that difference. W is drawn by normal weights on the centred points (pairs keep their weight together), times
 * √(df/χ²_df) for the spread being estimated too. Lower end: √V − q, V the estimate that counts a point with itself
 * (biased up); upper end: √max(0, U) + q, U the unbiased one; q the 1 − α quantile of W. p of `less(m)` is the share of
 * W ≥ m − √U, of `greater(b)` that of W ≥ √V − b, each as (count + 1)/(draws + 1). Conservative (docs/calibration.md):
 * a jackknife t of U would miss the upper end in up to 18 % at alpha 5 %.
 *
 * Choose it for "the same distribution", never a test that fails to reject. Few seeds give a wide interval: with normal
 * data of spread 1 and 16 pairs, D is known to about ±0.6.
 *
 * Needs three points in each sample that vary in one of them, and pairs that are not all equal, by more than rounding;
 * otherwise `reason` says what is missing.
 *
 * Example: `energyEquivalence(x, y, { region: less(0.5), random, paired: true })`.
 * @throws RangeError for vectors of unequal length, or paired samples of unequal size
 * @see Székely & Rizzo 2013, Energy statistics, JSPI 143:1249; Sejdinovic et al. 2013 (embeddings); Chwialkowski,
 * Sejdinovic & Gretton 2014 (wild bootstrap)
 */
export function energyEquivalence(x: Points, y: Points, options: EnergyEquivalenceOptions): TestResult {
  const { region = greater(0), alpha = DEFAULT_ALPHA, random, paired = false, resamples = 1_999 } = options;
  requireCount('resample', 'resamples', resamples, 1);
  const [n, m] = [x.length, y.length];
  const method = `energy distance${paired ? ', paired' : ''}`;
  if (paired && n !== m)
    throw new RangeError(`Cannot pair samples: expected equal lengths, got ${n} and ${m}`);
  const all = vectors(x, y);
  if (n < 3 || m < 3) return withoutTest(method, REASONS.tooFew, [n, m], region);
  if (all.some((point) => point.some((value) => !Number.isFinite(value))))
    return withoutTest(method, REASONS.notFinite, [n, m], region);
  const { distances, size } = distanceMatrix(all);
  if (distances.every((distance) => distance === 0))
    return withoutTest(method, REASONS.allTies, [n, m], region, { estimate: 0 });
  const still = withoutSpread(distances, n, m, roundingOf(...all));
  if (still.within || (paired && still.pairs))
    return withoutTest(method, REASONS.zeroVariance, [n, m], region, {
      estimate: estimates(distances, n, m, paired)[1],
    });
  if (overflows(distances)) return withoutTest(method, REASONS.notFinite, [n, m], region);
  const [biased, unbiased] = estimates(distances, n, m, paired);
  const errors = new Float64Array(resamples);
  const weights = new Float64Array(size);
  for (let b = 0; b < resamples; b++) errors[b] = drawError(distances, weights, n, m, paired, random);
  errors.sort();
  const share = (value: number): number => (countAtLeast(errors, value) + 1) / (resamples + 1);
  const tails: Tails = {
    less: (margin) => (margin <= 0 ? 1 : share(margin - unbiased)),
    // A distance is not negative: a bound below zero is passed.
    greater: (bound) => (bound < 0 ? 0 : share(biased - bound)),
  };
  const ends = (tail: number): [number, number] => {
    const q = quantileAbove(errors, tail);
    return [Math.max(0, biased - q), unbiased + q];
  };
  const tested = testByRule({ ...tails, ends }, region, alpha);
  return {
    method,
    ...tested,
    statistic: biased,
    oppositeP: pOfRegion(complement(region), tails),
    estimate: unbiased,
    effectSizes: [{ name: 'energy distance', estimate: unbiased, interval: tested.interval }],
    n: [n, m],
  };
}

/** Whether the points of each sample lie together, and whether those of each pair do: then draws know of no error. */
function withoutSpread(
  distances: Float64Array,
  n: number,
  m: number,
  rounding: number,
): { readonly within: boolean; readonly pairs: boolean } {
  const size = n + m;
  const together = (i: number, j: number): boolean => distances[i * size + j]! <= rounding;
  const indices = Array.from({ length: size }, (_, i) => i);
  return {
    within: indices.every((i) => together(i, i < n ? 0 : n)),
    pairs: n === m && indices.slice(0, n).every((i) => together(i, n + i)),
  };
}

/** √V and √max(0, U). Paired, U leaves out the distances within a pair. */
function estimates(distances: Float64Array, n: number, m: number, paired: boolean): [number, number] {
  const size = n + m;
  let [between, within, betweenFair, withinFair] = [0, 0, 0, 0];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const gap = distances[i * size + j]!;
      if (i < n === j < n) {
        const count = i < n ? n : m;
        within += gap / count ** 2;
        withinFair += gap / (count * (count - 1));
      } else {
        between += gap / (n * m);
        if (!paired) betweenFair += gap / (n * m);
        else if (Math.abs(i - j) !== n) betweenFair += gap / (n * (n - 1));
      }
    }
  return [Math.sqrt(Math.max(0, between - within)), Math.sqrt(Math.max(0, betweenFair - withinFair))];
}

/** One draw of the length W of the error: W² = −Σ aᵢ aⱼ |zᵢ − zⱼ| for weights that add to zero within each sample. */
function drawError(
  distances: Float64Array,
  weights: Float64Array,
  n: number,
  m: number,
  paired: boolean,
  random: Random,
): number {
  random.fillNormal(weights);
  if (paired) for (let i = 0; i < n; i++) weights[n + i] = weights[i]!;
  centre(weights, 0, n);
  centre(weights, n, n + m);
  for (let i = n; i < n + m; i++) weights[i] = -weights[i]!;
  const size = n + m;
  let squared = 0;
  for (let i = 1; i < size; i++) {
    let total = 0;
    for (let j = 0; j < i; j++) total += weights[j]! * distances[i * size + j]!;
    squared -= 2 * weights[i]! * total;
  }
  const df = paired ? n - 1 : n + m - 2;
  let chiSquare = 0;
  for (let i = 0; i < df; i++) chiSquare += random.normal() ** 2;
  return Math.sqrt((Math.max(0, squared) * df) / chiSquare);
}

/** Less their mean, over √(count·(count − 1)): the weights of an error of a mean. */
function centre(weights: Float64Array, from: number, to: number): void {
  const count = to - from;
  let total = 0;
  for (let i = from; i < to; i++) total += weights[i]!;
  for (let i = from; i < to; i++) weights[i] = (weights[i]! - total / count) / Math.sqrt(count * (count - 1));
}
