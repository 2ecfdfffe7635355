import { bootstrap, type BootstrapOptions } from '../resampling/bootstrap.ts';
import { interquartileMean, mean, type Sample } from '../descriptives.ts';
import { noncentralityOfF } from '../distributions/noncentral-f.ts';
import { requireAlpha } from '../options.ts';
import { unfit } from '../reasons.ts';
import type { Statistic } from '../resampling/resample.ts';
import { studentPaired, welch } from './student.ts';
import type { EffectSize, TestResult } from '../types.ts';
import { requireCount, requireWithin } from '../require.ts';

/** Names and values of a result as an effect size; without an interval where the test had none. */
const effectOf = (name: string, { estimate, interval }: TestResult): EffectSize => ({
  name,
  estimate: estimate ?? 0,
  ...(interval ? { interval } : {}),
});

/** mean(x)/mean(y). */
export const ratioOfMeans: Statistic = ([x, y]) => mean(x!) / mean(y!);

/** Difference of the means of the middle halves. @see Agarwal et al. 2021 */
export const differenceOfInterquartileMeans: Statistic = ([x, y]) =>
  interquartileMean(x!) - interquartileMean(y!);

/**
 * The difference of means with its t interval at level 1 − 2·alpha: paired where `paired`, else Welch's. Undefined
 * without a finite value in each sample, with one that is not, or where the difference overflows.
 */
export function meanDifference(
  x: Sample,
  y: Sample,
  { alpha, paired = false }: { readonly alpha: number; readonly paired?: boolean },
): EffectSize | undefined {
  if (unfit(x, 1) ?? unfit(y, 1)) return undefined;
  const test = paired ? studentPaired : welch;
  // A region of one end has the interval at level 1 − 2·alpha.
  const result = test(x, y, { region: { lower: 0, upper: Infinity }, alpha, effectSizes: false });
  const estimate = mean(x) - mean(y);
  return Number.isFinite(estimate) ? effectOf('mean difference', { ...result, estimate }) : undefined;
}

/** What an effect size by bootstrap needs. */
export type BootstrapEffectOptions = Pick<BootstrapOptions, 'random' | 'resamples' | 'paired' | 'kind'> & {
  readonly alpha: number;
};

const byBootstrap =
  (name: string, statistic: Statistic) =>
  (x: Sample, y: Sample, options: BootstrapEffectOptions): EffectSize | undefined => {
    const result = bootstrap([x, y], statistic, { region: { lower: 0, upper: Infinity }, ...options });
    return result.estimate === undefined || !Number.isFinite(result.estimate)
      ? undefined
      : effectOf(name, result);
  };

/** The ratio of means with a BCa interval; undefined where it cannot be had (fewer than two values, a mean of zero). */
export const ratioOfMeansEffect = byBootstrap('ratio of means', ratioOfMeans);

/** The difference of interquartile means with a BCa interval; undefined with fewer than two values in a sample. */
export const interquartileMeanEffect = byBootstrap(
  'difference of interquartile means',
  differenceOfInterquartileMeans,
);

/**
 * R² of a regression with `predictors` predictors and n observations, with the interval at level 1 − 2·alpha for fixed
 * predictors: noncentralities λ for which the observed F is at the (1 − alpha) and alpha quantile, and R² = λ/(λ + n).
 *
 * Example: `rSquared(0.5, { n: 20, predictors: 1, alpha: 0.05 })`.
 * @see Steiger 2004, Beyond the F test
 */
export function rSquared(
  r2: number,
  { n, predictors, alpha }: { readonly n: number; readonly predictors: number; readonly alpha: number },
): EffectSize {
  requireAlpha(alpha);
  requireWithin('bound R²', 'R²', r2, [0, 1]);
  requireCount('bound R²', 'predictors', predictors, 1);
  requireCount('bound R²', 'observations', n, 1);
  const d2 = n - predictors - 1;
  if (d2 < 1 || r2 >= 1) return { name: 'R²', estimate: r2 };
  const f = r2 / predictors / ((1 - r2) / d2);
  const end = (level: number): number => {
    const lambda = noncentralityOfF(f, predictors, d2, level);
    return lambda / (lambda + n);
  };
  return {
    name: 'R²',
    estimate: r2,
    interval: { lower: end(1 - alpha), upper: end(alpha), level: 1 - 2 * alpha },
  };
}
