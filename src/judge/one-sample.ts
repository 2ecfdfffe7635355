import type { Prediction } from '../declare/types.ts';
import { exponentWithinBlocks, type Region } from '../statistics/index.ts';
import type { Assessor } from './assessment.ts';
import { covariateOf } from './covariate.ts';
import { evidence } from './evidence.ts';
import { countedNote } from './notes.ts';
import { methodOf, testPairs } from './paired.ts';
import { neededFor, numbersOf } from './parts.ts';
import { complement } from './rule.ts';
import { column, isInvalid, samplesOf } from './samples.ts';
import { equalMeasures } from './within.ts';

/**
 * The mean of an arm is within a margin of the number that theory gives, or of another measure of the same runs. No difference makes the
 * numbers of one arm symmetric, so by default Student's t is guarded against skewness.
 */
export const equals: Assessor<Extract<Prediction, { kind: 'equals' }>> = (seen) => {
  const { analysis, table, prediction, alpha, details } = seen;
  if (typeof prediction.value === 'string') return equalMeasures(seen, prediction.value);
  const samples = samplesOf(analysis, table, prediction, [prediction.arm]);
  if (isInvalid(samples)) return samples;
  const ratio = prediction.scale === 'ratio';
  const [value, margin] = ratio
    ? [Math.log(prediction.value), Math.abs(Math.log(prediction.margin))]
    : [prediction.value, prediction.margin];
  const region: Region = { lower: value - margin, upper: value + margin };
  const values = column(samples, 0);
  const { result, refutationP } = testPairs(values, region, alpha, {
    method: methodOf(prediction),
    effectSizes: details,
  });
  const numbers = numbersOf(result, region, refutationP);
  return {
    ...numbers,
    method: result.method === 'paired t' ? 'Student t over seeds' : result.method,
    parameter: `mean of ${ratio ? 'log ' : ''}${prediction.measure}, ${prediction.arm}`,
    unit: ratio ? 'log' : (analysis.descriptions[prediction.measure]?.unit ?? ''),
    n: values.length,
    notes: [
      ...countedNote(samples),
      ...(details
        ? evidence(
            values.map((each) => each - value),
            `a difference from ${prediction.value}`,
          )
        : []),
    ],
    ...(details ? neededFor(values, region, alpha, numbers.verdict) : {}),
  };
};

/** The measure is a power of a covariate: the log–log slope over the arms, one a seed, is near the exponent. */
export const scales: Assessor<Extract<Prediction, { kind: 'scales' }>> = (seen) => {
  const { analysis, table, prediction, alpha } = seen;
  const arms = prediction.arms ?? analysis.arms;
  const samples = samplesOf(analysis, table, { ...prediction, scale: 'difference' }, arms);
  if (isInvalid(samples)) return samples;
  const covariate = covariateOf(analysis, arms, prediction.along);
  if (isInvalid(covariate)) return covariate;
  const { exponent, within } = prediction;
  const region: Region = { lower: exponent - within, upper: exponent + within };
  const result = exponentWithinBlocks(samples.rows, covariate, { region, alpha });
  const opposite = exponentWithinBlocks(samples.rows, covariate, { region: complement(region), alpha });
  return {
    ...numbersOf(result, region, opposite.p),
    parameter: `log–log slope of ${prediction.measure} on ${prediction.along}, mean over seeds`,
    unit: '',
    n: samples.rows.length,
    notes: countedNote(samples),
  };
};
