import { normalCdf, normalQuantile, normalUpper } from './distributions.ts';
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
    expectOverScale(df, (s) => normalCdf(t * s - delta), { sharpness: Math.abs(t) }),
  );

/** P(T > t) of the noncentral t. Absolute error below 1e-12. */
export const noncentralTUpper = (t: number, df: number, delta: number): number =>
  Math.min(
    1,
    expectOverScale(df, (s) => normalUpper(t * s - delta), { sharpness: Math.abs(t) }),
  );

/**
 * The noncentrality for which P(T ≤ t) = p: the end of an exact interval for a standardized effect. The probability falls as the noncentrality
 * grows, and its normal quantile falls almost linearly, so false position on that scale needs some eight evaluations.
 *
 * @see Cumming & Finch 2001; Dowell & Jarratt 1971 (the Illinois rule)
 */
export function noncentralityFor(t: number, df: number, p: number): number {
  const goal = normalQuantile(p);
  const excess = (delta: number): number => quantileWithin(noncentralTCdf(t, df, delta)) - goal;
  let low = t - 1;
  let high = t + 1;
  let atLow = excess(low);
  let atHigh = excess(high);
  for (let width = 2; atLow < 0; width *= 2) atLow = excess((low -= width));
  for (let width = 2; atHigh > 0; width *= 2) atHigh = excess((high += width));
  let side = 0;
  for (let step = 0; step < 100 && high - low > 1e-13 * Math.max(1, Math.abs(low)); step++) {
    const middle = atLow === atHigh ? (low + high) / 2 : (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = excess(middle);
    if (Math.abs(value) < 1e-14 || middle <= low || middle >= high) return middle;
    if (value > 0) {
      [low, atLow] = [middle, value];
      if (side === 1) atHigh /= 2;
      side = 1;
    } else {
      [high, atHigh] = [middle, value];
      if (side === -1) atLow /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}

/** The normal quantile, finite where a probability has rounded to zero or one. */
const quantileWithin = (p: number): number => normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, p)));
