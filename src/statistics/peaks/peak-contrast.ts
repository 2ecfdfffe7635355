import { bootstrap } from '../resampling/bootstrap.ts';
import { standardDeviation, sumOfSquares } from '../descriptives.ts';
import { contrastWithin } from '../forms/contrast-within.ts';
import { testByRule } from '../interval-rule.ts';
import { wideningOf } from '../location/widening.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { jackknife, type Statistic } from '../resampling/resample.ts';
import { widenedRule } from '../location/skew-guarded-mean.ts';
import type { TestResult } from '../types.ts';
import { endOn, peakOn, type Ladder } from './ladder.ts';

/**
 * A number made of places of peaks, one a ladder of arms. Two intervals must agree before anything is concluded, so the
 * interval is their hull and p the larger p: that of the bootstrap (BCa, seeds drawn as rows), and Student's with the
 * jackknife's standard error, guarded against skewness as slopes are. The bootstrap alone errs up to 7 % of the time at
 * alpha 5 % where peaks are sharp and seeds few, the jackknife alone where peaks are so flat that the largest value
 * changes from seed to seed.
 *
 * Needs a peak inside every ladder; otherwise `reason` says so. A resample whose largest mean stands at an end of a
 * ladder has its peak there; beyond it the arms tell nothing, so where more than a fraction alpha of the resamples do
 * that, there is no interval. Effect sizes: the peaks.
 *
 * @param rows `[seeds, arms]`, the value being better high
 * @param combine logarithms of the places, one a ladder, to the number
 * @see Efron 1987 (BCa); Tukey 1958 (jackknife)
 */
export function peakContrast(
  rows: readonly (readonly number[])[],
  ladders: readonly Ladder[],
  { method, combine }: { readonly method: string; readonly combine: (places: readonly number[]) => number },
  options: ResamplingOptions,
): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, resamples = 1_999 } = options;
  const lost = (reason: string, known?: Partial<TestResult>) =>
    withoutTest(method, reason, [rows.length], region, known);
  const columns = rows[0]?.map((_, arm) => Float64Array.from(rows, (row) => row[arm]!)) ?? [];
  const placesIn = (samples: readonly Float64Array[]) => ladders.map((ladder) => peakOn(ladder, samples));
  const peaks = placesIn(columns);
  if (peaks.some(Number.isNaN)) return lost(REASONS.noPeak);
  const effectSizes = peaks.map((peak, i) => ({
    name: `peak at ${ladders[i]!.name}`,
    estimate: Math.exp(peak),
  }));
  let [seen, atEnds] = [0, 0];
  const statistic: Statistic = (samples) => {
    const places = placesIn(samples);
    seen += 1;
    if (places.some(Number.isNaN)) atEnds += 1;
    return combine(places.map((peak, i) => (Number.isNaN(peak) ? endOn(ladders[i]!, samples) : peak)));
  };
  const estimate = statistic(columns);
  const drawn = bootstrap(columns, statistic, { ...options, resamples, paired: true });
  if (atEnds > alpha * seen) return lost(REASONS.noPeak, { estimate, effectSizes });
  if (drawn.interval === undefined) return lost(drawn.reason!, { estimate, effectSizes });
  return { ...hull(drawn, studentized(columns, statistic, method, options)), method, effectSizes };
}

/**
 * Student's t of a statistic with the standard error of the jackknife, √((n − 1)/n·Σ(θ₍ᵢ₎ − θ̄)²), guarded against
 * skewness: what each seed moves the statistic by is the contrast of its arms with the statistic's gradient as weights,
 * and is as skewed as they are.
 */
function studentized(
  columns: readonly Float64Array[],
  statistic: Statistic,
  method: string,
  { region = different(), alpha = DEFAULT_ALPHA }: ResamplingOptions,
): TestResult {
  const [left] = jackknife(columns, statistic, { paired: true });
  const n = left!.length;
  const standardError = Math.sqrt(((n - 1) / n) * sumOfSquares(left!));
  const estimate = statistic(columns);
  const weights = gradientOf(columns, statistic, estimate);
  const blocks = Array.from({ length: n }, (_, seed) => ({
    covariate: weights,
    values: columns.map((column) => column[seed]!),
  }));
  const moved = left!.map((value) => -value);
  const widening = wideningOf(moved, contrastWithin(blocks, () => weights).columns);
  return {
    method,
    ...testByRule(widenedRule(estimate, standardError, n - 1, widening), region, alpha),
    estimate,
    effectSizes: [],
    n: [n],
  };
}

/**
 * How a statistic moves with the mean of each arm, by a difference of a thousandth of a standard deviation of the arm
 * that spreads most.
 */
function gradientOf(
  columns: readonly Float64Array[],
  statistic: Statistic,
  estimate: number,
): readonly number[] {
  const step = 1e-3 * Math.max(...columns.map((column) => standardDeviation(column)));
  return columns.map((column, arm) => {
    const shifted = columns.with(
      arm,
      column.map((value) => value + step),
    );
    return step > 0 ? (statistic(shifted) - estimate) / step : 0;
  });
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
