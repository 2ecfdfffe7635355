import { median, type Sample } from '../descriptives.ts';
import { binomialUpper } from '../distributions/distributions.ts';
import { testByRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, requireAlpha, type TestOptions } from '../options.ts';
import { unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import type { TestResult } from '../types.ts';

/**
 * The sign test of a median: p of θ ≤ b is P(B ≥ number of values above b) with B binomial of n and ½. A value at b
 * counts for neither side, which keeps the error rate for discrete values too. The interval has its ends at values, in
 * duality with p. It assumes independence alone: neither symmetry nor a common spread. Its smallest p is 2⁻ⁿ one-sided:
 * five values are the least for alpha = 0.05.
 *
 * Needs n ≥ 1 and finite values; otherwise `reason` says what is missing.
 *
 * @see Arbuthnott 1710; Dixon & Mood 1946; over data sets: Demšar 2006
 * @example signTest([1, 2, 3, 4, 5], { region: greater(0) }).p // 0.03125
 */
export function signTest(
  x: Sample,
  { region = different(), alpha = DEFAULT_ALPHA }: TestOptions = {},
): TestResult {
  const method = 'sign test';
  requireAlpha(alpha);
  const reason = unfit(x, 1);
  if (reason) return withoutTest(method, reason, [x.length], region);
  const rule = signRule(x);
  return {
    method,
    ...testByRule(rule, region, alpha),
    estimate: median(x),
    effectSizes: [],
    n: [x.length],
  };
}

/** The tails and the interval of the sign test; values may be infinite. */
export function signRule(x: Sample): IntervalRule {
  const n = x.length;
  const ascending = Float64Array.from(x).sort();
  const p = (beyond: number): number => binomialUpper(beyond - 1, n, 0.5);
  const count = (holds: (value: number) => boolean): number =>
    ascending.reduce((total, value) => total + (holds(value) ? 1 : 0), 0);
  return {
    greater: (b) => p(count((value) => value > b)),
    less: (b) => p(count((value) => value < b)),
    ends: (tail) => {
      let fewest = 0;
      while (fewest <= n && !(p(fewest) < tail)) fewest++;
      return fewest > n ? [-Infinity, Infinity] : [ascending[n - fewest]!, ascending[fewest - 1]!];
    },
  };
}
