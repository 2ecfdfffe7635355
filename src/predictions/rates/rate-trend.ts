import { stream } from '../../random/index.ts';
import { page } from '../../statistics/index.ts';
import { isInvalid, resamplesOf, type AnyPrediction, type Assessor, type Case } from '../case.ts';
import { covariateOf } from '../arms/covariate.ts';
import { directed } from '../regions.ts';
import { samplesOf } from '../samples.ts';

type RateTrend = AnyPrediction & {
  readonly along: string;
  readonly direction: 'increasing' | 'decreasing';
  readonly arms?: readonly string[];
};

/**
 * Judges whether a rate rises or falls along a covariate: Cochran and Armitage's statistic with ranks of the covariate
 * as scores, by permutation within each seed, given how many of its runs are yes. On two values midranks are linear, so
 * it is Page's L. It tests that there is a trend at all, and has no interval.
 *
 * @see Cochran 1954; Armitage 1955; Page 1963
 */
export function rateTrend({
  design,
  table,
  prediction,
  alpha,
  draws,
}: Case<RateTrend>): ReturnType<Assessor> {
  const arms = prediction.arms ?? design.arms;
  const samples = samplesOf(design, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const covariate = covariateOf(design, arms, prediction.along);
  if (isInvalid(covariate)) return covariate;
  const rising = prediction.direction === 'increasing';
  const test = (alternative: 'greater' | 'less') =>
    page(samples.rows, {
      covariate,
      alternative,
      random: stream(design.id, 'permutation', prediction.measure),
      ...resamplesOf(draws),
    });
  const { p, estimate, method, reason, effectSizes } = test(rising ? 'greater' : 'less');
  const { p: refutationP } = test(rising ? 'less' : 'greater');
  const below = (value: number | undefined) => value !== undefined && value < alpha;
  const yes = samples.arms.map((_, arm) => samples.rows.reduce((sum, row) => sum + row[arm]!, 0));
  return {
    verdict: below(p) ? 'supported' : below(refutationP) ? 'refuted' : 'inconclusive',
    method: method.replace("Page's L", 'Cochran–Armitage within seeds'),
    parameter: `mean within-seed Spearman correlation of ${prediction.measure} with ${prediction.along}`,
    unit: '',
    region: directed(rising),
    n: samples.rows.length,
    effectSizes,
    notes: samples.arms.map((arm, index) => `${arm}: ${yes[index]} of ${samples.rows.length} runs`),
    ...(p === undefined ? {} : { p }),
    ...(refutationP === undefined ? {} : { refutationP }),
    ...(estimate === undefined ? {} : { estimate }),
    ...(reason === undefined ? {} : { reason }),
  };
}
