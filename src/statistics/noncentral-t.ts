import { normalCdf, normalUpper } from './distributions.ts';
import { expectOverScale } from './chi-scale.ts';

/**
 * P(T ≤ t) of the noncentral t with `df` degrees of freedom and noncentrality `delta`: E Φ(t·S − delta), S ~ χ_df/√df.
 * Absolute error below 1e-12; deep tails are not relatively exact.
 *
 * Example: `noncentralTCdf(0, 5, 0)` is 0.5.
 */
export const noncentralTCdf = (t: number, df: number, delta: number): number =>
  Math.min(
    1,
    expectOverScale(df, (s) => normalCdf(t * s - delta)),
  );

/** P(T > t) of the noncentral t. Absolute error below 1e-12. */
export const noncentralTUpper = (t: number, df: number, delta: number): number =>
  Math.min(
    1,
    expectOverScale(df, (s) => normalUpper(t * s - delta)),
  );

/**
 * The noncentrality for which P(T ≤ t) = p, by bisection to the last bit that matters: the ends of an exact interval for a
 * standardized effect. The probability falls as the noncentrality grows.
 *
 * @see Cumming & Finch 2001
 */
export function noncentralityFor(t: number, df: number, p: number): number {
  let low = t - 1;
  let high = t + 1;
  for (let width = 2; noncentralTCdf(t, df, low) < p; width *= 2) low -= width;
  for (let width = 2; noncentralTCdf(t, df, high) > p; width *= 2) high += width;
  for (let step = 0; step < 60 && high - low > 1e-13 * Math.max(1, Math.abs(low)); step++) {
    const middle = (low + high) / 2;
    if (noncentralTCdf(t, df, middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
