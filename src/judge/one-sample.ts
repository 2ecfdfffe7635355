import type { Prediction } from '../declare/types.ts';
import type { Region } from '../statistics/index.ts';
import type { Assessment, Assessor, Case } from './assessment.ts';
import { testPairs } from './paired.ts';
import { verdictOf } from './rule.ts';
import { column, isInvalid, samplesOf } from './samples.ts';

/** An assessment of one number a seed against a region. */
export function assessNumbers(
  seen: Case,
  numbers: readonly number[],
  region: Region,
  named: { readonly parameter: string; readonly unit: string; readonly notes?: readonly string[] },
): Assessment {
  const { prediction, alpha } = seen;
  const { result, refutationP } = testPairs(numbers, region, alpha, prediction.method);
  return {
    verdict: verdictOf(result.interval, region),
    method: result.method === 'paired t' ? 'Student t over seeds' : result.method,
    region,
    n: numbers.length,
    effectSizes: result.effectSizes,
    ...named,
    ...(result.estimate === undefined ? {} : { estimate: result.estimate }),
    ...(result.interval === undefined ? {} : { interval: result.interval }),
    ...(result.p === undefined ? {} : { p: result.p }),
    ...(refutationP === undefined ? {} : { refutationP }),
    ...(result.reason === undefined ? {} : { reason: result.reason }),
  };
}

/** The mean of an arm is within a margin of the number that theory gives. */
export const equals: Assessor<Extract<Prediction, { kind: 'equals' }>> = (seen) => {
  const { analysis, table, prediction } = seen;
  const samples = samplesOf(analysis, table, prediction, [prediction.arm]);
  if (isInvalid(samples)) return samples;
  const ratio = prediction.scale === 'ratio';
  const [value, margin] = ratio
    ? [Math.log(prediction.value), Math.abs(Math.log(prediction.margin))]
    : [prediction.value, prediction.margin];
  return assessNumbers(
    seen,
    column(samples, 0),
    { lower: value - margin, upper: value + margin },
    {
      parameter: `mean of ${ratio ? 'log ' : ''}${prediction.measure}, ${prediction.arm}`,
      unit: ratio ? 'log' : (analysis.descriptions[prediction.measure]?.unit ?? ''),
    },
  );
};

/** The measure is a power of a covariate: the log–log slope over the arms, one a seed, is near the exponent. */
export const scales: Assessor<Extract<Prediction, { kind: 'scales' }>> = (seen) => {
  const { analysis, table, prediction } = seen;
  const arms = prediction.arms ?? analysis.arms;
  const samples = samplesOf(analysis, table, { ...prediction, scale: 'ratio' }, arms);
  if (isInvalid(samples)) return samples;
  const covariate = arms.map((arm) => Math.log(analysis.covariates[arm]?.[prediction.along] ?? NaN));
  if (!covariate.every(Number.isFinite))
    return { invalid: `expected a positive covariate ${prediction.along} of every arm` };
  if (new Set(covariate).size < 2)
    return { invalid: `expected arms that differ in ${prediction.along}, got one value` };
  const { exponent, within } = prediction;
  return assessNumbers(
    seen,
    samples.rows.map((row) => slope(covariate, row)),
    { lower: exponent - within, upper: exponent + within },
    {
      parameter: `log–log slope of ${prediction.measure} on ${prediction.along}, mean over seeds`,
      unit: '',
    },
  );
};

/** Least-squares slope of y on x. */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - mx) * (y[i]! - my);
    xx += (x[i]! - mx) ** 2;
  }
  return xy / xx;
}
