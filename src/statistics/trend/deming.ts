import { mean, sumOfSquares, variance, type Sample } from '../descriptives.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { requireEqualLengths } from '../require.ts';
import { tTest } from '../location/student.ts';
import type { TestResult } from '../types.ts';
import { slopeOfAnySize, unitOf, type Cloud } from '../unit.ts';

export interface DemingOptions extends TestOptions {
  /** var(error of y)/var(error of x); default 1 (orthogonal regression). */
  readonly errorRatio?: number;
}

/**
 * The slope where both variables are measured with error: (s_yy − λs_xx + √((s_yy − λs_xx)² + 4λs_xy²))/(2s_xy), its
 * standard error by the jackknife, n − 2 degrees of freedom. Choose it for a measured against a predicted number; least
 * squares would pull the slope towards 0.
 *
 * Needs n ≥ 4 and a covariance other than 0; otherwise `reason` says what is missing. Effect size: the intercept.
 *
 * Example: `deming([1, 2, 3, 4], [1.1, 1.9, 3.2, 3.9]).estimate` is 0.98.
 * @throws RangeError for unequal lengths
 * @see Deming 1943; Linnet 1993, Clinical Chemistry 39:424
 */
export function deming(x: Sample, y: Sample, options: DemingOptions = {}): TestResult {
  const { errorRatio = 1 } = options;
  const ratio = errorRatio * (unitOf(x) / unitOf(y)) ** 2;
  return slopeOfAnySize([{ x, y }], { ...options, errorRatio: ratio }, demingInUnits);
}

function demingInUnits([cloud]: readonly Cloud[], options: DemingOptions): TestResult {
  const { x, y } = cloud!;
  const { region = different(), alpha = DEFAULT_ALPHA, errorRatio = 1 } = options;
  requireEqualLengths(x, y);
  const n = x.length;
  const method = 'Deming slope';
  const reason = unfit(x, 4) ?? unfit(y, 4);
  if (reason) return withoutTest(method, reason, [n], region);
  const estimate = demingSlope(x, y, errorRatio);
  if (!Number.isFinite(estimate)) return withoutTest(method, REASONS.constant, [n], region);
  const effectSizes = [{ name: 'intercept', estimate: mean(y) - estimate * mean(x) }];
  const without = (list: Sample, i: number): number[] => Array.from(list).filter((_, j) => j !== i);
  const pseudo = Array.from(
    { length: n },
    (_, i) => n * estimate - (n - 1) * demingSlope(without(x, i), without(y, i), errorRatio),
  );
  const known = { estimate, effectSizes };
  if (!pseudo.every(Number.isFinite)) return withoutTest(method, REASONS.constant, [n], region, known);
  const standardError = Math.sqrt(variance(pseudo) / n);
  if (!(standardError > 0)) return withoutTest(method, REASONS.zeroVariance, [n], region, known);
  return tTest({ method, estimate, standardError, df: n - 2, n: [n] }, region, alpha, effectSizes);
}

/**
 * Not finite where x and y have no covariance. Where the errors of x count for little, from the quotient by the error
 * ratio, which may be infinite.
 */
function demingSlope(x: Sample, y: Sample, errorRatio: number): number {
  const [centreX, centreY] = [mean(x), mean(y)];
  let products = 0;
  for (let i = 0; i < x.length; i++) products += (x[i]! - centreX) * (y[i]! - centreY);
  const [squaresX, squaresY] = [sumOfSquares(x, centreX), sumOfSquares(y, centreY)];
  const excess = squaresY - errorRatio * squaresX;
  if (excess >= 0)
    return (excess + Math.hypot(excess, 2 * Math.sqrt(errorRatio) * products)) / (2 * products);
  const lack = squaresX - squaresY / errorRatio;
  return products === 0
    ? NaN
    : (2 * products) / (lack + Math.hypot(lack, (2 * products) / Math.sqrt(errorRatio)));
}
