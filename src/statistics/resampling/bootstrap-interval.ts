import { mean, quantileSorted } from '../descriptives.ts';
import { normalCdf, normalQuantile, normalUpper, tQuantile, tUpper } from '../distributions/distributions.ts';
import type { IntervalRule } from '../interval-rule.ts';

/** The largest p at which the type-7 quantile is still ≤ value; 0 below all, 1 above all. */
function shareUpTo(ascending: Float64Array, value: number): number {
  const count = countBelow(ascending, (x) => x <= value);
  if (count === 0) return 0;
  if (count === ascending.length) return 1;
  const [below, above] = [ascending[count - 1]!, ascending[count]!];
  return (count - 1 + along(below, value, above)) / (ascending.length - 1);
}

/** The smallest p at which the type-7 quantile is already ≥ value. */
function shareBefore(ascending: Float64Array, value: number): number {
  const count = countBelow(ascending, (x) => x < value);
  if (count === 0) return 0;
  if (count === ascending.length) return 1;
  const [below, above] = [ascending[count - 1]!, ascending[count]!];
  return (count - 1 + along(below, value, above)) / (ascending.length - 1);
}

/** The share of the way from below to above at which value lies; infinite ends as in `quantileSorted`. */
const along = (below: number, value: number, above: number): number =>
  below === -Infinity ? 1 : above === Infinity ? 0 : (value - below) / (above - below);

