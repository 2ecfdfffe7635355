import type { ResamplingOptions } from '../options.ts';
import { withoutTest } from '../reasons.ts';
import { fitLine } from '../trend/slope.ts';
import type { TestResult } from '../types.ts';
import { ladderOf, unfitForPeaks } from './ladder.ts';
import { peakContrast } from './peak-contrast.ts';

/**
 * What tells the arms of a ladder of ladders apart: `over`, along which a value peaks, and `along`, the same for all
 * arms of one ladder.
 */
export interface PeakCovariates {
  readonly over: readonly number[];
  readonly along: readonly number[];
}

/**
 * The exponent θ of a power law between places of peaks: arms of equal `along` are a ladder, the peak of its mean
 * values on log `over` is found by `peakOf`, and θ is the slope of log peak on log `along`, by a bootstrap and the
 * jackknife (see `peakContrast`). Choose it for claims such as "the best batch size grows like the learning rate".
 *
 * Needs two ladders of three arms or more, positive covariates, and a peak inside every ladder; otherwise `reason` says
 * what is missing. Effect sizes: the peaks.
 *
 * Example: a ladder 1, 2, 4 that peaks at 2 where `along` is 1, and a ladder 2, 4, 8 that peaks at 4 where it is 2,
 * give θ = 1.
 * @param rows `[seeds, arms]`, the value being better high
 * @throws RangeError where a row or the covariates have another number of arms
 */
export function peakExponent(
  rows: readonly (readonly number[])[],
  { over, along }: PeakCovariates,
  options: ResamplingOptions,
): TestResult {
  const method = 'log–log slope of peaks, bootstrap and jackknife';
  if (along.length !== over.length || rows.some((row) => row.length !== over.length)) {
    const lengths = [...new Set(rows.map((row) => row.length))].join(', ');
    throw new RangeError(
      `Cannot locate peaks: expected ${over.length} arms everywhere, got ${along.length} and rows of ${lengths}`,
    );
  }
  const levels = [...new Set(along)];
  const ladders = levels.map((level) => {
    const members = along.flatMap((each, arm) => (each === level ? [arm] : []));
    return ladderOf(`${level}`, members, over);
  });
  const reason = unfitForPeaks(rows, [...over, ...along], ladders);
  if (reason !== undefined) return withoutTest(method, reason, [rows.length], options.region);
  const logarithms = levels.map(Math.log);
  const combine = (places: readonly number[]): number => fitLine(logarithms, places).slope;
  return peakContrast(rows, ladders, { method, combine }, options);
}
