import type { Sample } from './descriptives.ts';
import { requireAlpha, type TestOptions } from './options.ts';
import { REASONS, withoutTest } from './reasons.ts';
import type { Region } from './region.ts';
import type { TestResult } from './types.ts';

/** Between these sizes fourth powers neither vanish nor overflow. */
const [SMALL, LARGE] = [2 ** -200, 2 ** 200];

/**
 * The unit in which squares of values neither vanish nor overflow: the power of two at or below the largest finite
 * size, at least 2⁻¹⁰²², and 1 where that is between 2⁻²⁰⁰ and 2²⁰⁰.
 *
 * Example: `unitOf([3, -5]) === 1`, `unitOf([3e300])` is 2⁹⁹⁸.
 */
export function unitOf(...samples: readonly Sample[]): number {
  const largest = largestOf(samples);
  return largest === 0 || (largest >= SMALL && largest <= LARGE)
    ? 1
    : 2 ** Math.max(-1022, Math.floor(Math.log2(largest)));
}

/**
 * What rounding may leave of a difference of values that are equal but for it: 16 units in the last place, 2⁻⁴⁸ of the
 * largest finite size.
 */
export function roundingOf(...samples: readonly Sample[]): number {
  return 2 ** -48 * largestOf(samples);
}

function largestOf(samples: readonly Sample[]): number {
  let largest = 0;
  for (const x of samples)
    for (let i = 0; i < x.length; i++) {
      const size = Math.abs(x[i]!);
      if (size > largest && size < Infinity) largest = size;
    }
  return largest;
}

/** Values in a unit: divided by it, which costs no digit. */
export const inUnit = (x: Sample, unit: number): Sample =>
  unit === 1 ? x : Float64Array.from(x, (value) => value / unit);

/** Samples, each in its own unit where it needs one: for numbers that no unit changes, such as correlations. */
export const inOwnUnit = (x: Sample): Sample => inUnit(x, unitOf(x));

/** The region in a unit. Ends that are finite and not zero stay so, and a region keeps its shape. */
export function regionIn(region: Region, unit: number): Region {
  const end = (value: number): number => {
    const size = Math.abs(value / unit);
    return Number.isFinite(value) && value !== 0
      ? Math.sign(value) * Math.min(Number.MAX_VALUE, Math.max(Number.MIN_VALUE, size))
      : value;
  };
  return { ...region, lower: end(region.lower), upper: end(region.upper) };
}

/** What a test in a unit says in the unit of the data; without an estimate that is finite there is no test. */
export function outOfUnit(result: TestResult, unit: number, linear: readonly string[] = []): TestResult {
  const { estimate, interval, statistic } = result;
  const back = ({ lower, upper, level }: NonNullable<typeof interval>) => ({
    lower: lower * unit,
    upper: upper * unit,
    level,
  });
  if (estimate !== undefined && Number.isFinite(estimate) && !Number.isFinite(estimate * unit))
    return { ...withoutTest(result.method, REASONS.notFinite, result.n), alternative: result.alternative };
  return {
    ...result,
    ...(estimate === undefined ? {} : { estimate: estimate * unit }),
    ...(result.standardError === undefined ? {} : { standardError: result.standardError * unit }),
    ...(interval === undefined ? {} : { interval: back(interval) }),
    ...(statistic !== undefined && linear.includes('statistic') ? { statistic: statistic * unit } : {}),
    effectSizes: result.effectSizes.map((effect) =>
      linear.includes(effect.name)
        ? {
            ...effect,
            estimate: effect.estimate * unit,
            ...(effect.interval === undefined ? {} : { interval: back(effect.interval) }),
          }
        : effect,
    ),
  };
}

/**
 * Runs a test of a location in the unit of its data, where they need one, so that numbers near 1e300 or 1e-300 are
 * tested as those near 1 are: samples and region are divided by the unit, estimate and interval multiplied.
 *
 * @throws RangeError unless 0 < alpha < ½
 * @param linear what else has the unit of the data: `statistic`, and effect sizes by name
 */
export function ofAnySize<O extends TestOptions>(
  samples: readonly Sample[],
  options: O,
  test: (samples: readonly Sample[], options: O) => TestResult,
  linear: readonly string[] = [],
): TestResult {
  if (options.alpha !== undefined) requireAlpha(options.alpha);
  const unit = unitOf(...samples);
  if (unit === 1) return test(samples, options);
  const { region } = options;
  return outOfUnit(
    test(
      samples.map((x) => inUnit(x, unit)),
      region === undefined ? options : { ...options, region: regionIn(region, unit) },
    ),
    unit,
    linear,
  );
}

/** Values and what they are regressed on. */
export interface Cloud {
  readonly x: Sample;
  readonly y: Sample;
}

/**
 * As `ofAnySize`, for slopes of y on x: x and y each in their own unit; an effect size named `intercept` has that of y.
 */
export function slopeOfAnySize<O extends TestOptions>(
  clouds: readonly Cloud[],
  options: O,
  test: (clouds: readonly Cloud[], options: O) => TestResult,
): TestResult {
  if (options.alpha !== undefined) requireAlpha(options.alpha);
  const [unitX, unitY] = [unitOf(...clouds.map(({ x }) => x)), unitOf(...clouds.map(({ y }) => y))];
  if (unitX === 1 && unitY === 1) return test(clouds, options);
  const { region } = options;
  // The quotient of the units may overflow where the slope does not.
  const scaled = region === undefined ? undefined : regionIn(regionIn(region, unitY), 1 / unitX);
  const inUnits = test(
    clouds.map(({ x, y }) => ({ x: inUnit(x, unitX), y: inUnit(y, unitY) })),
    scaled === undefined ? options : { ...options, region: scaled },
  );
  return outOfUnit(outOfUnit(inUnits, unitY, ['intercept']), 1 / unitX);
}
