import { tQuantile } from '../distributions/distributions.ts';
import type { Interval } from '../types.ts';

/**
 * Where the true effect of one further block is expected: μ̂ ± t·√(τ² + se²), with k − 1 degrees of freedom.
 *
 * @param level probability that it holds the effect of the next block, 0 … 1
 * @see Higgins, Thompson & Spiegelhalter 2009
 * @example predictionInterval({ estimate: 1, standardError: 0.3, tau: 0.4, df: 4 }, 0.9).upper // 2.066
 */
export function predictionInterval(
  {
    estimate,
    standardError,
    tau,
    df,
  }: { readonly estimate: number; readonly standardError: number; readonly tau: number; readonly df: number },
  level: number,
): Interval {
  if (!(level > 0 && level < 1))
    throw new RangeError(`Cannot predict a block: expected a level in (0, 1), got ${level}`);
  const reach = -tQuantile((1 - level) / 2, df) * Math.hypot(tau, standardError);
  return { lower: estimate - reach, upper: estimate + reach, level };
}
