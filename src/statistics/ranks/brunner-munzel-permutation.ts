import type { Random } from '../../random/index.ts';
import { NO_OVERLAP, studentRule } from './brunner-munzel.ts';
import type { Sample } from '../descriptives.ts';
import { guardedBesideHalf, improvementRule, logit, onShares } from './improvement-rule.ts';
import { testByRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from '../options.ts';
import { arrangements } from '../resampling/permutation.ts';
import { placement, probabilityOfImprovement } from './probability-of-improvement.ts';
import { unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { thresholdRule, type Thresholds } from '../resampling/thresholds.ts';
import type { TestResult } from '../types.ts';

/**
 * The Brunner–Munzel test by permutation: the statistic (A − b)/SE of the probability of improvement A = P(X > Y) +
 * ½·P(X = Y) against its law over all C(n + m, n) ways to divide the pooled values, where at most `enumerateUpTo`
 * (65,536), else over `resamples` random ones with p = (b + 1)/(m + 1). Since the statistic is studentized, the test is
 * exact where both arms have one law and nearly so where spreads and shapes differ (with 8 and 16 values and three
 * times the spread it errs 6.5 % of the time, docs/calibration.md). Against a boundary beyond ½ it must agree with the
 * same test of logits (`improvementRule`), and against every boundary but ½ with `brunnerMunzel`: the law of few values
 * has no tail (`guardedBesideHalf`). Choose it instead of `brunnerMunzel` where an arm has fewer than ten values, or
 * sizes differ.
 *
 * Needs two values in each sample that overlap; otherwise `reason` says what is missing (use `mannWhitney` or
 * `permutation` then).
 *
 * Example: `brunnerMunzelPermutation([2, 4, 5, 6], [1, 2, 3, 3], { region: greater(0.5), random }).p` is 5/70.
 * @see Neubert & Brunner 2007, CSDA 51:5192; Pauly, Asendorf & Konietschke 2016, Biometrical Journal 58:1319
 * (boundaries other than ½)
 */
export function brunnerMunzelPermutation(x: Sample, y: Sample, options: ResamplingOptions): TestResult {
  const { region = different(0.5), alpha = DEFAULT_ALPHA, effectSizes = true } = options;
  const { enumerateUpTo = 65_536, resamples = 9_999, random } = options;
  const n = [x.length, y.length];
  const reason = unfit(x, 2) ?? unfit(y, 2);
  if (reason) return withoutTest('Brunner–Munzel, permutation', reason, n, region);
  const { estimate, standardError } = placement(x, y);
  const exact = arrangements(x.length, y.length) <= enumerateUpTo;
  const method = `Brunner–Munzel, permutation, ${exact ? 'exact' : 'Monte Carlo'}`;
  if (!(standardError > 0)) return withoutTest(method, NO_OVERLAP, n, region, { estimate });
  const pool = pooled(x, y);
  const statistics = exact
    ? allDivisions(pool, x.length)
    : randomDivisions(pool, x.length, resamples, random);
  const seen = (estimate - 0.5) / standardError;
  // The data themselves are one of the divisions, and extreme against every boundary: p is never 0.
  const others = exact ? withoutOne(statistics, seen) : statistics;
  // A division is extreme against b where its statistic is at least (A − b)/SE, that is, where A less its share is at
  // most b.
  const thresholdsOf = (at: number, scale: number): Thresholds => ({
    values: others.map((value) => at - value * scale),
    always: 1,
    tolerance: 1e-12,
  });
  const permuted = improvementRule(
    thresholdRule(thresholdsOf(estimate, standardError)),
    onShares(thresholdRule(thresholdsOf(logit(estimate), standardError / (estimate * (1 - estimate))))),
  );
  const rule = guardedBesideHalf(permuted, studentRule(x, y));
  return {
    method,
    ...testByRule(rule, region, alpha),
    statistic: seen,
    estimate,
    effectSizes: effectSizes ? [probabilityOfImprovement(x, y, alpha)] : [],
    n,
  };
}

/** The values without the one that is closest to a number. */
function withoutOne(values: Float64Array, number: number): Float64Array {
  const distance = (i: number): number => (values[i] === number ? 0 : Math.abs(values[i]! - number));
  let closest = 0;
  for (let i = 1; i < values.length; i++) if (distance(i) < distance(closest)) closest = i;
  return values.filter((_, i) => i !== closest);
}

/** For each pooled value, ascending, the number of its tie group, from 0. */
function pooled(x: Sample, y: Sample): Int32Array {
  const values = Float64Array.from([...Array.from(x), ...Array.from(y)]).sort();
  const groups = new Int32Array(values.length);
  for (let i = 1; i < values.length; i++) groups[i] = groups[i - 1]! + (values[i]! > values[i - 1]! ? 1 : 0);
  return groups;
}

/**
 * The studentized statistic of a division against ½: `taken[i]` is 1 where the i-th smallest value goes to the first
 * arm of n. Infinite where the arms do not overlap.
 */
function statisticOf(groups: Int32Array, taken: Uint8Array, n: number): number {
  const size = groups.length;
  const m = size - n;
  let [firsts, seconds, sum, sumX, sumY] = [0, 0, 0, 0, 0];
  for (let start = 0; start < size;) {
    let [a, b, end] = [0, 0, start];
    for (; end < size && groups[end] === groups[start]; end++) {
      if (taken[end]) a++;
      else b++;
    }
    // Placements: values of the other arm below, ties half.
    const [px, py] = [seconds + b / 2, firsts + a / 2];
    sum += a * px;
    sumX += a * px * px;
    sumY += b * py * py;
    firsts += a;
    seconds += b;
    start = end;
  }
  const otherSum = n * m - sum;
  const vx = (sumX - (sum * sum) / n) / (n - 1) / (m * m) / n;
  const vy = (sumY - (otherSum * otherSum) / m) / (m - 1) / (n * n) / m;
  const distance = sum / (n * m) - 0.5;
  // 1e-14: placements are halves of whole numbers, so a variance is far larger or zero.
  return distance === 0 ? 0 : vx + vy > 1e-14 ? distance / Math.sqrt(vx + vy) : distance * Infinity;
}

function allDivisions(groups: Int32Array, n: number): Float64Array {
  const size = groups.length;
  const values = new Float64Array(Math.round(arrangements(n, size - n)));
  const taken = new Uint8Array(size);
  let filled = 0;
  const choose = (from: number, left: number): void => {
    if (left === 0) {
      values[filled++] = statisticOf(groups, taken, n);
      return;
    }
    for (let i = from; i <= size - left; i++) {
      taken[i] = 1;
      choose(i + 1, left - 1);
      taken[i] = 0;
    }
  };
  choose(0, n);
  return values;
}

/** Each value is taken with the chance that the places left among the values left give. */
function randomDivisions(groups: Int32Array, n: number, count: number, random: Random): Float64Array {
  const taken = new Uint8Array(groups.length);
  return Float64Array.from({ length: count }, () => {
    let left = n;
    for (let i = 0; i < groups.length; i++) {
      taken[i] = random.uint32() * (groups.length - i) < left * 4294967296 ? 1 : 0;
      left -= taken[i]!;
    }
    return statisticOf(groups, taken, n);
  });
}
