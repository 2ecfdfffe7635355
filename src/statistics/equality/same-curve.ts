import { requireRows, type Blocks } from '../blocks.ts';
import { roundingOf } from '../unit.ts';
import { largestMean, type LargestMeanOptions, type LargestMeanResult } from '../location/largest-mean.ts';

/**
 * Equivalence of curves: the largest distance over time between the mean curves of two arms that share seeds. Region
 * `less(margin)`: the curves stay within ±margin of each other everywhere; p, interval and simultaneous band as in
 * `largestMean`, `at` is the index of the time. Choose it for "the same training curve"; a test at the end alone would
 * miss a path that departs and returns. At each time Student's t is guarded against skewness, by the noise of both
 * arms.
 *
 * Needs two seeds and curves of one length; times at which all seeds agree but for rounding (the start) count as equal.
 *
 * Example: `sameCurve([[3, 2, 1], [3, 2, 1.1]], [[3, 2.1, 1], [3, 2, 1]], { region: less(0.5), random }).estimate` is
 * 0.05.
 * @param x `[seeds, times]`
 * @param y `[seeds, times]`, the same seeds and times
 * @throws RangeError for unequal shapes
 */
export function sameCurve(
  x: readonly (readonly number[])[],
  y: readonly (readonly number[])[],
  options: LargestMeanOptions,
): LargestMeanResult {
  if (x.length !== y.length || x.some((row, i) => row.length !== x[0]!.length || row.length !== y[i]!.length))
    throw new RangeError(
      `Cannot pair curves: expected equal shapes, got lengths ${x.map((r) => r.length)} and ${y.map((r) => r.length)}`,
    );
  const differences = x.map((row, i) => row.map((value, t) => value - y[i]![t]!));
  const at = (rows: readonly (readonly number[])[], t: number) => rows.map((row) => row[t]!);
  const arms = (x[0] ?? []).map((_, t) => [at(x, t), at(y, t)] as const);
  const rounding = arms.map((columns) => roundingOf(...columns));
  return largestMean('largest distance of paired curves, guarded against skewness', differences, {
    rounding,
    arms,
    ...options,
  });
}

/**
 * All arms equivalent: the largest |difference of means| over all pairs of arms that share seeds. Region
 * `less(margin)`: every pair is equivalent (intersection–union, no correction due); the lower end of the interval is
 * corrected for the number of pairs by the max-t law. Choose it for three or more arms claimed alike. `at` indexes the
 * pairs (0, 1), (0, 2), … (1, 2) ….
 *
 * Seeds that lack an arm are left out.
 *
 * Example: `allPairsEquivalent([[1, 1.1, 1], [2, 2, 2.1], [3, 3, 3]], { region: less(0.5), random }).n` is `[3]`.
 * @param blocks `[seeds, arms]`
 * @throws RangeError for rows of unequal length
 */
export function allPairsEquivalent(blocks: Blocks, options: LargestMeanOptions): LargestMeanResult {
  requireRows(blocks, 'block arms', 'arms in block');
  const complete = blocks.filter((row) => row.every((value) => value !== undefined)) as number[][];
  const contrasts = complete.map((row) => row.flatMap((a, i) => row.slice(i + 1).map((b) => a - b)));
  const rounding = (contrasts[0] ?? []).map(() => roundingOf(...complete));
  return largestMean('largest difference of paired arms', contrasts, { rounding, ...options });
}
