import type { Sample } from '../descriptives.ts';
import { requireEqualLengths } from '../require.ts';

/**
 * Where a curve of a few points peaks: the top of the parabola through the largest value and its two neighbours,
 *
 *     x₁ + ½·[(x₂ − x₁)²(y₁ − y₀) − (x₁ − x₀)²(y₁ − y₂)] / [(x₂ − x₁)(y₁ − y₀) + (x₁ − x₀)(y₁ − y₂)]
 *
 * It moves continuously with the values, also where the largest changes. NaN where the largest is the first or the
 * last: the peak may lie beyond.
 *
 * @param x ascending
 * Example: `peakOf([0, 1, 2, 3], [5, 8, 8, 5])` is 1.5.
 * @see Brent 1973, Algorithms for Minimization without Derivatives, §5 (successive parabolic interpolation)
 */
export function peakOf(x: Sample, y: Sample): number {
  requireEqualLengths(x, y);
  let top = 0;
  for (let i = 1; i < y.length; i++) if (y[i]! > y[top]!) top = i;
  if (top === 0 || top === y.length - 1) return NaN;
  const [before, after] = [x[top]! - x[top - 1]!, x[top + 1]! - x[top]!];
  const [rise, fall] = [y[top]! - y[top - 1]!, y[top]! - y[top + 1]!];
  return x[top]! + (after ** 2 * rise - before ** 2 * fall) / (2 * (after * rise + before * fall));
}
