import { tQuantile, tUpper } from './distributions.ts';
import { intervalOf, pOfRegion, tailAlpha, type Region } from './region.ts';
import type { Interval } from './types.ts';

/** An estimate whose distance from the parameter, in standard errors, follows Student's t. `Infinity` degrees: normal. */
export interface Pivot {
  readonly estimate: number;
  /** > 0 */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/**
 * The p-value of a region and the interval in duality with it, from a pivot: p < alpha exactly when the interval lies inside the region.
 *
 * p(θ ≤ b) = P(T > (estimate − b)/SE); interval estimate ± t·SE.
 *
 * @example judgePivot({ estimate: 1, standardError: 0.1, degreesOfFreedom: 9 }, greater(0), 0.05)
 */
export function judgePivot(
  { estimate, standardError, degreesOfFreedom }: Pivot,
  region: Region,
  alpha: number,
): { readonly p: number; readonly interval: Interval } {
  const upper = (boundary: number) => tUpper((estimate - boundary) / standardError, degreesOfFreedom);
  const lower = (boundary: number) => tUpper((boundary - estimate) / standardError, degreesOfFreedom);
  const reach = -tQuantile(tailAlpha(region, alpha), degreesOfFreedom) * standardError;
  return {
    p: pOfRegion(region, { greater: upper, less: lower }),
    interval: intervalOf(region, alpha, estimate - reach, estimate + reach),
  };
}
