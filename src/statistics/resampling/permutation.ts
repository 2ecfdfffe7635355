import type { Random } from '../../random/index.ts';
import { standardizedDifference } from '../location/cohen-d.ts';
import { allEqual, mean, type Sample } from '../descriptives.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from '../options.ts';
import { unfit, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { different } from '../region.ts';
import { thresholdRule, type Thresholds } from './thresholds.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';
import { requireCount } from '../require.ts';

/**
 * The permutation test for the difference of means of two independent samples, against any shift: under θ = boundary, x
 * − boundary and y are exchangeable. Swapping the sets S and T of equal size makes the difference at least as large
 * exactly when mean(S) − mean(T) ≤ boundary, so those differences are the thresholds: all C(n + m, n) − 1 where at most
 * `enumerateUpTo` (65,536), else `resamples` random ones with p = (b + 1)/(m + 1). Exact where the arms differ by a
 * shift only; with unequal spreads and sizes use `welch`. Choose it for few values of any shape.
 *
 * Needs one finite value in each sample; otherwise `reason` says what is missing. Ties count as extreme.
 *
 * Example: `permutation([4, 5, 6], [1, 2, 3], { region: greater(0), random }).p === 0.05`.
 * @see Pitman 1937; Bauer 1972; Phipson & Smyth 2010
 */
export function permutation(x: Sample, y: Sample, options: ResamplingOptions): TestResult {
  return ofAnySize([x, y], options, ([u, v], inUnit) => swapTest(u!, v!, inUnit), ['statistic']);
}

function swapTest(x: Sample, y: Sample, options: ResamplingOptions): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, effectSizes = true } = options;
  const n = [x.length, y.length];
  const reason = unfit(x, 1) ?? unfit(y, 1);
  if (reason) return withoutTest('permutation', reason, n, region);
  const { exact, thresholds } = swapThresholds(x, y, options);
  const varies = x.length > 1 && y.length > 1 && !(allEqual(x) && allEqual(y));
  const estimate = mean(x) - mean(y);
  return {
    method: exact ? 'permutation, exact' : 'permutation, Monte Carlo',
    ...testByRule(thresholdRule(thresholds), region, alpha),
    statistic: estimate,
    estimate,
    effectSizes: effectSizes && varies ? [standardizedDifference(x, alpha, y)] : [],
    n,
  };
}

/** The thresholds of all swaps where they can be enumerated, else of random ones. */
export function swapThresholds(
  x: Sample,
  y: Sample,
  { enumerateUpTo = 65_536, resamples = 9_999, random }: ResamplingOptions,
): { readonly exact: boolean; readonly thresholds: Thresholds } {
  const exact = arrangements(x.length, y.length) <= enumerateUpTo;
  return { exact, thresholds: exact ? allSwaps(x, y) : randomSwaps(x, y, resamples, random) };
}

/** C(n + m, n), to the precision of a double. */
export function arrangements(n: number, m: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(n, m); i++) count = (count * (n + m - i + 1)) / i;
  return count;
}

/** Both samples less their means, and what rounding may cost in a difference of means. */
function centred(
  x: Sample,
  y: Sample,
): { x: Float64Array; y: Float64Array; shift: number; tolerance: number } {
  const [mx, my] = [mean(x), mean(y)];
  const dx = Float64Array.from(x, (value) => value - mx);
  const dy = Float64Array.from(y, (value) => value - my);
  const spread = [...dx, ...dy].reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const size = Math.max(Math.abs(mx), Math.abs(my));
  return { x: dx, y: dy, shift: mx - my, tolerance: 1e-12 * spread + 4e-16 * size };
}

/**
 * Means of all subsets of up to `largest` values, by their size; each sum is that of a subset less its last value, plus
 * that value.
 */
function subsetMeans(values: Float64Array, largest: number): Float64Array[] {
  let subsets = [{ sum: 0, next: 0 }];
  return Array.from({ length: largest + 1 }, (_, size) => {
    if (size > 0)
      subsets = subsets.flatMap(({ sum, next }) =>
        Array.from(values.subarray(next), (value, i) => ({ sum: sum + value, next: next + i + 1 })),
      );
    return Float64Array.from(subsets, ({ sum }) => sum / size);
  });
}

function allSwaps(rawX: Sample, rawY: Sample): Thresholds {
  const { x, y, shift, tolerance } = centred(rawX, rawY);
  // Only as many values as the smaller sample has can change places: of 40 values against 2 no more than 820 subsets.
  const largest = Math.min(x.length, y.length);
  const [fromX, fromY] = [subsetMeans(x, largest), subsetMeans(y, largest)];
  const values = new Float64Array(Math.round(arrangements(x.length, y.length)) - 1);
  let at = 0;
  for (let size = 1; size <= largest; size++)
    for (const a of fromX[size]!) for (const b of fromY[size]!) values[at++] = shift + (a - b);
  return { values, always: 1, tolerance };
}

/**
 * Swaps from random permutations: the first n places of a partial shuffle. Bounds below 2³² bias a place by at most
 * 2⁻³² of its share.
 */
function randomSwaps(rawX: Sample, rawY: Sample, count: number, random: Random): Thresholds {
  requireCount('resample', 'resamples', count, 1);
  const { x, y, shift, tolerance } = centred(rawX, rawY);
  const [n, size] = [x.length, x.length + y.length];
  const values = new Float64Array(count);
  const order = Int32Array.from({ length: size }, (_, i) => i);
  const pooled = new Float64Array(size);
  pooled.set(x);
  pooled.set(y, n);
  const totalX = x.reduce((total, value) => total + value, 0);
  let filled = 0;
  for (let draw = 0; draw < count; draw++) {
    let [kept, came, swaps] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const j = i + Math.floor((random.uint32() * (size - i)) / 4294967296);
      const taken = order[j]!;
      order[j] = order[i]!;
      order[i] = taken;
      if (taken < n) kept += pooled[taken]!;
      else {
        came += pooled[taken]!;
        swaps++;
      }
    }
    if (swaps > 0) values[filled++] = shift + (totalX - kept - came) / swaps;
  }
  return { values: values.subarray(0, filled), always: 1 + count - filled, tolerance };
}
