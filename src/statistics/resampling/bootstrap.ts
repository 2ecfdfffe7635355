import {
  bcaConstants,
  bcaRule,
  expandedRule,
  narrownessOf,
  percentileRule,
  resolvedRule,
  studentizedRule,
} from './bootstrap-interval.ts';
import { allEqual, mean, type Sample } from '../descriptives.ts';
import { guardedRule } from '../location/guarded-difference.ts';
import { testByRule, tRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { jackknife, resample, type Resampling, type Statistic } from './resample.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';

/** Which bootstrap, and how it draws. */
export interface BootstrapOptions extends Omit<ResamplingOptions, 'enumerateUpTo'>, Resampling {
  /** Default `bca`. `studentized` needs `standardError`. */
  readonly kind?: 'percentile' | 'bca' | 'studentized';
  /** The standard error of the statistic from the same samples, for `studentized`. */
  readonly standardError?: Statistic;
  /** Widen `percentile` and `bca` for small samples (`expandedRule`); default true. */
  readonly expanded?: boolean;
  /**
   * What the interval must span as well: the estimate ± t times its jackknife standard error (`jackknife`, the
   * default), another rule, or nothing (`none`: the interval as the literature and other programs give it).
   */
  readonly guard?: 'jackknife' | 'none' | IntervalRule;
}

/**
 * A bootstrap test of any statistic of one or more samples, by inverting its interval. Each sample is a stratum that is
 * drawn again within itself; with `paired` the same rows are drawn from all. BCa with the widening for small samples is
 * the default. Choose it for statistics without a test of their own (ratios, interquartile means).
 *
 * Below some 30 values a resample knows the population through too few values, and the interval of every kind is too
 * short on some data, widened or not. So unless `guard` is `none` the interval spans that of the jackknife's t as well,
 * and p is the larger of both: where t holds its error rate, this does.
 *
 * Needs two finite values in each sample and resamples that differ; otherwise `reason` says what is missing.
 *
 * Example: `bootstrap([x, y], ratioOfMeans, { region: equivalent(0.8, 1.25), random })`.
 * @throws RangeError without a sample, for paired samples of unequal lengths, and for `studentized` without
 * `standardError`
 * @see Efron 1979, 1987; Efron & Tibshirani 1993
 */
export function bootstrap(
  samples: readonly Sample[],
  statistic: Statistic,
  options: BootstrapOptions,
): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, kind = 'bca', resamples = 9_999 } = options;
  const method = `bootstrap, ${kind}`;
  if (samples.length === 0) throw new RangeError('Cannot bootstrap: expected one sample or more, got none');
  const n = options.paired ? [samples[0]!.length] : samples.map((sample) => sample.length);
  const reason = samples.map((sample) => unfit(sample, 2)).find(Boolean);
  if (reason) return withoutTest(method, reason, n, region);
  const estimate = statistic(samples.map((sample) => Float64Array.from(sample)));
  if (!Number.isFinite(estimate)) return withoutTest(method, REASONS.notFinite, n, region);
  const rule = { percentile, bca, studentized }[kind](samples, statistic, estimate, {
    ...options,
    resamples,
  });
  if (typeof rule === 'string') return withoutTest(method, rule, n, region, { estimate });
  const guard = guardOf(samples, statistic, estimate, options);
  if (typeof guard === 'string') return withoutTest(method, guard, n, region, { estimate });
  const tested = testByRule(widestRule([rule, ...guard]), region, alpha);
  // Where a statistic or its standard error is beyond the range of a double.
  if (Number.isNaN(tested.p)) return withoutTest(method, REASONS.notFinite, n, region, { estimate });
  return { method, ...tested, estimate, effectSizes: [], n };
}

/** None where the jackknife does not vary: it knows nothing of a median of few values, say. */
function guardOf(
  samples: readonly Sample[],
  statistic: Statistic,
  estimate: number,
  { guard = 'jackknife', ...options }: BootstrapOptions,
): readonly IntervalRule[] | string {
  if (guard !== 'jackknife') return guard === 'none' ? [] : [guard];
  const jackknifed = jackknife(samples, statistic, options);
  if (jackknifed.some((values) => values.some((value) => !Number.isFinite(value)))) return REASONS.notFinite;
  const { standardError, df } = narrownessOf(jackknifed);
  return standardError > 0 ? [tRule(estimate, standardError, df)] : [];
}

type Prepare = (
  samples: readonly Sample[],
  statistic: Statistic,
  estimate: number,
  options: BootstrapOptions & { readonly resamples: number },
) => IntervalRule | string;

/** The resampled statistics, or why they cannot serve. */
function replicatesOf(
  samples: readonly Sample[],
  statistic: Statistic,
  { resamples, random, paired = false }: BootstrapOptions & { readonly resamples: number },
): Float64Array | string {
  const values = resample(samples, statistic, resamples, random, { paired });
  if (values.some((value) => !Number.isFinite(value))) return REASONS.notFinite;
  return values.every((value) => value === values[0]) ? REASONS.zeroVariance : values;
}

