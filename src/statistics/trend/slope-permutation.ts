import type { Random } from '../../random/index.ts';
import { allEqual, mean, type Sample } from '../descriptives.ts';
import { testByRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { requireCount, requireEqualLengths } from '../require.ts';
import { fitLine } from './slope.ts';
import { thresholdRule, type Thresholds } from '../resampling/thresholds.ts';
import type { TestResult } from '../types.ts';
import { slopeOfAnySize, type Cloud } from '../unit.ts';

/**
 * The slope of y on x by permutation: under θ = b the residuals y − b·x may stand in any order beside x. With S(v) =
 * Σ(x − x̄)v and S′ the same for permuted x, a permutation is at least as extreme exactly where (S(y) − S′(y))/(S(x) −
 * S′(x)) ≤ b, so those ratios are the thresholds: all n! where at most `enumerateUpTo` (65,536, n = 8), else
 * `resamples` random ones with p = (b + 1)/(m + 1). At b = 0 it is the permutation test of Pearson's correlation. Exact
 * for independent points whose errors have one law, of whatever shape. Choose it instead of `slope` and `pearson` for
 * few points or skewed values; for arms that share seeds choose `slopeWithinBlocks`.
 *
 * Needs n ≥ 3 finite points and an x that varies; otherwise `reason` says what is missing. Effect size: R².
 *
 * Example: `slopePermutation([1, 2, 3, 4], [2, 4, 7, 8], { region: greater(0), random }).p` is 1/24.
 * @throws RangeError for unequal lengths
 * @see Pitman 1937, Supplement to JRSS 4:225; Hartigan 1969
 */
export function slopePermutation(x: Sample, y: Sample, options: ResamplingOptions): TestResult {
  return slopeOfAnySize([{ x, y }], options, permutedInUnits);
}

function permutedInUnits([cloud]: readonly Cloud[], options: ResamplingOptions): TestResult {
  const { x, y } = cloud!;
  const { region = different(), alpha = DEFAULT_ALPHA, enumerateUpTo = 65_536 } = options;
  const { resamples = 9_999, random } = options;
  requireEqualLengths(x, y);
  const n = x.length;
  const reason = unfit(x, 3) ?? unfit(y, 3) ?? (allEqual(x) ? REASONS.constant : undefined);
  if (reason) return withoutTest('slope by permutation', reason, [n], region);
  const exact = factorial(n) <= enumerateUpTo;
  const orders = exact ? allOrders(n) : randomOrders(n, resamples, random);
  const line = fitLine(x, y);
  return {
    method: `slope by permutation, ${exact ? 'exact' : 'Monte Carlo'}`,
    ...testByRule(thresholdRule(thresholdsOf(x, y, orders, exact ? 0 : 1)), region, alpha),
    estimate: line.slope,
    effectSizes: line.rSquared === undefined ? [] : [{ name: 'R²', estimate: line.rSquared }],
    n: [n],
  };
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** @param observed orders that are the data themselves and are not among the given ones */
function thresholdsOf(x: Sample, y: Sample, orders: Iterable<Int32Array>, observed: number): Thresholds {
  const [centreX, centreY] = [mean(x), mean(y)];
  const dx = Float64Array.from(x, (value) => value - centreX);
  const dy = Float64Array.from(y, (value) => value - centreY);
  const squares = dx.reduce((total, value) => total + value * value, 0);
  const values: number[] = [];
  let [always, largest] = [observed, 0];
  for (const order of orders) {
    let [lostX, lostY] = [0, 0];
    for (let i = 0; i < dx.length; i++) {
      const change = dx[i]! - dx[order[i]!]!;
      lostX += change * dx[i]!;
      lostY += change * dy[i]!;
    }
    // An order that leaves x as it was is the data; 1e-13 is what rounding leaves of a sum of n products.
    if (lostX <= 1e-13 * squares) always++;
    else values.push(lostY / lostX);
  }
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return { values: Float64Array.from(values), always, tolerance: 1e-12 * largest };
}

/** All orders, by Heap's algorithm; the array is used again. */
function* allOrders(n: number): Iterable<Int32Array> {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const turns = new Int32Array(n);
  yield order;
  for (let i = 1; i < n;) {
    if (turns[i]! < i) {
      const j = i % 2 === 0 ? 0 : turns[i]!;
      [order[i], order[j]] = [order[j]!, order[i]!];
      yield order;
      turns[i]!++;
      i = 1;
    } else turns[i++] = 0;
  }
}

/** Random orders (Fisher–Yates); the array is used again. */
function* randomOrders(n: number, count: number, random: Random): Iterable<Int32Array> {
  requireCount('resample', 'resamples', count, 1);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let draw = 0; draw < count; draw++) {
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor((random.uint32() * (i + 1)) / 4294967296);
      const taken = order[i]!;
      order[i] = order[j]!;
      order[j] = taken;
    }
    yield order;
  }
}
