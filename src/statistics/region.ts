import { requireAlpha } from './options.ts';
import type { Alternative, Interval } from './types.ts';

/**
 * Where a parameter must lie for a claim to hold. Every test takes a region, and the five alternatives are five shapes
 * of it: `greater` (boundary, ∞), `less` (−∞, boundary), `equivalence` (lower, upper), and outside of an interval for
 * `two-sided` (of one point) and `minimal-effect`. Non-inferiority is `greater` with the boundary −margin.
 */
export interface Region {
  readonly lower: number;
  readonly upper: number;
  /** The claim is that the parameter lies outside [lower, upper]. */
  readonly outside?: boolean;
}

/** θ ≠ value. */
export const different = (value = 0): Region => ({ lower: value, upper: value, outside: true });
/** θ > boundary. */
export const greater = (boundary = 0): Region => ({ lower: boundary, upper: Infinity });
/** θ < boundary. */
export const less = (boundary = 0): Region => ({ lower: -Infinity, upper: boundary });
/** |θ| < margin, or lower < θ < upper. Example: `equivalent(0.01)`, `equivalent(-0.02, 0.01)`. */
export const equivalent = (marginOrLower: number, upper?: number): Region =>
  upper === undefined ? { lower: -marginOrLower, upper: marginOrLower } : { lower: marginOrLower, upper };
/** |θ| > margin, or θ outside [lower, upper]: the effect is at least of the size that matters. */
export const minimalEffect = (marginOrLower: number, upper?: number): Region => ({
  ...equivalent(marginOrLower, upper),
  outside: true,
});
/** θ > −margin: the first arm is at most `margin` worse, larger being better. */
export const nonInferior = (margin: number): Region => greater(-margin);
/**
 * Equivalence of a ratio, for parameters that are logarithms of ratios: 1.25 allows 0.8 … 1.25.
 * @throws RangeError unless it is a finite number above 1
 */
export function equivalentRatio(ratio: number): Region {
  if (!(ratio > 1 && ratio < Infinity))
    throw new RangeError(`Cannot allow a ratio: expected a finite number above 1, got ${ratio}`);
  return equivalent(Math.log(ratio));
}

/** The region of the opposite claim. */
export function complement({ lower, upper, outside }: Region): Region {
  if (outside) return { lower, upper };
  if (lower === -Infinity) return { lower: upper, upper: Infinity };
  if (upper === Infinity) return { lower: -Infinity, upper: lower };
  return { lower, upper, outside: true };
}

/**
 * The alternative that a region is.
 * @throws RangeError for a region whose ends are NaN or in the wrong order, or that is the whole line
 */
export function alternativeOf(region: Region): Alternative {
  const { lower, upper, outside } = region;
  if (!(lower <= upper) || (lower === upper && !outside) || (lower === -Infinity && upper === Infinity))
    throw new RangeError(
      `Cannot test a region: expected lower < upper, one of them finite, got ${lower} … ${upper}`,
    );
  if (outside) return lower === upper ? 'two-sided' : 'minimal-effect';
  if (lower === -Infinity) return 'less';
  return upper === Infinity ? 'greater' : 'equivalence';
}

/** The p-values of a method against every boundary. */
export interface Tails {
  /** p of θ ≤ boundary against θ > boundary; grows with the boundary. */
  readonly greater: (boundary: number) => number;
  /** p of θ ≥ boundary against θ < boundary; falls as the boundary grows. */
  readonly less: (boundary: number) => number;
}

/**
 * The p-value of the claim that the parameter lies in the region: of an interval (equivalence) the larger of its
 * one-sided p-values; of the outside of one (two-sided, minimal effect) the smaller over the two sides of
 *
 *   p(θ ≤ upper) + p(θ ≤ lower)   and   p(θ ≥ lower) + p(θ ≥ upper),   at most 1.
 *
 * The second term is the error that the farther side could make: of a point the sum is twice the one-sided p, and where
 * the ends are apart by some standard errors it is that of the nearer end alone. So the error rate is at most alpha for
 * every margin: exactly for a known standard error, less for Student's t (4.2 % at the least where 5 % are allowed).
 *
 * @see Schuirmann 1987 (TOST); Murphy & Myors 1999 (minimal effect, the nearer end alone)
 */
export function pOfRegion(region: Region, tails: Tails): number {
  const { lower, upper } = region;
  if (region.outside && lower === upper)
    return Math.min(1, 2 * Math.min(tails.less(lower), tails.greater(upper)));
  if (region.outside)
    return Math.min(
      1,
      roundedUp(tails.greater(upper) + tails.greater(lower)),
      roundedUp(tails.less(lower) + tails.less(upper)),
    );
  const above = lower === -Infinity ? 0 : tails.greater(lower);
  const below = upper === Infinity ? 0 : tails.less(upper);
  return Math.max(above, below);
}

/** A sum of two p-values, not below their true sum: 1/60 + 2/60 is 0.05 and must not round to less than alpha. */
const roundedUp = (sum: number): number => sum * (1 + 2 * Number.EPSILON);

/**
 * What is left of alpha, not above its true difference: the same tie seen from the interval's side. Of numbers up to
 * alpha, a few of its last bits.
 */
const roundedDown = (left: number): number => left - 2 * Number.EPSILON;

/** The error rates of the two ends of an interval. */
export interface EndRates {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The error rates with which the ends of an interval decide a region as `pOfRegion` does: alpha each; alpha/2 each for
 * a point; and outside of an interval what the farther side leaves of alpha, at least half of it.
 *
 * @throws RangeError unless 0 < alpha < ½
 */
export function endRatesOf(region: Region, alpha: number, tails: Tails): EndRates {
  const most = requireAlpha(alpha);
  const { lower, upper, outside } = region;
  if (!outside) return { lower: most, upper: most };
  if (lower === upper) return { lower: most / 2, upper: most / 2 };
  return {
    lower: Math.max(most / 2, roundedDown(most - tails.greater(lower))),
    upper: Math.max(most / 2, roundedDown(most - tails.less(upper))),
  };
}

/**
 * The error rate of one tail that is safe before there are data: alpha, and half of it where both tails may reject.
 * @throws RangeError unless 0 < alpha < ½
 */
export const tailAlpha = (region: Region, alpha: number): number =>
  region.outside ? requireAlpha(alpha) / 2 : requireAlpha(alpha);

/** Whether an interval lies inside the region: the claim is established. */
export const inside = ({ lower, upper }: Pick<Interval, 'lower' | 'upper'>, region: Region): boolean =>
  region.outside
    ? upper < region.lower || lower > region.upper
    : (region.lower === -Infinity || lower > region.lower) &&
      (region.upper === Infinity || upper < region.upper);

/** Whether an interval lies wholly outside the region: the opposite of the claim is established. */
export const disjoint = ({ lower, upper }: Pick<Interval, 'lower' | 'upper'>, region: Region): boolean =>
  region.outside
    ? lower >= region.lower && upper <= region.upper
    : upper < region.lower || lower > region.upper;
