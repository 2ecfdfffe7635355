import { normalQuantile, normalUpper } from '../distributions/distributions.ts';
import { testByRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, requireAlpha, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import type { EffectSize, TestResult } from '../types.ts';
import { kaplanMeier, type Times } from './survival.ts';

/** A mean time up to a horizon, with its standard error. */
export interface RestrictedMean {
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * The restricted mean time, E min(T, τ): the area under the Kaplan–Meier curve up to the horizon τ. Its variance is Σ
 * A² d/(r(r − d)) over the event times, A the area from there to τ.
 *
 * Example: `restrictedMean({ times: [1, 3, 4], reached: [true, true, false] }, 4).estimate` is 8/3.
 * @param horizon above 0; where the largest time is censored, at most that time: beyond it nothing is known
 * @throws RangeError for another horizon, and as `kaplanMeier`
 * @see Irwin 1949; Royston & Parmar 2013, BMC Medical Research Methodology 13:152
 */
export function restrictedMean(sample: Times, horizon: number): RestrictedMean {
  const steps = kaplanMeier(sample).filter(({ time }) => time < horizon);
  const last = Math.max(...Array.from(sample.times));
  const open = Array.from(sample.times).some((time, i) => time === last && !sample.reached[i]);
  if (!(horizon > 0 && horizon < Infinity && (!open || horizon <= last)))
    throw new RangeError(
      `Cannot restrict a mean time: expected a horizon above 0${open ? ` and at most the largest time watched, ${last}` : ''}, got ${horizon}`,
    );
  let [area, variance] = [0, 0];
  for (let i = steps.length - 1; i >= 0; i--) {
    const { time, atRisk, events, survival } = steps[i]!;
    area += survival * ((steps[i + 1]?.time ?? horizon) - time);
    if (atRisk > events) variance += (area * area * events) / (atRisk * (atRisk - events));
  }
  return { estimate: area + (steps[0]?.time ?? horizon), standardError: Math.sqrt(variance) };
}

/** Options of a comparison of restricted means. */
export interface HorizonOptions extends TestOptions {
  /** Up to where times count, above 0. */
  readonly horizon: number;
}

/**
 * The difference of the restricted mean times of independent samples; normal law.
 *
 * Choose it for arms that share no seeds; it needs no proportional hazards. Below some 20 events an arm its error rate
 * leaves alpha by a point or two (docs/calibration.md).
 *
 * @throws RangeError as `restrictedMean`
 * @see Royston & Parmar 2013
 */
export function restrictedMeanDifference(x: Times, y: Times, options: HorizonOptions): TestResult {
  const [a, b] = [restrictedMean(x, options.horizon), restrictedMean(y, options.horizon)];
  const standardError = Math.hypot(a.standardError, b.standardError);
  return normalTest(
    'difference of restricted means',
    a.estimate - b.estimate,
    standardError,
    [x, y],
    options,
  );
}

/**
 * The ratio of the restricted mean times of independent samples, on logarithms: estimate, interval and region are log
 * ratios, the ratio itself is an effect size. Delta method, normal law.
 *
 * @throws RangeError as `restrictedMean`
 * @see Royston & Parmar 2013
 */
export function restrictedMeanRatio(x: Times, y: Times, options: HorizonOptions): TestResult {
  const [a, b] = [restrictedMean(x, options.horizon), restrictedMean(y, options.horizon)];
  const method = 'ratio of restricted means';
  if (!(a.estimate > 0 && b.estimate > 0))
    return withoutTest(method, REASONS.notPositive, [x.times.length, y.times.length], options.region);
  const standardError = Math.hypot(a.standardError / a.estimate, b.standardError / b.estimate);
  const result = normalTest(method, Math.log(a.estimate / b.estimate), standardError, [x, y], options);
  return { ...result, effectSizes: [exponentiated(method, result), ...result.effectSizes] };
}

/** A log ratio as the ratio. */
export function exponentiated(name: string, { estimate, interval }: TestResult): EffectSize {
  const ratio = { name, estimate: Math.exp(estimate!) };
  if (interval === undefined) return ratio;
  const { lower, upper, level } = interval;
  return { ...ratio, interval: { lower: Math.exp(lower), upper: Math.exp(upper), level } };
}

function normalTest(
  method: string,
  estimate: number,
  standardError: number,
  samples: readonly Times[],
  { region = different(), alpha = DEFAULT_ALPHA }: TestOptions,
): TestResult {
  const n = samples.map(({ times }) => times.length);
  requireAlpha(alpha);
  if (!(standardError > 0)) return withoutTest(method, REASONS.zeroVariance, n, region, { estimate });
  const rule = {
    ends: (tail: number): [number, number] => {
      const reach = -normalQuantile(tail) * standardError;
      return [estimate - reach, estimate + reach];
    },
    greater: (b: number): number => normalUpper((estimate - b) / standardError),
    less: (b: number): number => normalUpper((b - estimate) / standardError),
  };
  return {
    method,
    ...testByRule(rule, region, alpha),
    statistic: estimate / standardError,
    estimate,
    effectSizes: [],
    n,
  };
}
