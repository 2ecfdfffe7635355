import type { Random } from '../../random/index.ts';
import { mean, type Sample } from '../descriptives.ts';
import { standardizedDifference } from '../location/cohen-d.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from '../options.ts';
import { testByRule, type IntervalRule } from '../interval-rule.ts';
import { different } from '../region.ts';
import { thresholdRule, type Thresholds } from './thresholds.ts';
import { ofPairs } from '../pairs.ts';
import { variance } from '../descriptives.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';
import { requireCount } from '../require.ts';

/**
 * The sign-flip (randomization) test for the mean of paired differences: under θ = boundary each d − boundary may as
 * well have had the other sign. Flipping the set S makes the mean at least as large exactly when mean(S) ≤ boundary, so
 * the thresholds are the means of subsets: all 2ⁿ − 1 where at most `enumerateUpTo` (65,536, n = 16), else `resamples`
 * random ones with p = (b + 1)/(m + 1). Exact for every distribution that is symmetric about its mean. Choose it for
 * small numbers of seeds and for discrete measures; its smallest p is 2⁻ⁿ one-sided, so five pairs are needed for p <
 * 0.05.
 *
 * Needs n ≥ 1 and finite values; otherwise `reason` says what is missing. Ties count as extreme.
 *
 * Example: `signFlip([1, 2, 3, 4, 5], { region: greater(0), random }).p === 1 / 32`.
 * @see Fisher 1935, The Design of Experiments §21; Hartigan 1969; Phipson & Smyth 2010
 */
export function signFlip(d: Sample, options: ResamplingOptions): TestResult {
  return ofAnySize([d], options, ([u], inUnit) => flipSigns(u!, inUnit), ['statistic']);
}

function flipSigns(d: Sample, options: ResamplingOptions): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, effectSizes = true } = options;
  const n = d.length;
  const reason = unfit(d, 1);
  if (reason) return withoutTest('sign-flip', reason, [n], region);
  const exact = 2 ** n <= (options.enumerateUpTo ?? 65_536);
  const thresholds = exact ? allSubsets(d) : randomSubsets(d, options.resamples ?? 9_999, options.random);
  const varies = n > 1 && variance(d) > 0;
  return {
    method: exact ? 'sign-flip, exact' : 'sign-flip, Monte Carlo',
    ...testByRule(thresholdRule(thresholds), region, alpha),
    statistic: mean(d),
    estimate: mean(d),
    effectSizes: effectSizes && varies ? [standardizedDifference(d, alpha)] : [],
    n: [n],
    ...(n === 1 ? { reason: REASONS.tooFew } : {}),
  };
}

/** The interval and the p-values of the exact sign-flip test, for at most 16 finite values. */
export const flipRule = (d: Sample): IntervalRule => thresholdRule(allSubsets(d));

/** `signFlip` of x − y. @throws RangeError for unequal lengths */
export const signFlipPaired = (x: Sample, y: Sample, options: ResamplingOptions): TestResult =>
  ofPairs(x, y, options, signFlip);

/** Ties are judged within 1e-12 of the largest distance from the mean: what rounding of a sum of n numbers may cost. */
function centred(d: Sample): { centre: number; distances: Float64Array; tolerance: number } {
  const centre = mean(d);
  const distances = Float64Array.from({ length: d.length }, (_, i) => d[i]! - centre);
  const spread = distances.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  return { centre, distances, tolerance: 1e-12 * spread + 4e-16 * Math.abs(centre) };
}

/** The means of all non-empty subsets; sums are built by doubling, so each is a sum of at most n numbers. */
function allSubsets(d: Sample): Thresholds {
  const { centre, distances, tolerance } = centred(d);
  const cases = 2 ** d.length;
  const sums = new Float64Array(cases);
  const sizes = new Uint8Array(cases);
  for (let i = 0; i < d.length; i++) {
    const half = 1 << i;
    for (let set = 0; set < half; set++) {
      sums[half + set] = sums[set]! + distances[i]!;
      sizes[half + set] = sizes[set]! + 1;
    }
  }
  const values = new Float64Array(cases - 1);
  for (let set = 1; set < cases; set++) values[set - 1] = centre + sums[set]! / sizes[set]!;
  return { values, always: 1, tolerance };
}

/**
 * The means of `count` random subsets, 24 coin tosses a draw (the upper bits are the better ones). Empty subsets are
 * the data themselves.
 */
function randomSubsets(d: Sample, count: number, random: Random): Thresholds {
  requireCount('resample', 'resamples', count, 1);
  const { centre, distances, tolerance } = centred(d);
  const values = new Float64Array(count);
  let filled = 0;
  for (let draw = 0; draw < count; draw++) {
    let total = 0;
    let size = 0;
    for (let start = 0; start < distances.length; start += 24) {
      let coins = random.uint32() >>> 8;
      const end = Math.min(start + 24, distances.length);
      for (let i = start; i < end; i++, coins >>>= 1) {
        const taken = coins & 1;
        total += taken * distances[i]!;
        size += taken;
      }
    }
    if (size > 0) values[filled++] = centre + total / size;
  }
  return { values: values.subarray(0, filled), always: 1 + count - filled, tolerance };
}
