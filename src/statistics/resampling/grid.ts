import type { Sample } from '../descriptives.ts';

/**
 * Values moved to the nearest multiple of a power of two, so that their differences and averages are exact and ties are
 * ties.
 */
export interface Gridded {
  readonly values: Float64Array;
  /** The power of two; 0 where all values are zero. */
  readonly quantum: number;
}

/**
 * Snaps values to a grid of 2⁻⁴⁰ of their range (2⁻⁵² of their size, where that is more): fine enough to move no order
 * that is more than rounding noise, coarse enough that 0.3 − 0.1 ties with 0.2. Infinite values stay what they are.
 *
 * Example: `onGrid([0.3 - 0.1, 0.2]).values` holds the same number twice.
 */
export function onGrid(x: Sample): Gridded {
  let [least, largest] = [Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i])) continue;
    least = Math.min(least, x[i]!);
    largest = Math.max(largest, x[i]!);
  }
  const size = Math.max(Math.abs(least), Math.abs(largest), largest - least);
  if (!(size > 0 && size < Infinity)) return { values: Float64Array.from(x), quantum: 0 };
  const width = Math.max(2 ** -40 * (largest - least), 2 ** -51 * size, 2 ** -1022);
  const quantum = 2 ** Math.floor(Math.log2(width));
  return { values: Float64Array.from(x, (value) => Math.round(value / quantum) * quantum), quantum };
}
