import { requireAlpha } from './options.ts';
import type { Alternative, Interval } from './types.ts';

/**
 * Where a parameter must lie for a claim to hold. Every test takes a region, and the five alternatives are five shapes of it:
 * `greater` (boundary, ∞), `less` (−∞, boundary), `equivalence` (lower, upper), and outside of an interval for
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
/** Equivalence of a ratio, for parameters that are logarithms of ratios: 1.25 allows 0.8 … 1.25. @throws RangeError unless it is a finite number above 1 */
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

/** The alternative that a region is. @throws RangeError for a region whose ends are NaN or in the wrong order, or that is the whole line */
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
 * The p-value of the claim that the parameter lies in the region: of an interval (equivalence) the larger of its one-sided
 * p-values, of the outside of one (two-sided, minimal effect) twice the smaller, at most 1. Twice, because either side may reject;
 * so the error rate is at most alpha for every margin, also for one much smaller than the standard error.
 *
 * @see Schuirmann 1987 (TOST); Murphy & Myors 1999 (minimal effect)
 */
export function pOfRegion(region: Region, tails: Tails): number {
  if (region.outside) return Math.min(1, 2 * Math.min(tails.less(region.lower), tails.greater(region.upper)));
  const above = region.lower === -Infinity ? 0 : tails.greater(region.lower);
  const below = region.upper === Infinity ? 0 : tails.less(region.upper);
  return Math.max(above, below);
}

/** The error rate of one tail: alpha, and half of it where both tails may reject. @throws RangeError unless 0 < alpha < ½ */
export const tailAlpha = (region: Region, alpha: number): number =>
  region.outside ? requireAlpha(alpha) / 2 : requireAlpha(alpha);

/** The level of the interval that decides the region at alpha: 1 − 2·alpha, and 1 − alpha where both tails may reject. */
export const levelOf = (region: Region, alpha: number): number => 1 - 2 * tailAlpha(region, alpha);

/** An interval of the level that belongs to the region. */
export const intervalOf = (region: Region, alpha: number, lower: number, upper: number): Interval => ({
  lower,
  upper,
  level: levelOf(region, alpha),
});

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
