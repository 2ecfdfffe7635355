import type { Prediction } from '../declare/types.ts';
import { stream } from '../random/index.ts';
import { peakExponent, type Region } from '../statistics/index.ts';
import type { Assessor } from './assessment.ts';
import { covariateOf } from './covariate.ts';
import { countedNote, show } from './notes.ts';
import { numbersOf } from './parts.ts';
import { complement } from './rule.ts';
import { isInvalid, samplesOf } from './samples.ts';

/**
 * Where a measure is best moves as a power of a covariate: the log–log slope of the peaks, one a ladder of arms, is near the exponent. Which
 * end is best is what the measure says; one that is neither better high nor better low has no best place.
 */
export const peakScales: Assessor<Extract<Prediction, { kind: 'peakScales' }>> = (seen) => {
  const { analysis, table, prediction, alpha } = seen;
  const { measure, exponent, within } = prediction;
  const better = analysis.descriptions[measure]?.better;
  if (better === undefined || better === 'neither')
    return { invalid: `${measure} is neither better high nor better low, so nothing is best` };
  const arms = prediction.arms ?? analysis.arms;
  const samples = samplesOf(analysis, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const over = covariateOf(analysis, arms, prediction.over);
  if (isInvalid(over)) return over;
  const along = covariateOf(analysis, arms, prediction.along);
  if (isInvalid(along)) return along;
  const region: Region = { lower: exponent - within, upper: exponent + within };
  const sign = better === 'higher' ? 1 : -1;
  const rows = samples.rows.map((row) => row.map((value) => sign * value));
  const test = (claimed: Region) =>
    peakExponent(
      rows,
      { over, along },
      { region: claimed, alpha, random: stream(analysis.id, 'bootstrap', measure) },
    );
  const result = test(region);
  return {
    ...numbersOf({ ...result, effectSizes: [] }, region, test(complement(region)).p),
    parameter: `log–log slope of the best ${prediction.over} on ${prediction.along}, by ${measure}`,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...countedNote(samples),
      ...result.effectSizes.map(({ name, estimate }) => `${name}: ${show(estimate)}`),
    ],
  };
};
