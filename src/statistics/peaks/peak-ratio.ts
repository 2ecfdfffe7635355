import type { ResamplingOptions } from '../options.ts';
import { withoutTest } from '../reasons.ts';
import type { TestResult } from '../types.ts';
import { ladderOf, unfitForPeaks } from './ladder.ts';
import { peakContrast } from './peak-contrast.ts';

/** Two ladders of arms, by their places in a row. */
export interface PeakGroups {
  readonly over: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/**
 * The logarithm of the ratio of the places at which two ladders of arms peak, the first over the second, by a bootstrap
 * and the jackknife (see `peakContrast`). Choose it for claims such as "the best rate of one optimizer is three to ten
 * times smaller than that of the other".
 *
 * Needs three arms or more in each, positive places, and a peak inside both; otherwise `reason` says what is missing.
 * Effect sizes: the peaks.
 *
 * Example: a ladder 1, 2, 4 that peaks at 2, and a ladder 4, 8, 16 that peaks at 8, have ¼: the estimate is log(¼).
 * @param rows `[seeds, arms]`, the value being better high
 * @throws RangeError where a row has another number of arms than `over`
 */
export function peakRatio(
  rows: readonly (readonly number[])[],
  { over, first, second }: PeakGroups,
  options: ResamplingOptions,
): TestResult {
  const method = 'log ratio of peaks, bootstrap and jackknife';
  const wrong = rows.find((row) => row.length !== over.length);
  if (wrong !== undefined)
    throw new RangeError(`Cannot locate peaks: expected ${over.length} arms everywhere, got ${wrong.length}`);
  const ladders = [ladderOf('first', first, over), ladderOf('second', second, over)];
  const reason = unfitForPeaks(rows, over, ladders);
  if (reason !== undefined) return withoutTest(method, reason, [rows.length], options.region);
  return peakContrast(rows, ladders, { method, combine: ([a, b]) => a! - b! }, options);
}
