import { ranksOf, type Sample } from '../descriptives.ts';
import { normalCdf, normalUpper } from '../distributions/distributions.ts';
import { probabilityOfImprovement } from './probability-of-improvement.ts';
import { medianOf, pairSums } from './pair-sums.ts';
import { onGrid } from '../resampling/grid.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { rankSumDistribution, rankSumUntied } from '../distributions/rank-sum-distribution.ts';
import { unfit, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { different } from '../region.ts';
import { invertSteps } from './step-inversion.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';

/** Products of sizes up to this are exact (25 against 25); the normal approximation beyond errs by less than 1e-3. */
const EXACT_UP_TO = 625;

/**
 * The Mann–Whitney (Wilcoxon rank-sum) test for a shift between two independent samples. Exact with and without ties up
 * to n·m = 625, the normal approximation with tie and continuity correction beyond. The estimate is the Hodges–Lehmann
 * shift (median of all x − y), the interval all shifts that the test does not reject. Choose it for arms that do not
 * share seeds and have outliers; it assumes that the distributions differ by a shift only: under unequal spreads use
 * `brunnerMunzel` or `welch`.
 *
 * Needs one finite value in each sample; otherwise `reason` says what is missing. Its smallest p is n!·m!/(n + m)!
 * one-sided.
 *
 * Example: `mannWhitney([4, 5, 6], [1, 2, 3], { region: greater(0) }).p === 0.05`.
 * @see Mann & Whitney 1947; Hodges & Lehmann 1963; Streitberg & Röhmel 1986
 */
export function mannWhitney(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  return ofAnySize([x, y], options, ([u, v], inUnit) => rankSumTest(u!, v!, inUnit));
}

function rankSumTest(x: Sample, y: Sample, options: TestOptions): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, effectSizes = true } = options;
  const n = [x.length, y.length];
  const reason = unfit(x, 1) ?? unfit(y, 1);
  if (reason) return withoutTest('Mann–Whitney', reason, n, region);
  const { values, quantum } = onGrid([...Array.from(x), ...Array.from(y)]);
  const [first, second] = [values.subarray(0, x.length), values.subarray(x.length)];
  const steps = pairSums(
    first,
    second.map((value) => 0 - value),
    quantum,
  );
  const inversion = invertSteps({
    steps,
    nudge: quantum / 4,
    boundaries: [region.lower, region.upper],
    greater: (b) => rankSumAt(first, second, b).greater,
    less: (b) => rankSumAt(first, second, b).less,
  });
  const boundary = region.lower === -Infinity ? region.upper : region.lower;
  return {
    method: isExact(x.length, y.length) ? 'Mann–Whitney, exact' : 'Mann–Whitney, normal',
    ...testByRule(inversion, region, alpha),
    statistic: rankSumTails(x, y, boundary).statistic,
    estimate: medianOf(steps),
    effectSizes: effectSizes ? [probabilityOfImprovement(x, y, alpha)] : [],
    n,
  };
}

const isExact = (n: number, m: number): boolean => n * m <= EXACT_UP_TO;

/** U of the first sample (pairs in which x − shift is larger, ties half) and its one-sided p-values. */
export interface RankSumResult {
  readonly statistic: number;
  readonly greater: number;
  readonly less: number;
}

/** U with its one-sided p-values at one shift alone, as SciPy and R's `coin` give them. */
export function rankSumTails(x: Sample, y: Sample, shift = 0): RankSumResult {
  const { values, quantum } = onGrid([...Array.from(x), ...Array.from(y)]);
  const at = quantum > 0 ? Math.round(shift / quantum) * quantum : shift;
  return rankSumAt(values.subarray(0, x.length), values.subarray(x.length), at);
}

function rankSumAt(x: Float64Array, y: Float64Array, shift: number): RankSumResult {
  const pooled = new Float64Array(x.length + y.length);
  for (let i = 0; i < x.length; i++) pooled[i] = x[i]! - shift;
  pooled.set(y, x.length);
  const { ranks, ties } = ranksOf(pooled);
  const sum = ranks.subarray(0, x.length).reduce((total, rank) => total + rank, 0);
  const statistic = sum - (x.length * (x.length + 1)) / 2;
  if (!isExact(x.length, y.length)) {
    const { greater, less } = rankSumNormal(statistic, x.length, y.length, ties);
    return { statistic, greater, less };
  }
  const tails = ties.length ? rankSumDistribution(ranks, x.length) : rankSumUntied(x.length, y.length);
  return { statistic, greater: tails.upper(sum), less: tails.lower(sum) };
}

/**
 * Normal p-values of U with tie-corrected variance, with half a step towards the mean unless `continuity` is false. All
 * 1 where every value is tied.
 *
 * @see Lehmann 1975, Nonparametrics, §1.4
 */
export function rankSumNormal(
  u: number,
  n: number,
  m: number,
  ties: readonly number[],
  { continuity = true }: { readonly continuity?: boolean } = {},
): { twoSided: number; greater: number; less: number } {
  const size = n + m;
  const tied = ties.reduce((total, t) => total + (t ** 3 - t), 0);
  const spread = Math.sqrt(((n * m) / 12) * (size + 1 - tied / (size * (size - 1))));
  if (!(spread > 0)) return { twoSided: 1, greater: 1, less: 1 };
  const half = continuity ? 0.5 : 0;
  const distance = u - (n * m) / 2;
  return {
    twoSided: Math.min(1, 2 * normalUpper((Math.abs(distance) - half) / spread)),
    greater: normalUpper((distance - half) / spread),
    less: normalCdf((distance + half) / spread),
  };
}

/** The normal approximation from the samples, for comparison with other programs. */
export function mannWhitneyNormal(
  x: Sample,
  y: Sample,
  options: { readonly continuity?: boolean } = {},
): { statistic: number; twoSided: number; greater: number; less: number } {
  const { ranks, ties } = ranksOf([...Array.from(x), ...Array.from(y)]);
  const sum = ranks.subarray(0, x.length).reduce((total, rank) => total + rank, 0);
  const statistic = sum - (x.length * (x.length + 1)) / 2;
  return { statistic, ...rankSumNormal(statistic, x.length, y.length, ties, options) };
}
