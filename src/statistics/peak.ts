import { bootstrap } from './bootstrap.ts';
import { allFinite, sumOfSquares, type Sample } from './descriptives.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from './options.ts';
import { REASONS, withoutTest } from './reasons.ts';
import { different } from './region.ts';
import { jackknife, type Statistic } from './resample.ts';
import { fitLine } from './slope.ts';
import { tTest } from './student.ts';
import type { TestResult } from './types.ts';
import { requireEqualLengths } from './require.ts';

/**
 * Where a curve of a few points peaks: the top of the parabola through the largest value and its two neighbours,
 *
 *     x₁ + ½·[(x₂ − x₁)²(y₁ − y₀) − (x₁ − x₀)²(y₁ − y₂)] / [(x₂ − x₁)(y₁ − y₀) + (x₁ − x₀)(y₁ − y₂)]
 *
 * It moves continuously with the values, also where the largest changes. NaN where the largest is the first or the last: the peak may lie beyond.
 *
 * @param x ascending
 * Example: `peakOf([0, 1, 2, 3], [5, 8, 8, 5])` is 1.5.
 * @see Brent 1973, Algorithms for Minimization without Derivatives, §5 (successive parabolic interpolation)
 */
export function peakOf(x: Sample, y: Sample): number {
  requireEqualLengths(x, y);
  let top = 0;
  for (let i = 1; i < y.length; i++) if (y[i]! > y[top]!) top = i;
  if (top === 0 || top === y.length - 1) return NaN;
  const [before, after] = [x[top]! - x[top - 1]!, x[top + 1]! - x[top]!];
  const [rise, fall] = [y[top]! - y[top - 1]!, y[top]! - y[top + 1]!];
  return x[top]! + (after ** 2 * rise - before ** 2 * fall) / (2 * (after * rise + before * fall));
}

/** What tells the arms of a ladder of ladders apart: `over`, along which a value peaks, and `along`, the same for all arms of one ladder. */
export interface PeakCovariates {
  readonly over: readonly number[];
  readonly along: readonly number[];
}

/**
 * The exponent θ of a power law between places of peaks: arms of equal `along` are a ladder, the peak of its mean values on log `over` is found by `peakOf`, and
 * θ is the slope of log peak on log `along`. Choose it for claims such as "the best batch size grows like the learning rate".
 *
 * Two intervals must agree before anything is concluded, so the interval is their hull and p the larger p: that of the bootstrap (BCa, seeds drawn as rows), and Student's
 * with the jackknife's standard error. The bootstrap alone errs up to 7 % of the time at alpha 5 % where peaks are sharp and seeds few, the jackknife alone where
 * peaks are so flat that the largest value changes from seed to seed.
 *
 * Needs two ladders of three arms or more, positive covariates, and a peak inside every ladder; otherwise `reason` says what is missing. A resample whose largest
 * mean stands at an end of a ladder has its peak there; beyond it the arms tell nothing, so where more than a fraction alpha of the resamples do that, there is no
 * interval. Effect sizes: the peaks.
 *
 * Example: a ladder 1, 2, 4 that peaks at 2 where `along` is 1, and a ladder 2, 4, 8 that peaks at 4 where it is 2, give θ = 1.
 * @param rows `[seeds, arms]`, the value being better high
 * @see Efron 1987 (BCa); Tukey 1958 (jackknife)
 * @throws RangeError where a row or the covariates have another number of arms
 */
