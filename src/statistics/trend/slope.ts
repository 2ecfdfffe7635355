import { linearRegression } from 'simple-statistics';
import { usableBlocks, type Blocks } from '../blocks.ts';
import { allEqual, allFinite, mean, sumOfSquares, variance, type Sample } from '../descriptives.ts';
import { rSquared } from '../location/effect-sizes.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { contrastWithin, slopeWeights, type ContrastWithin } from '../forms/contrast-within.ts';
import { roundingOfLogarithms, withoutSpread } from '../location/without-spread.ts';
import { skewGuardedMean } from '../location/skew-guarded-mean.ts';
import { tTest } from '../location/student.ts';
import type { TestResult } from '../types.ts';
import { inUnit, roundingOf, slopeOfAnySize, unitOf, type Cloud } from '../unit.ts';
import { requireEqualLengths, requireSamples } from '../require.ts';

/** A straight line fitted by least squares. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance of y that the line explains, 0 … 1; undefined where y varies by no more than rounding. */
  readonly rSquared: number | undefined;
  /** Σ of squared residuals. */
  readonly residual: number;
}

/**
 * The line of least squares: slope = Σ(x − x̄)(y − ȳ)/Σ(x − x̄)². Deviations are taken first, so an offset of 1e6 costs
 * only the digits of the data.
 *
 * Example: `fitLine([1, 2, 3], [2, 4, 6]).slope === 2`.
 * @throws RangeError for unequal lengths, fewer than two values, one that is not finite, or an x that does not vary
 */
export function fitLine(first: Sample, second: Sample): Line {
  requireEqualLengths(first, second);
  requireSamples('fit a line', [first, second], 2);
  if (allEqual(first))
    throw new RangeError(`Cannot fit a line: expected an x that varies, got ${first[0]} everywhere`);
  const [unitX, unitY] = [unitOf(first), unitOf(second)];
  const [x, y] = [inUnit(first, unitX), inUnit(second, unitY)];
  const [centreX, centreY] = [mean(x), mean(y)];
  const { m: slope } = linearRegression(Array.from(x, (value, i) => [value - centreX, y[i]! - centreY]));
  let residual = 0;
  for (let i = 0; i < x.length; i++) residual += (y[i]! - centreY - slope * (x[i]! - centreX)) ** 2;
  const total = sumOfSquares(y, centreY);
  return {
    slope: (slope / unitX) * unitY,
    intercept: (centreY - slope * centreX) * unitY,
    rSquared: Math.sqrt(total / y.length) > roundingOf(y) ? Math.max(0, 1 - residual / total) : undefined,
    residual: residual * unitY * unitY,
  };
}

/**
 * The slope of y on x by least squares: t = (slope − boundary)/SE, SE² = Σe²/(n − 2)/Σ(x − x̄)², n − 2 degrees of
 * freedom. Choose it for points that are independent of each other; for arms that share seeds choose
 * `slopeWithinBlocks`.
 *
 * Needs n ≥ 3, an x that varies and points off the line; otherwise `reason` says what is missing. Effect sizes: R² with
 * the interval of `rSquared`, intercept.
 *
 * Example: `slope([1, 2, 3, 4], [2, 4, 7, 8]).estimate` is 2.1.
 * @throws RangeError for unequal lengths
 * @see Gauss 1821
 */
export function slope(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  return slopeOfAnySize([{ x, y }], options, slopeInUnits);
}

function slopeInUnits([cloud]: readonly Cloud[], options: TestOptions): TestResult {
  const { x, y } = cloud!;
  const { region = different(), alpha = DEFAULT_ALPHA, effectSizes = true } = options;
  const method = 'slope of least squares';
  requireEqualLengths(x, y);
  const n = x.length;
  const reason = unfit(x, 3) ?? unfit(y, 3) ?? (variance(x) > 0 ? undefined : REASONS.constant);
  if (reason) return withoutTest(method, reason, [n], region);
  const line = fitLine(x, y);
  const effects = effectSizes
    ? [
        ...(line.rSquared === undefined ? [] : [rSquared(line.rSquared, { n, predictors: 1, alpha })]),
        { name: 'intercept', estimate: line.intercept },
      ]
    : [];
  const standardError = Math.sqrt(line.residual / (n - 2) / sumOfSquares(x));
  const known = { estimate: line.slope, effectSizes: effects };
  if (!(Math.sqrt(line.residual / n) > roundingOf(y)))
    return withoutTest(method, REASONS.zeroVariance, [n], region, known);
  return tTest({ method, estimate: line.slope, standardError, df: n - 2, n: [n] }, region, alpha, effects);
}

/** What the slopes of blocks are, and what tells of their noise. */
export interface SlopesWithin extends ContrastWithin {
  /** Of least squares, one a usable block. */
  readonly slopes: readonly number[];
  /**
   * Share of the variance within a block that its line explains, mean over the blocks that vary; undefined where none
   * does.
   */
  readonly meanRSquared: number | undefined;
}

/**
 * The slopes of least squares along a covariate, one a block: numbers that are independent whatever ties the arms of a
 * block, and a contrast of its arms. A block that lacks an arm is fitted over those it has; one with fewer than two
 * different covariates is left out.
 *
 * @param blocks `[seeds, arms]`, finite
 * @param rounding what rounding may leave of a value; default that of values as large as these
 * @throws RangeError if a block has another length than the covariate
 * @example slopesWithin([[1, 2, 3], [2, 4, 7]], [1, 2, 3]).slopes // [1, 2.5]
 */
