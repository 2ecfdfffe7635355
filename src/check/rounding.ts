import type { Rounding } from './types.ts';

/**
 * Tolerance of the k-th point of the loss curve (k from 1): first · k, relative to the geometric mean of the loss there and
 * the largest loss so far. A step rounds each parameter by at most half a unit of float32 (6e-8), and in the first points
 * of a stable run errors add up rather than multiply: 1e-6 a point is some sixteen roundings. An error ε of parameters that
 * once were at loss M moves a later loss L by about ε √(L M), the slope at L times the size at M: hence the geometric mean.
 * Where each coordinate is divided by its own scale, a rounding in a small gradient is blown up to the size of a step, and
 * the tolerance is twenty times as wide.
 */
const first: Readonly<Record<Rounding, number>> = { tight: 1e-6, loose: 2e-5 };

/** Where two loss curves first leave the tolerance. */
export interface Departure {
  /** Index of the point, from 1. */
  readonly point: number;
  readonly relative: number;
  readonly tolerance: number;
}

/**
 * Compares the first points of two loss curves; undefined where they are the same within rounding.
 *
 * @example departure([1, 0.5], [1, 0.5000001], 'tight') // undefined
 */
export function departure(
  before: readonly number[],
  after: readonly number[],
  rounding: Rounding,
): Departure | undefined {
  const points = Math.max(before.length, after.length);
  let largest = 0;
  for (let index = 0; index < points; index++) {
    const [a, b] = [before[index] ?? Infinity, after[index] ?? Infinity];
    const here = Math.max(Math.abs(a), Math.abs(b));
    largest = Math.max(largest, here);
    const size = Math.sqrt(here * largest);
    const relative = a === b ? 0 : size === Infinity ? Infinity : Math.abs(a - b) / size;
    const tolerance = first[rounding] * (index + 1);
    if (relative > tolerance) return { point: index + 1, relative, tolerance };
  }
  return undefined;
}