export function peakExponent(
  rows: readonly (readonly number[])[],
  covariates: PeakCovariates,
  options: ResamplingOptions,
): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, resamples = 1_999 } = options;
  const method = 'log–log slope of peaks, bootstrap and jackknife';
  const lost = (reason: string, known?: Partial<TestResult>) =>
    withoutTest(method, reason, [rows.length], region, known);
  requireArms(rows, covariates);
  const ladders = laddersOf(covariates);
  const reason = unfitForPeaks(rows, covariates, ladders);
  if (reason !== undefined) return lost(reason);
  const columns = covariates.over.map((_, arm) => Float64Array.from(rows, (row) => row[arm]!));
  const peaks = peaksOf(ladders, columns);
  if (peaks.some(Number.isNaN)) return lost(REASONS.noPeak);
  const effectSizes = peaks.map((peak, i) => ({
    name: `peak at ${ladders[i]!.along}`,
    estimate: Math.exp(peak),
  }));
  const logarithms = ladders.map(({ along }) => Math.log(along));
  let [seen, atEnds] = [0, 0];
  const statistic: Statistic = (samples) => {
    const places = peaksOf(ladders, samples);
    const known = places.map((peak, i) => (Number.isNaN(peak) ? endOf(ladders[i]!, samples) : peak));
    seen += 1;
    if (places.some(Number.isNaN)) atEnds += 1;
    return fitLine(logarithms, known).slope;
  };
  const estimate = statistic(columns);
  const drawn = bootstrap(columns, statistic, { ...options, resamples, paired: true });
  if (atEnds > alpha * seen) return lost(REASONS.noPeak, { estimate, effectSizes });
  if (drawn.interval === undefined) return lost(drawn.reason!, { estimate, effectSizes });
  const student = studentized(columns, statistic, method, options);
  return { ...hull(drawn, student), method, effectSizes };
}

/** Why peaks cannot be compared; undefined where they can, as far as is known before any is located. */
function unfitForPeaks(
  rows: readonly (readonly number[])[],
  { over, along }: PeakCovariates,
  ladders: readonly Ladder[],
): string | undefined {
  if (!allFinite(rows.flat()) || !allFinite([...over, ...along])) return REASONS.notFinite;
  if ([...over, ...along].some((value) => !(value > 0))) return REASONS.notPositive;
  if (ladders.length < 2 || ladders.some(({ x }) => x.length < 3)) return REASONS.tooFewArms;
  return ladders.some(({ x }) => new Set(x).size < x.length) ? REASONS.repeatedArms : undefined;
}

function requireArms(rows: readonly (readonly number[])[], { over, along }: PeakCovariates): void {
  if (along.length === over.length && rows.every((row) => row.length === over.length)) return;
  const lengths = [...new Set(rows.map((row) => row.length))].join(', ');
  throw new RangeError(
    `Cannot locate peaks: expected ${over.length} arms everywhere, got ${along.length} and rows of ${lengths}`,
  );
}

/** Student's t of a statistic with the standard error of the jackknife, √((n − 1)/n·Σ(θ₍ᵢ₎ − θ̄)²). */
function studentized(
  columns: readonly Float64Array[],
  statistic: Statistic,
  method: string,
  { region = different(), alpha = DEFAULT_ALPHA }: ResamplingOptions,
): TestResult {
  const [left] = jackknife(columns, statistic, { paired: true });
  const n = left!.length;
  const standardError = Math.sqrt(((n - 1) / n) * sumOfSquares(left!));
  return tTest({ method, estimate: statistic(columns), standardError, df: n - 1, n: [n] }, region, alpha, []);
}

/** What both results allow. */
function hull(one: TestResult, other: TestResult): TestResult {
  const [a, b] = [one.interval!, other.interval!];
  return {
    ...one,
    p: Math.max(one.p!, other.p!),
    interval: { ...a, lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) },
  };
}

interface Ladder {
  readonly along: number;
  readonly arms: readonly number[];
  /** Logarithms of `over`, ascending. */
  readonly x: readonly number[];
}

function laddersOf({ over, along }: PeakCovariates): readonly Ladder[] {
  return [...new Set(along)].map((value) => {
    const arms = along.flatMap((each, arm) => (each === value ? [arm] : []));
    arms.sort((a, b) => over[a]! - over[b]!);
    return { along: value, arms, x: arms.map((arm) => Math.log(over[arm]!)) };
  });
}

/** The peak of each ladder's mean values, on log `over`; NaN where the largest stands at an end. */
function peaksOf(ladders: readonly Ladder[], columns: readonly Float64Array[]): number[] {
  return ladders.map(({ x, arms }) =>
    peakOf(
      x,
      arms.map((arm) => total(columns[arm]!)),
    ),
  );
}

/** The end of a ladder that has the larger mean, on log `over`. */
function endOf({ x, arms }: Ladder, columns: readonly Float64Array[]): number {
  const [first, last] = [total(columns[arms[0]!]!), total(columns[arms.at(-1)!]!)];
  return first > last ? x[0]! : x.at(-1)!;
}

function total(column: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i]!;
  return sum;
}
