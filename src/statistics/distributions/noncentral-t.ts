import { finiteQuantile, normalCdf, normalQuantile, normalUpper } from './distributions.ts';
import { expectOverScale } from './chi-scale.ts';
import { fallingRoot } from '../false-position.ts';

/**
 * P(T ≤ t) of the noncentral t with `df` degrees of freedom and noncentrality `delta`: E Φ(t·S − delta), S ~ χ_df/√df.
 * Absolute error below 1e-12; deep tails are not relatively exact.
 *
 * Example: `noncentralTCdf(0, 5, 0)` is 0.5.
 */
export const noncentralTCdf = (t: number, df: number, delta: number): number =>
  Math.min(
    1,
    expectOverScale(df, (s) => normalCdf(t * s - delta), { sharpness: Math.abs(t) }),
  );

/** P(T > t) of the noncentral t. Absolute error below 1e-12. */
export const noncentralTUpper = (t: number, df: number, delta: number): number =>
  Math.min(
    1,
    expectOverScale(df, (s) => normalUpper(t * s - delta), { sharpness: Math.abs(t) }),
  );

/**
 * The noncentrality for which P(T ≤ t) = p: the end of an exact interval for a standardized effect; ∞ for p = 0 and −∞
 * for p = 1. The probability falls as the noncentrality grows, and its normal quantile falls almost linearly, so false
 * position on that scale needs some eight evaluations. For p near 1, which a double cannot tell from 1, ask for
 * `-noncentralityFor(-t, df, 1 - p)`. Below p = 1e-19 the outermost 1e-20 of the law of S, which the integral leaves
 * out, makes the end too near.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1 and t is finite
 * @see Cumming & Finch 2001
 */
export function noncentralityFor(t: number, df: number, p: number): number {
  if (!(p >= 0 && p <= 1 && Number.isFinite(t)))
    throw new RangeError(
      `Cannot find a noncentrality: expected a finite t and 0 ≤ p ≤ 1, got t = ${t} and p = ${p}`,
    );
  if (p === 0) return Infinity;
  if (p === 1) return -Infinity;
  // The smaller tail, for near 1 the cdf has a rounding error that may keep it from p.
  if (p > 0.5) return -noncentralityFor(-t, df, 1 - p);
  const goal = normalQuantile(p);
  return fallingRoot((delta) => finiteQuantile(noncentralTCdf(t, df, delta)) - goal, {
    low: t - 1,
    high: t + 1,
  });
}
