/**
 * Tolerance of the k-th point of a loss curve (k from 1): 10⁻⁶ k, relative to the geometric mean of the loss there and
 * the largest loss so far. A step rounds each parameter by at most half a unit of float32 (6e-8), and in the first
 * points of a stable run errors add up rather than multiply: 1e-6 a point is some sixteen roundings. An error ε of
 * parameters that once were at loss M moves a later loss L by about ε √(L M), the slope at L times the size at M: hence
 * the geometric mean. It is for the harness's probe, whose two problems are known to be tame; runs of a battery are
 * held to their own rounding.
 */
const TOLERANCE = 1e-6;

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
 * @example departure([1, 0.5], [1, 0.5000001]) // undefined
 */
export function departure(before: readonly number[], after: readonly number[]): Departure | undefined {
  const points = Math.max(before.length, after.length);
  let largest = 0;
  for (let index = 0; index < points; index++) {
    const [a, b] = [before[index] ?? Infinity, after[index] ?? Infinity];
    const here = Math.max(Math.abs(a), Math.abs(b));
    largest = Math.max(largest, here);
    const size = Math.sqrt(here * largest);
    const relative = a === b ? 0 : size === Infinity ? Infinity : Math.abs(a - b) / size;
    const tolerance = TOLERANCE * (index + 1);
    if (relative > tolerance) return { point: index + 1, relative, tolerance };
  }
  return undefined;
}
