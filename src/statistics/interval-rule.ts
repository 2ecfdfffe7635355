import { tQuantile, tUpper } from './distributions/distributions.ts';
import { alternativeOf, endRatesOf, pOfRegion, type Region, type Tails } from './region.ts';
import type { TestResult } from './types.ts';

/** Ends of an interval at any error rate, and the p-values in duality with them. */
export interface IntervalRule extends Tails {
  /** The ends with error rate `tail` on each side. */
  readonly ends: (tail: number) => readonly [number, number];
}

/** The rule of an estimate whose standardized error follows Student's t with `df` degrees of freedom. */
export const tRule = (estimate: number, standardError: number, df: number): IntervalRule => ({
  ends: (tail) => {
    const reach = -tQuantile(tail, df) * standardError;
    return [estimate - reach, estimate + reach];
  },
  greater: (b) => tUpper((estimate - b) / standardError, df),
  less: (b) => tUpper((b - estimate) / standardError, df),
});

/**
 * The rule that claims only what each of several rules would claim: the outermost ends and the largest p. Its error
 * rate is at most that of any of them, whichever of their assumptions holds.
 */
export const widestRule = (rules: readonly IntervalRule[]): IntervalRule => ({
  ends: (tail) => {
    const ends = rules.map((rule) => rule.ends(tail));
    return [Math.min(...ends.map(([lower]) => lower)), Math.max(...ends.map(([, upper]) => upper))];
  },
  greater: (b) => Math.max(...rules.map((rule) => rule.greater(b))),
  less: (b) => Math.max(...rules.map((rule) => rule.less(b))),
});

/**
 * What a rule says of a region: p, and the interval whose ends decide it, each at the error rate that the region leaves
 * it. p < alpha exactly when the interval lies in the region.
 */
export function testByRule(
  rule: IntervalRule,
  region: Region,
  alpha: number,
): Required<Pick<TestResult, 'alternative' | 'p' | 'interval'>> {
  const rates = endRatesOf(region, alpha, rule);
  return {
    alternative: alternativeOf(region),
    p: pOfRegion(region, rule),
    interval: {
      lower: rule.ends(rates.lower)[0],
      upper: rule.ends(rates.upper)[1],
      level: 1 - (rates.lower + rates.upper),
    },
  };
}
