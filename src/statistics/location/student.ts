import { mean, variance, type Sample } from '../descriptives.ts';
import { standardizedDifference } from './cohen-d.ts';
import { withoutSpread } from './without-spread.ts';
import { ofPairs } from '../pairs.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { testByRule, tRule } from '../interval-rule.ts';
import { different, type Region } from '../region.ts';
import type { EffectSize, TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';
import { requireSamples } from '../require.ts';

/** An estimate whose standardized error follows Student's t. */
export interface TEstimate {
  readonly method: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
  readonly n: readonly number[];
}

/**
 * Tests an estimate with standard error against a region: t = (estimate − boundary)/se with `df` degrees of freedom,
 * and the interval estimate ± t(1 − α)·se. The statistic is that of the boundary which decides p.
 */
export function tTest(
  { method, estimate, standardError, df, n }: TEstimate,
  region: Region,
  alpha: number,
  effectSizes: readonly EffectSize[],
): TestResult {
  const rule = tRule(estimate, standardError, df);
  return {
    method,
    ...testByRule(rule, region, alpha),
    statistic: (estimate - decisiveBoundary(region, rule)) / standardError,
    degreesOfFreedom: df,
    estimate,
    effectSizes,
    n,
  };
}

/** The end of the region whose one-sided p decides. */
function decisiveBoundary(
  region: Region,
  tails: { greater: (b: number) => number; less: (b: number) => number },
): number {
  if (region.lower === -Infinity) return region.upper;
  if (region.upper === Infinity) return region.lower;
  const [low, high] = region.outside
    ? [tails.less(region.lower), tails.greater(region.upper)]
    : [tails.less(region.upper), tails.greater(region.lower)];
  if (region.outside) return low <= high ? region.lower : region.upper;
  return low >= high ? region.upper : region.lower;
}

/**
 * Student's t for the mean of one sample: t = (x̄ − boundary)/(s/√n), n − 1 degrees of freedom. On paired differences
 * it is the paired t, and with an interval for a region TOST. Choose it for differences that are roughly symmetric; on
 * strongly skewed ones with n < 10 its error rate leaves alpha (docs/calibration.md).
 *
 * Needs n ≥ 2 and a variance above zero; otherwise `reason` says what is missing.
 *
 * Example: `studentOneSample([1, 2, 3], { region: greater(0) }).p` is 0.0371.
 * @see Student 1908; Schuirmann 1987
 */
export function studentOneSample(x: Sample, options: TestOptions = {}): TestResult {
  return ofAnySize([x], options, ([values], inUnit) => oneSample(values!, inUnit));
}

function oneSample(x: Sample, options: TestOptions): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, effectSizes = true } = options;
  const method = 'Student t';
  const n = [x.length];
  const reason = unfit(x, 2);
  if (reason) return withoutTest(method, reason, n, region);
  const estimate = mean(x);
  const spread = variance(x);
  if (withoutSpread(x)) return withoutTest(method, REASONS.zeroVariance, n, region, { estimate });
  const standardError = Math.sqrt(spread / x.length);
  const effects = effectSizes ? [standardizedDifference(x, alpha)] : [];
  return tTest({ method, estimate, standardError, df: x.length - 1, n }, region, alpha, effects);
}

/**
 * The paired t: `studentOneSample` of x − y. Choose it for arms that share seeds.
 * @throws RangeError for unequal lengths
 */
export const studentPaired = (x: Sample, y: Sample, options: TestOptions = {}): TestResult => ({
  ...ofPairs(x, y, options, studentOneSample),
  method: 'paired t',
});

/**
 * Student's t for two independent samples with a common variance; n₁ + n₂ − 2 degrees of freedom. Choose `welch` unless
 * equal variances are part of the design.
 *
 * @see Student 1908
 */
export function studentTwoSample(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  return twoSamples('Student t, two samples', x, y, options, (vx, vy) => {
    const df = x.length + y.length - 2;
    const pooled = ((x.length - 1) * vx + (y.length - 1) * vy) / df;
    return { df, standardError: Math.sqrt(pooled * (1 / x.length + 1 / y.length)) };
  });
}

/**
 * Welch's t for the difference of two means: t = (x̄ − ȳ − boundary)/√(s²ₓ/n + s²ᵧ/m), degrees of freedom after
 * Satterthwaite. Choose it for arms that do not share seeds; with skewed values and unequal sizes its error rate leaves
 * alpha by up to three points (docs/calibration.md).
 *
 * Needs two values in each sample and a variance above zero in one; otherwise `reason` says what is missing.
 *
 * Example: `welch([1, 2, 3], [2, 3, 5]).degreesOfFreedom` is 3.45.
 * @see Welch 1947
 */
export function welch(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  return twoSamples('Welch t', x, y, options, (vx, vy) =>
    satterthwaite([vx / x.length, vy / y.length], x, y),
  );
}

/**
 * The difference of means with Welch's standard error and degrees of freedom.
 * @throws RangeError without two finite values in each sample
 */
export function welchEstimate(x: Sample, y: Sample): TEstimate {
  requireSamples('compare means', [x, y], 2);
  const scale = satterthwaite([variance(x) / x.length, variance(y) / y.length], x, y);
  return { method: 'Welch t', estimate: mean(x) - mean(y), n: [x.length, y.length], ...scale };
}

function satterthwaite(
  [a, b]: readonly [number, number],
  x: Sample,
  y: Sample,
): Pick<TEstimate, 'standardError' | 'df'> {
  if (a + b === 0) return { standardError: 0, df: x.length + y.length - 2 };
  // Divided by the sum first: squares of variances of 1e-200 would vanish.
  const [p, q] = [a / (a + b), b / (a + b)];
  return {
    standardError: Math.sqrt(a + b),
    df: 1 / ((p * p) / (x.length - 1) + (q * q) / (y.length - 1)),
  };
}

function twoSamples(method: string, x: Sample, y: Sample, options: TestOptions, scale: Scale): TestResult {
  return ofAnySize([x, y], options, ([u, v], inUnit) => inOneUnit(method, u!, v!, inUnit, scale));
}

type Scale = (vx: number, vy: number) => { df: number; standardError: number };

function inOneUnit(
  method: string,
  x: Sample,
  y: Sample,
  { region = different(), alpha = DEFAULT_ALPHA, effectSizes = true }: TestOptions,
  scale: Scale,
): TestResult {
  const n = [x.length, y.length];
  const reason = unfit(x, 2) ?? unfit(y, 2);
  if (reason) return withoutTest(method, reason, n, region);
  const estimate = mean(x) - mean(y);
  const { df, standardError } = scale(variance(x), variance(y));
  if (withoutSpread(x) && withoutSpread(y))
    return withoutTest(method, REASONS.zeroVariance, n, region, { estimate });
  const effects = effectSizes ? [standardizedDifference(x, alpha, y)] : [];
  return tTest({ method, estimate, standardError, df, n }, region, alpha, effects);
}
