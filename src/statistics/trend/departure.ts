import type { Sample } from '../descriptives.ts';

/**
 * Where a ladder first departs by a margin: the smallest x at which the broken line through (x₀, 0), (x₁, |y₁ − y₀|), …
 * reaches the margin. NaN where it never does: the departure may lie beyond. An infinite value departs at once, at the
 * point before it.
 *
 * @param x ascending; the first is the base
 * @param y values at x
 * Example: `departureOf([0, 1, 2], [5, 5.1, 5.3], 0.2)` is 1.5.
 * @throws RangeError for a margin that is not positive
 */
export function departureOf(x: Sample, y: Sample, margin: number): number {
  if (!(margin > 0))
    throw new RangeError(`Cannot locate a departure: expected a positive margin, got ${margin}`);
  const distance = (i: number) => (i === 0 ? 0 : Math.abs(y[i]! - y[0]!));
  for (let i = 1; i < x.length; i++) {
    if (!(distance(i) >= margin)) continue;
    const [before, rise] = [distance(i - 1), distance(i) - distance(i - 1)];
    return x[i - 1]! + ((margin - before) / rise) * (x[i]! - x[i - 1]!);
  }
  return NaN;
}
