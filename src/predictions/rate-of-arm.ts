import { binomialRate, complement, countYes, rateNeeded, type Region } from '../statistics/index.ts';
import { isInvalid, type AnyPrediction, type Assessor, type Case } from './case.ts';
import { numbersOf } from './parts.ts';
import { toward } from './rates.ts';
import { column, samplesOf } from './samples.ts';

/**
 * Judges the rate of one arm against a region.
 *
 * @param given of a measure whose values are 0 or 1
 */
export function rateOfArm(
  { design, table, prediction, alpha, details }: Case<AnyPrediction & { readonly arm: string }>,
  region: Region,
): ReturnType<Assessor> {
  const { arm, measure } = prediction;
  const samples = samplesOf(design, table, prediction, [arm]);
  if (isInvalid(samples)) return samples;
  const values = column(samples, 0);
  const test = (claimed: Region) => binomialRate(countYes(values), values.length, { region: claimed, alpha });
  const result = test(region);
  const numbers = numbersOf(result, region, test(complement(region)).p);
  const needed =
    details && numbers.verdict === 'inconclusive'
      ? rateNeeded({ rate: result.estimate!, region, alpha }, toward(result.estimate!, region), {
          from: values.length,
        })
      : undefined;
  return {
    ...numbers,
    parameter: `rate of ${measure}, ${arm}`,
    unit: design.descriptions[measure]?.unit ?? '',
    n: values.length,
    notes: [`${result.statistic} of ${values.length} runs`],
    ...(needed === undefined ? {} : { replicatesNeeded: needed }),
  };
}
