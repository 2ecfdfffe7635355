import { stream } from '../../random/index.ts';
import { complement, type Region, type ResamplingOptions, type TestResult } from '../../statistics/index.ts';
import {
  isInvalid,
  resamplesOf,
  type AnyPrediction,
  type Assessment,
  type Case,
  type Invalid,
} from '../case.ts';
import { meansOf } from '../comparison/diverged.ts';
import { show } from '../notes.ts';
import { numbersOf } from '../parts.ts';

/** A test of places of peaks: rows `[seeds, arms]`, better high. */
export type PeakTest = (rows: readonly (readonly number[])[], options: ResamplingOptions) => TestResult;

/**
 * Judges places at which a measure is best. Which end is best is what the measure says; one that is neither better high
 * nor better low has no best place.
 *
 * @param parameter what the test estimates, in words
 */
export function assessPeaks(
  { design, table, prediction, alpha, draws }: Case<AnyPrediction>,
  arms: readonly string[],
  {
    region,
    test,
    parameter,
  }: { readonly region: Region; readonly test: PeakTest; readonly parameter: string },
): { readonly assessment: Assessment; readonly result: TestResult } | Invalid {
  const { measure } = prediction;
  const better = design.descriptions[measure]?.better;
  if (better === undefined || better === 'neither')
    return { invalid: `${measure} is neither better high nor better low, so nothing is best` };
  const samples = meansOf({ design, table, prediction }, arms, 'a measure that diverged runs have');
  if (isInvalid(samples)) return samples;
  const sign = better === 'higher' ? 1 : -1;
  const rows = samples.rows.map((row) => row.map((value) => sign * value));
  const judged = (claimed: Region) =>
    test(rows, {
      region: claimed,
      alpha,
      random: stream(design.id, 'bootstrap', measure),
      ...resamplesOf(draws),
    });
  const result = judged(region);
  const assessment = {
    ...numbersOf({ ...result, effectSizes: [] }, region, judged(complement(region)).p),
    parameter,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...samples.notes,
      ...result.effectSizes.map(({ name, estimate }) => `${name}: ${show(estimate)}`),
    ],
  };
  return { assessment, result };
}
