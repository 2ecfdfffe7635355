import { reducedShape, sameShape } from '../kernels/shape-rule.ts';

/**
 * Whether a value that was reduced over axes of a source broadcasts back onto the source along these axes, each number
 * onto the group it came from. Its shape may have been changed since, not the order of its elements.
 *
 * @example alignsWith([2, 1], [2, 3], [1]) // true
 * @example alignsWith([3], [3, 3], [1]) // false: broadcasting aligns last axes, so columns get what rows gave
 */
export function alignsWith(
  reduced: readonly number[],
  source: readonly number[],
  axes: readonly number[],
): boolean {
  const wanted = reducedShape(source, axes, true);
  const missing = wanted.length - reduced.length;
  return missing >= 0 && sameShape([...wanted.slice(0, missing).map(() => 1), ...reduced], wanted);
}