const percentile: Prepare = (samples, statistic, _, options) => {
  const values = replicatesOf(samples, statistic, options);
  if (typeof values === 'string') return values;
  const left = options.expanded === false ? [] : jackknife(samples, statistic, options);
  return finish(percentileRule(values.sort()), left, options);
};

const bca: Prepare = (samples, statistic, estimate, options) => {
  const values = replicatesOf(samples, statistic, options);
  if (typeof values === 'string') return values;
  const left = jackknife(samples, statistic, options);
  const constants = bcaConstants(estimate, values, left);
  return finish(bcaRule(values.sort(), constants), left, options);
};

/** Resolution first, then the widening that maps nominal tails to resampled ones. */
function finish(
  rule: IntervalRule,
  jackknifed: readonly Float64Array[],
  { resamples, expanded = true }: BootstrapOptions & { readonly resamples: number },
): IntervalRule | string {
  const resolved = resolvedRule(rule, resamples);
  if (!expanded) return resolved;
  if (jackknifed.some((values) => values.some((value) => !Number.isFinite(value)))) return REASONS.notFinite;
  return expandedRule(resolved, narrownessOf(jackknifed));
}

const studentized: Prepare = (
  samples,
  statistic,
  estimate,
  { resamples, random, paired = false, standardError },
) => {
  if (!standardError)
    throw new RangeError('Cannot studentize a bootstrap: expected a `standardError`, got none');
  const spread = standardError(samples.map((sample) => Float64Array.from(sample)));
  if (!Number.isFinite(spread)) return REASONS.notFinite;
  if (spread <= 0) return REASONS.zeroVariance;
  const t: Statistic = (drawn) => {
    const distance = statistic(drawn) - estimate;
    // A resample of one value repeated has no spread: its t is infinite, unless it hit the estimate.
    return distance === 0 ? 0 : distance / standardError(drawn);
  };
  const values = resample(samples, t, resamples, random, { paired });
  return values.some(Number.isNaN)
    ? REASONS.notFinite
    : resolvedRule(studentizedRule(estimate, spread, values.sort()), resamples);
};

/** The mean of one sample. */
export const meanOf: Statistic = ([x]) => plainMean(x!);
/** Its standard error. */
export const standardErrorOfMean: Statistic = ([x]) => Math.sqrt(plainVariance(x!) / x!.length);
/** The difference of two means. */
export const differenceOfMeans: Statistic = ([x, y]) => plainMean(x!) - plainMean(y!);
/** Its standard error for independent samples. */
export const standardErrorOfDifference: Statistic = ([x, y]) =>
  Math.sqrt(plainVariance(x!) / x!.length + plainVariance(y!) / y!.length);

/** A plain sum over n: resamples need speed, and their noise is larger than rounding. */
function plainMean(x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i]!;
  return total / x.length;
}

/** Its variance, exactly 0 of one value repeated. */
function plainVariance(x: Float64Array): number {
  if (allEqual(x)) return 0;
  const centre = plainMean(x);
  let [squares, rest] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const distance = x[i]! - centre;
    squares += distance * distance;
    rest += distance;
  }
  return Math.max(0, squares - (rest * rest) / x.length) / (x.length - 1);
}

/** The bootstrap of the mean of one sample, or of paired differences; studentized unless `kind` says otherwise. */
export const bootstrapMean = (x: Sample, options: BootstrapOptions): TestResult =>
  ofAnySize([x], options, (samples, inUnit) =>
    bootstrap(samples, meanOf, { kind: 'studentized', standardError: standardErrorOfMean, ...inUnit }),
  );

/**
 * The bootstrap of the difference of two means of independent samples, guarded by Welch's t and permutation;
 * studentized unless `kind` says otherwise.
 */
export const bootstrapDifference = (x: Sample, y: Sample, options: BootstrapOptions): TestResult =>
  ofAnySize([x, y], options, (samples, inUnit) =>
    bootstrap(samples, differenceOfMeans, {
      kind: 'studentized',
      standardError: standardErrorOfDifference,
      // As many swaps as resamples at most: enumerating 65,536 would cost more than the bootstrap.
      guard:
        guardedRule(samples[0]!, samples[1]!, { ...inUnit, enumerateUpTo: inUnit.resamples ?? 9_999 }) ??
        'none',
      ...inUnit,
    }),
  );

/** The grand mean over strata of equal weight per value, as scores of runs by task. */
export const grandMean: Statistic = (samples) => {
  let [total, count] = [0, 0];
  for (const sample of samples) {
    total += mean(sample) * sample.length;
    count += sample.length;
  }
  return total / count;
};