/** How many leading values fulfil a condition that the first ones do and the last ones do not. */
function countBelow(ascending: Float64Array, holds: (x: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(ascending[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The percentile interval: quantiles of the resampled statistic. @see Efron 1979 */
export const percentileRule = (ascending: Float64Array): IntervalRule => ({
  ends: (tail) => [quantileSorted(ascending, tail), quantileSorted(ascending, 1 - tail)],
  greater: (b) => shareUpTo(ascending, b),
  less: (b) => 1 - shareBefore(ascending, b),
});

/**
 * Jackknife values less the mean of their sample, in a unit that is the power of two at or below the largest: their
 * fourth powers neither vanish nor overflow, and no digit is lost. The unit is 0 where nothing varies.
 */
function scaledDeviations(jackknifed: readonly Float64Array[]): {
  readonly unit: number;
  readonly deviations: readonly Float64Array[];
} {
  const deviations = jackknifed.map((values) => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  });
  let largest = 0;
  for (const each of deviations) for (const value of each) largest = Math.max(largest, Math.abs(value));
  const unit = largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 0;
  return { unit, deviations: unit > 0 ? deviations.map((each) => each.map((v) => v / unit)) : deviations };
}

/** The bias correction and acceleration of a BCa interval. */
export interface BcaConstants {
  readonly z0: number;
  readonly a: number;
}

/**
 * z₀ = Φ⁻¹(share of resampled statistics below the estimate, ties half; at least half a draw on either side) and the
 * acceleration a = ΣΣ u³/n³ / 6(ΣΣ u²/n²)^1.5 with u = (n − 1)(mean of the sample's jackknife values − value); 0 where
 * all are equal.
 *
 * @see Efron 1987; Efron & Tibshirani 1993, §14.3 and §22.6 for several samples
 */
export function bcaConstants(
  estimate: number,
  replicates: Float64Array,
  jackknifed: readonly Float64Array[],
): BcaConstants {
  let share = 0;
  for (const value of replicates) share += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const half = 0.5 / replicates.length;
  const z0 = normalQuantile(Math.min(1 - half, Math.max(half, share / replicates.length)));
  let [cubes, squares] = [0, 0];
  for (const deviations of scaledDeviations(jackknifed).deviations) {
    const n = deviations.length;
    for (const deviation of deviations) {
      const u = ((n - 1) * -deviation) / n;
      cubes += u ** 3;
      squares += u ** 2;
    }
  }
  return { z0, a: squares > 0 ? cubes / (6 * squares ** 1.5) : 0 };
}

/** The level of the percentile that BCa takes for a nominal level. */
export function bcaLevel({ z0, a }: BcaConstants, level: number): number {
  const z = z0 + normalQuantile(level);
  const slope = 1 - a * z;
  // Beyond the pole of the transformation the end is the outermost resample.
  return slope > 0 ? normalCdf(z0 + z / slope) : z < 0 ? 0 : 1;
}

/**
 * The bias-corrected and accelerated interval, and p-values by solving its formula for the level: with w = Φ⁻¹(share) −
 * z₀ the nominal normal quantile is w/(1 + a·w) − z₀.
 *
 * @see Efron 1987
 */
export function bcaRule(ascending: Float64Array, constants: BcaConstants): IntervalRule {
  const { z0, a } = constants;
  const nominal = (share: number): number => {
    const w = normalQuantile(share) - z0;
    if (!Number.isFinite(w)) return a !== 0 && Math.sign(w) === Math.sign(a) ? 1 / a - z0 : w;
    const slope = 1 + a * w;
    return slope > 0 ? w / slope - z0 : w < 0 ? -Infinity : Infinity;
  };
  return {
    ends: (tail) => [
      quantileSorted(ascending, bcaLevel(constants, tail)),
      quantileSorted(ascending, bcaLevel(constants, 1 - tail)),
    ],
    greater: (b) => normalCdf(nominal(shareUpTo(ascending, b))),
    less: (b) => normalUpper(nominal(shareBefore(ascending, b))),
  };
}

/**
 * The studentized (bootstrap-t) interval: estimate − t*·SE with quantiles of t* = (θ* − estimate)/SE*, given ascending.
 *
 * @see Efron & Tibshirani 1993, §12.5
 */
export const studentizedRule = (
  estimate: number,
  standardError: number,
  ascending: Float64Array,
): IntervalRule => ({
  ends: (tail) => [
    estimate - quantileSorted(ascending, 1 - tail) * standardError,
    estimate - quantileSorted(ascending, tail) * standardError,
  ],
  greater: (b) => 1 - shareBefore(ascending, (estimate - b) / standardError),
  less: (b) => shareUpTo(ascending, (estimate - b) / standardError),
});

/**
 * How much a bootstrap distribution is too narrow: its variance divides by n, and its tails are normal where a mean has
 * those of t.
 */
export interface Narrowness {
  /** √(unbiased variance / bootstrap variance) > 1. */
  readonly factor: number;
  /** The jackknife's standard error of the statistic, for a mean s/√n. */
  readonly standardError: number;
  readonly df: number;
}

/**
 * The narrowness of the bootstrap of a statistic from its jackknife values by sample: variances V of the samples add,
 * each too small by (n − 1)/n; degrees of freedom after Satterthwaite.
 *
 * @see Hesterberg 2015, What Teachers Should Know About the Bootstrap, §4.1.4
 */
export function narrownessOf(jackknifed: readonly Float64Array[]): Narrowness {
  const { unit, deviations } = scaledDeviations(jackknifed);
  let [plain, unbiased, perDf] = [0, 0, 0];
  for (const values of deviations) {
    const n = values.length;
    const v = ((n - 1) ** 2 / n ** 2) * values.reduce((total, value) => total + value ** 2, 0);
    plain += v;
    const corrected = (v * n) / (n - 1);
    unbiased += corrected;
    perDf += corrected ** 2 / (n - 1);
  }
  return plain > 0
    ? {
        factor: Math.sqrt(unbiased / plain),
        standardError: unit * Math.sqrt(unbiased),
        df: unbiased ** 2 / perDf,
      }
    : { factor: 1, standardError: 0, df: Infinity };
}

/**
 * A rule with its levels moved outwards for small samples: the nominal tail with quantile t of Student's t takes the
 * normal tail beyond factor·t. For a mean of normal data that makes the percentile interval the t interval.
 *
 * @see Hesterberg 2015 (the expanded percentile interval)
 */
export function expandedRule(rule: IntervalRule, { factor, df }: Narrowness): IntervalRule {
  const outward = (p: number): number => tUpper(-normalQuantile(p) / factor, df);
  return {
    ends: (tail) => rule.ends(normalCdf(factor * tQuantile(tail, df))),
    greater: (b) => outward(rule.greater(b)),
    less: (b) => outward(rule.less(b)),
  };
}

/**
 * A rule that knows its resolution: no tail below 1/(draws + 1) can be told from zero, so p stops there and an end
 * beyond is infinite.
 */
export const resolvedRule = (rule: IntervalRule, draws: number): IntervalRule => {
  const least = 1 / (draws + 1);
  return {
    ends: (tail) => (tail > least ? rule.ends(tail) : [-Infinity, Infinity]),
    greater: (b) => Math.max(least, rule.greater(b)),
    less: (b) => Math.max(least, rule.less(b)),
  };
};
