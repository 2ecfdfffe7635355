import {
  bayesFactorOneSample,
  evidenceInWords,
  roundingOf,
  studentOneSample,
  withoutSpread,
} from '../../statistics/index.ts';
import type { Compared } from './compared.ts';
import { show } from '../notes.ts';

/**
 * A second opinion beside a verdict: the JZS Bayes factor of one number a seed against its being zero on the average.
 * None where the numbers do not vary by more than rounding.
 *
 * @param numbers differences, slopes or correlations, one a seed, with what rounding may leave of them where they are
 * differences
 * @param effect what there would be: 'a difference', 'a trend'
 * @example evidence([0.1, 0.3, 0.2, 0.2], 'a difference') // ['Bayes factor for a difference: 5.08 (moderate evidence for an effect)']
 */
export function evidence(
  numbers: readonly number[] | Pick<Compared, 'differences' | 'rounding'>,
  effect: string,
): readonly string[] {
  const { differences: values, rounding } =
    'differences' in numbers ? numbers : { differences: numbers, rounding: roundingOf(numbers) };
  if (values.length < 2 || withoutSpread(values, rounding)) return [];
  const { statistic } = studentOneSample(values, { effectSizes: false });
  if (statistic === undefined || !Number.isFinite(statistic)) return [];
  const factor = bayesFactorOneSample(statistic, values.length);
  return [`Bayes factor for ${effect}: ${show(factor.bf10)} (${evidenceInWords(factor)})`];
}
