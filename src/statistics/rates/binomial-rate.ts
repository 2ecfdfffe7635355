import { betaQuantile, binomialCdf, binomialUpper } from '../distributions/distributions.ts';
import { testByRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { requireCount, requireWithin } from '../require.ts';
import type { TestResult } from '../types.ts';

const METHOD = 'Clopper–Pearson, exact';

/**
 * The rate of a yes/no measure over independent runs: P(X ≥ x) and P(X ≤ x) of the binomial at the boundary, and
 * Clopper and Pearson's interval, whose ends are the rates at which those are alpha. Never above alpha, whatever the
 * rate: runs without an event bound the rate by 1 − alpha^(1/n), they do not show that it is zero.
 *
 * Default region: different from ½. Needs n ≥ 1; otherwise `reason` says so.
 *
 * Example: `binomialRate(0, 5, { region: less(0.1) }).interval!.upper` is 0.4507: five runs without a divergence.
 * @throws RangeError unless successes and n are whole numbers with 0 ≤ successes ≤ n
 * @see Clopper & Pearson 1934, Biometrika 26:404
 */
export function binomialRate(successes: number, n: number, options: TestOptions = {}): TestResult {
  const { region = different(0.5), alpha = DEFAULT_ALPHA } = options;
  requireCount('test a rate', 'n', n, 0);
  requireCount('test a rate', 'successes', successes, 0);
  requireWithin('test a rate', 'successes', successes, [0, n]);
  if (n === 0) return withoutTest(METHOD, REASONS.tooFew, [n], region);
  const rule = binomialRule(successes, n);
  return {
    method: METHOD,
    ...testByRule(rule, region, alpha),
    statistic: successes,
    estimate: successes / n,
    effectSizes: [],
    n: [n],
  };
}

/** Clopper and Pearson's limits of a rate, with error rate `tail` on each side. */
export const binomialEnds = (x: number, n: number, tail: number): readonly [number, number] => [
  x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
  x === n ? 1 : 1 - betaQuantile(tail, n - x, x + 1),
];

/** The rule of `binomialRate`, for those who ask for p alone. */
export const binomialRule = (x: number, n: number): IntervalRule => ({
  ends: (tail) => binomialEnds(x, n, tail),
  greater: (b) => (b < 0 ? 0 : b >= 1 ? 1 : binomialUpper(x - 1, n, b)),
  less: (b) => (b > 1 ? 0 : b <= 0 ? 1 : binomialCdf(x, n, b)),
});
