import { mean, sumOfSquares, type Sample } from '../descriptives.ts';
import { tQuantile, tUpper } from '../distributions/distributions.ts';
import { testByRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, requireAlpha, type TestOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { requireEqualLengths } from '../require.ts';
import { thresholdRule, type Thresholds } from '../resampling/thresholds.ts';
import type { TestResult } from '../types.ts';

/** Means, and the variances and covariance of the means, of pairs. */
interface Moments {
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

function momentsOf(first: Sample, second: Sample): Moments {
  const [x, y, n] = [mean(first), mean(second), first.length];
  const scale = 1 / (n * (n - 1));
  let products = 0;
  for (let i = 0; i < n; i++) products += (first[i]! - x) * (second[i]! - y);
  return {
    x,
    y,
    xx: sumOfSquares(first) * scale,
    xy: products * scale,
    yy: sumOfSquares(second) * scale,
  };
}

/** Variance of the mean of x − ratio · y. */
const varianceAt = ({ xx, xy, yy }: Moments, ratio: number): number =>
  Math.max(0, xx - 2 * ratio * xy + ratio * ratio * yy);

/** Spreads below this part of the mean are rounding. */
const ROUNDING = 1e-12;

/** Up to so many pairs all subsets are looked at: 65,535 of them. */
const FLIPPED_UP_TO = 16;

/**
 * The ratio of the means of two positive quantities that are measured in pairs. The mean of x less that of y times a
 * ratio is tested by Student's t, and by flipping the signs of x − ratio · y where there are at most 16 pairs; the
 * larger p counts, and the interval holds the ratios that not both reject. So it never claims what Fieller's interval
 * would not. Estimate, interval and region are logarithms of ratios (`equivalentRatio(1.25)`), the ratio itself is an
 * effect size. Choose it where means are what counts, such as times up to a common horizon; `onLogScale(studentPaired)`
 * compares geometric means.
 *
 * Exact where pairs are normal, and at ratio 1 where the two of a pair may be exchanged; away from 1 pairs that are cut
 * off at a horizon are skewed, and the error rate leaves alpha by up to two points below 16 pairs
 * (docs/calibration.md). Five pairs are the least for p < 0.05. An end is infinite where a mean is not clearly above
 * zero. Needs n ≥ 2, positive means and pairs that are not all in one ratio; otherwise `reason` says what is missing.
 *
 * Example: `pairedRatioOfMeans([2, 4, 7], [1, 2, 3]).effectSizes[0].estimate` is 13/6.
 * @throws RangeError for unequal lengths, and unless 0 < alpha < ½
 * @see Fieller 1954, JRSS B 16:175; Hartigan 1969 (typical values: subsets have ratios of their own)
 */
export function pairedRatioOfMeans(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireAlpha(alpha);
  requireEqualLengths(x, y);
  const n = x.length;
  const flipped = n <= FLIPPED_UP_TO;
  const method = `ratio of means, paired t of Fieller${flipped ? ' and sign-flip' : ''}`;
  const reason = unfit(x, 2) ?? unfit(y, 2);
  if (reason) return withoutTest(method, reason, [n], region);
  const positive = [x, y].every((values) => Array.from(values).every((value) => value > 0));
  if (!positive) return withoutTest(method, REASONS.notPositive, [n], region);
  const moments = momentsOf(x, y);
  const ratio = moments.x / moments.y;
  const estimate = Math.log(ratio);
  if (!(varianceAt(moments, ratio) > (ROUNDING * moments.x) ** 2))
    return withoutTest(method, REASONS.zeroVariance, [n], region, { estimate });
  const student = fiellerRule(moments, n - 1);
  const rule = flipped ? widestRule([student, thresholdRule(ratiosOfSubsets(x, y))]) : student;
  const { interval, ...tested } = testByRule(rule, region, alpha);
  const { lower, upper, level } = interval;
  const effect = { lower: Math.exp(lower), upper: Math.exp(upper), level };
  return {
    method,
    ...tested,
    interval,
    estimate,
    effectSizes: [{ name: 'ratio of means', estimate: ratio, interval: effect }],
    n: [n],
  };
}

/**
 * Flipping the signs of a subset makes the mean of x − ratio · y at least as large exactly when the subset's own ratio
 * of sums is at most the ratio: these are the thresholds, as logarithms.
 */
function ratiosOfSubsets(x: Sample, y: Sample): Thresholds {
  const cases = 2 ** x.length;
  const [above, below] = [new Float64Array(cases), new Float64Array(cases)];
  for (let i = 0; i < x.length; i++)
    for (let half = 1 << i, set = 0; set < half; set++) {
      above[half + set] = above[set]! + x[i]!;
      below[half + set] = below[set]! + y[i]!;
    }
  const values = Float64Array.from({ length: cases - 1 }, (_, i) => Math.log(above[i + 1]! / below[i + 1]!));
  return { values, always: 1, tolerance: ROUNDING };
}

/**
 * Student's t of x − ratio · y in both directions. As the ratio grows t falls, but for a stretch at either end where a
 * mean is not clearly above zero; the smaller of t there and at ratio 0 (∞) makes p-values rise with the boundary all
 * the same, in duality with the interval.
 */
function fiellerRule(moments: Moments, df: number): IntervalRule {
  const { x, y, xx, xy, yy } = moments;
  const [atZero, atInfinity] = [x / Math.sqrt(xx), y / Math.sqrt(yy)];
  const t = (b: number): number => {
    const ratio = Math.exp(b);
    const distance = x - ratio * y;
    return distance === 0 ? 0 : distance / Math.sqrt(varianceAt(moments, ratio));
  };
  return {
    ends: (tail) => {
      const t2 = tQuantile(tail, df) ** 2;
      const [a, b, c] = [y * y - t2 * yy, x * y - t2 * xy, x * x - t2 * xx];
      const root = Math.sqrt(Math.max(0, b * b - a * c));
      // The roots of a·r² − 2b·r + c; the smaller one from their product, for no digit cancels so.
      return [c > 0 ? Math.log(c / (b + root)) : -Infinity, a > 0 ? Math.log((b + root) / a) : Infinity];
    },
    greater: (b) => tUpper(Math.min(t(b), atZero), df),
    less: (b) => tUpper(Math.min(-t(b), atInfinity), df),
  };
}
