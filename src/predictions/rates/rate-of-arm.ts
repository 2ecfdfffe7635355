import { binomialRate, complement, countYes, rateNeeded, type Region } from '../../statistics/index.ts';
import { isInvalid, type AnyPrediction, type Assessor, type Case } from '../case.ts';
import { numbersOf } from '../parts.ts';
import { neededSaid, toward } from './rates.ts';
import { column, samplesOf } from '../samples.ts';

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
  const rate = result.estimate!;
  const towards = toward(rate, region);
  const seeds = () => rateNeeded({ rate, region, alpha }, towards, { from: values.length });
  return {
    ...numbers,
    parameter: `rate of ${measure}, ${arm}`,
    unit: design.descriptions[measure]?.unit ?? '',
    n: values.length,
    notes: [`${result.statistic} of ${values.length} runs`],
    ...(details ? neededSaid(numbers.verdict, towards, seeds) : {}),
  };
}