export function slopesWithin(blocks: Blocks, covariate: readonly number[], rounding?: number): SlopesWithin {
  const usable = usableBlocks(blocks, covariate);
  const lines = usable.map((block) => fitLine(block.covariate, block.values));
  const shares = lines.map((line) => line.rSquared).filter((share) => share !== undefined);
  return {
    slopes: lines.map(({ slope: each }) => each),
    meanRSquared: shares.length > 0 ? mean(shares) : undefined,
    ...contrastWithin(usable, (block) => slopeWeights(block.covariate), rounding),
  };
}

/**
 * The slope along a covariate over arms that share seeds: a line of least squares in each seed, then Student's t over
 * the slopes (B − 1 degrees of freedom), guarded against skewness as differences of arms are (`skewGuardedMean`). The
 * seeds are independent whatever ties the arms of a seed together, so nothing is assumed of the errors within a seed.
 * Choose it where arms share seeds; pooling the points would inflate n.
 *
 * A seed that lacks an arm is fitted over the arms it has; a seed with fewer than two different covariates is left out
 * of B. Effect size: the mean R² within seeds.
 *
 * Example: `slopeWithinBlocks([[1, 2, 3], [2, 4, 7]], [1, 2, 3]).estimate` is 1.75.
 * @see Frison & Pocock 1992, Statistics in Medicine 11:1685 (summary measures)
 */
export function slopeWithinBlocks(
  blocks: Blocks,
  covariate: readonly number[],
  options: TestOptions = {},
): TestResult {
  return slopesOf('slope within blocks', blocks, covariate, options);
}

/**
 * The exponent of a power law y = c·x^θ: the slope of log y on log x. With the region `equivalent(exponent − within,
 * exponent + within)` it is the equivalence to a declared exponent. Choose it for independent points; for arms that
 * share seeds choose `exponentWithinBlocks`.
 *
 * Needs positive numbers; otherwise as `slope`. Effect sizes: R² on the logarithms, prefactor c.
 *
 * Example: `exponent([1, 2, 4, 8], [8.1, 4, 1.9, 1], { region: equivalent(-1.1, -0.9) }).estimate` is −1.01.
 */
export function exponent(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  const { region = different() } = options;
  const method = 'log–log slope';
  requireEqualLengths(x, y);
  const reason =
    unfit(x, 3) ?? unfit(y, 3) ?? (allPositive(x) && allPositive(y) ? undefined : REASONS.notPositive);
  if (reason) return withoutTest(method, reason, [x.length], region);
  const result = slope(Array.from(x, Math.log), Array.from(y, Math.log), options);
  const effectSizes = result.effectSizes.map((effect) =>
    effect.name === 'intercept' ? { name: 'prefactor', estimate: Math.exp(effect.estimate) } : effect,
  );
  return { ...result, method, effectSizes };
}

/**
 * The exponent of a power law along a covariate over arms that share seeds: `slopeWithinBlocks` on logarithms of values
 * and covariate. Choose it for claims such as "the sharpness falls as 1/η".
 *
 * Example: `exponentWithinBlocks([[8, 4, 2], [8, 4.1, 2]], [1, 2, 4]).estimate` is −1.
 */
export function exponentWithinBlocks(
  blocks: Blocks,
  covariate: readonly number[],
  options: TestOptions = {},
): TestResult {
  const { region = different() } = options;
  const method = 'log–log slope within blocks';
  const values = blocks.flatMap((row) => row.filter((value) => value !== undefined));
  if (!allFinite(values) || !allFinite(covariate))
    return withoutTest(method, REASONS.notFinite, [blocks.length], region);
  if (!allPositive(values) || !allPositive(covariate))
    return withoutTest(method, REASONS.notPositive, [blocks.length], region);
  const logarithms = blocks.map((row) =>
    row.map((value) => (value === undefined ? undefined : Math.log(value))),
  );
  return slopesOf(
    method,
    logarithms,
    covariate.map(Math.log),
    options,
    roundingOfLogarithms(values.map(Math.log)),
  );
}

function slopesOf(
  method: string,
  blocks: Blocks,
  covariate: readonly number[],
  options: TestOptions,
  rounding?: number,
): TestResult {
  const { region } = options;
  const values = blocks.flatMap((row) => row.filter((value) => value !== undefined));
  if (!allFinite(values) || !allFinite(covariate))
    return withoutTest(method, REASONS.notFinite, [blocks.length], region);
  const { slopes, columns, meanRSquared, ...within } = slopesWithin(blocks, covariate, rounding);
  const n = [slopes.length];
  if (slopes.length === 0) return withoutTest(method, REASONS.tooFew, n, region);
  if (!allFinite(slopes)) return withoutTest(method, REASONS.notFinite, n, region);
  const effectSizes =
    meanRSquared === undefined ? [] : [{ name: 'mean R² within blocks', estimate: meanRSquared }];
  const known = { estimate: mean(slopes), effectSizes };
  if (slopes.length < 2) return withoutTest(method, REASONS.tooFew, n, region, known);
  if (withoutSpread(slopes, within.rounding))
    return withoutTest(method, REASONS.zeroVariance, n, region, known);
  const result = skewGuardedMean(slopes, { ...options, effectSizes: false, arms: columns });
  return { ...result, method: `${method}, guarded against skewness`, effectSizes };
}

function allPositive(x: Sample): boolean {
  for (let i = 0; i < x.length; i++) if (!(x[i]! > 0)) return false;
  return true;
}
