import { bayesFactorOneSample, evidenceInWords, studentOneSample } from '../statistics/index.ts';
import { show } from './notes.ts';

/**
 * A second opinion beside a verdict: the JZS Bayes factor of one number a seed against its being zero on the average. None where
 * the numbers do not vary.
 *
 * @param values differences, slopes or correlations, one a seed
 * @param effect what there would be: 'a difference', 'a trend'
 * @example evidence([0.1, 0.3, 0.2, 0.2], 'a difference') // ['Bayes factor for a difference: 5.08 (moderate evidence for an effect)']
 */
export function evidence(values: readonly number[], effect: string): readonly string[] {
  if (values.length < 2) return [];
  const { statistic } = studentOneSample(values, { effectSizes: false });
  if (statistic === undefined || !Number.isFinite(statistic)) return [];
  const factor = bayesFactorOneSample(statistic, values.length);
  return [`Bayes factor for ${effect}: ${show(factor.bf10)} (${evidenceInWords(factor)})`];
}
