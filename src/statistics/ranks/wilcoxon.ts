import { ranksOf, type Sample } from '../descriptives.ts';
import { normalCdf, normalUpper } from '../distributions/distributions.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { unrankable, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { different } from '../region.ts';
import { signedRankDistribution, signedRankUntied } from '../distributions/signed-rank-distribution.ts';
import { walshAverages, type Ascending } from './pair-sums.ts';
import { ofPairs } from '../pairs.ts';
import { invertSteps } from './step-inversion.ts';
import { onGrid } from '../resampling/grid.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';
import { requireSamples } from '../require.ts';

/** Above this many differences that are not zero, the normal approximation serves; its error is then below 1e-4. */
const EXACT_UP_TO = 100;

/**
 * Wilcoxon's signed-rank test for the centre of symmetry of paired differences. Exact for every pattern of ties: zeros
 * are dropped, tied sizes share midranks, and the null distribution is that of the ranks at hand (above 100 differences
 * the normal approximation with tie and continuity correction). The estimate is the Hodges–Lehmann median of the Walsh
 * averages, the interval all centres that the test does not reject. Choose it for differences with outliers; it assumes
 * symmetry, not normality. Its smallest p is 2⁻ⁿ one-sided.
 *
 * Infinite differences are the largest, tied with each other: a run that is worse than every number. The pseudo-median
 * and its interval may then have infinite ends. Their difference, of two such runs, is 0 to the caller: a tie.
 *
 * Needs n ≥ 1 and numbers; otherwise `reason` says what is missing.
 *
 * Example: `wilcoxonSignedRank([1, 2, 3, 4, 5], { region: greater(0) }).p === 1 / 32`.
 * @see Wilcoxon 1945; Hodges & Lehmann 1963; Streitberg & Röhmel 1986
 */
export function wilcoxonSignedRank(d: Sample, options: TestOptions = {}): TestResult {
  return ofAnySize([d], options, ([u], inUnit) => signedRankTest(u!, inUnit));
}

function signedRankTest(d: Sample, options: TestOptions): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  const n = [d.length];
  const reason = unrankable(d, 1);
  if (reason) return withoutTest('Wilcoxon signed rank', reason, n, region);
  const { values, quantum } = onGrid(d);
  const finite = values.filter(Number.isFinite);
  const walsh = walshAverages(finite, quantum);
  const inversion = invertSteps({
    steps: walsh,
    nudge: quantum / 4,
    boundaries: [region.lower, region.upper],
    greater: (b) => signedRanksAt(values, b).greater,
    less: (b) => signedRanksAt(values, b).less,
  });
  return {
    method: d.length <= EXACT_UP_TO ? 'Wilcoxon signed rank, exact' : 'Wilcoxon signed rank, normal',
    ...testByRule(inversion, region, alpha),
    statistic: signedRankTails(d, region.lower === -Infinity ? region.upper : region.lower).statistic,
    ...pseudoMedian(walsh, values),
    effectSizes: [],
    n,
  };
}

/**
 * The median of all Walsh averages, those with an infinite value among them: of a value and ∞ it is ∞, of −∞ and ∞ it
 * counts on either side. None where as many lie at either end as can.
 */
function pseudoMedian(walsh: Ascending, values: Float64Array): { readonly estimate?: number } {
  const count = (end: number) => values.filter((value) => value === end).length;
  const averages = (infinite: number) =>
    (infinite * (infinite + 1)) / 2 + infinite * (values.length - count(Infinity) - count(-Infinity));
  const [below, above] = [averages(count(-Infinity)), averages(count(Infinity))];
  const all = below + walsh.length + above;
  const at = (k: number) =>
    k < below ? -Infinity : k < below + walsh.length ? walsh.at(k - below) : Infinity;
  const [low, high] = [at((all - 1) >> 1), at(all >> 1)];
  if (low === -Infinity && high === Infinity) return {};
  // Halves first: of numbers near 1e308 the sum is no number, and an infinite end stays one.
  return { estimate: low / 2 + high / 2 };
}

/** `wilcoxonSignedRank` of x − y. @throws RangeError for unequal lengths */
export const wilcoxonPaired = (x: Sample, y: Sample, options: TestOptions = {}): TestResult =>
  ofPairs(x, y, options, wilcoxonSignedRank);

/**
 * W⁺ of d − centre with its one-sided p-values at that centre alone, as R's `exactRankTests` and SciPy give them.
 * `wilcoxonSignedRank` tests θ ≤ centre and θ ≥ centre, so where the centre is itself a Walsh average it takes the
 * larger of this p and that just beside it.
 */
export function signedRankTails(d: Sample, centre = 0): SignedRankTails {
  const { values, quantum } = onGrid(d);
  // Averages of pairs lie on the half grid; a centre closer to one than a quarter is that one.
  return signedRanksAt(values, quantum > 0 ? Math.round((2 * centre) / quantum) * (quantum / 2) : centre);
}

/** W⁺ and its one-sided p-values. */
export interface SignedRankTails {
  readonly statistic: number;
  readonly greater: number;
  readonly less: number;
}

function signedRanksAt(values: Float64Array, centre: number): SignedRankTails {
  const moved = values.map((value) => value - centre).filter((value) => value !== 0);
  const { ranks, ties } = ranksOf(moved.map(Math.abs));
  const statistic = moved.reduce((total, value, i) => (value > 0 ? total + ranks[i]! : total), 0);
  if (moved.length > EXACT_UP_TO) {
    const { greater, less } = signedRankNormal(statistic, moved.length, ties);
    return { statistic, greater, less };
  }
  const tails = ties.length ? signedRankDistribution(ranks) : signedRankUntied(moved.length);
  return { statistic, greater: tails.upper(statistic), less: tails.lower(statistic) };
}

/** How the normal approximation treats zeros and steps. */
export interface SignedRankNormalOptions {
  /** Zeros that were ranked and then left out of the sum (Pratt); 0 where they were dropped before ranking. */
  readonly prattZeros?: number;
  /** Half a step towards the mean; default true. */
  readonly continuity?: boolean;
}

/**
 * Normal p-values of the signed-rank sum W⁺ of n differences with tied groups.
 *
 * @see Pratt 1959 for zeros; Cureton 1967 for their variance
 */
export function signedRankNormal(
  statistic: number,
  n: number,
  ties: readonly number[],
  { prattZeros = 0, continuity = true }: SignedRankNormalOptions = {},
): { twoSided: number; greater: number; less: number } {
  const z = prattZeros;
  const expected = (n * (n + 1) - z * (z + 1)) / 4;
  const tied = ties.reduce((total, t) => total + (t ** 3 - t) / 48, 0);
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1) - z * (z + 1) * (2 * z + 1)) / 24 - tied);
  if (!(spread > 0)) return { twoSided: 1, greater: 1, less: 1 };
  const half = continuity ? 0.5 : 0;
  const distance = statistic - expected;
  const shrunk = Math.sign(distance) * Math.max(0, Math.abs(distance) - half);
  return {
    twoSided: Math.min(1, 2 * normalUpper(Math.abs(shrunk) / spread)),
    greater: normalUpper((distance - half) / spread),
    less: normalCdf((distance + half) / spread),
  };
}

/**
 * The normal approximation from the differences, zeros dropped (`drop`) or ranked (`pratt`); for more than 100 or for
 * comparison with other programs.
 */
export function wilcoxonNormal(
  d: Sample,
  {
    zeros = 'drop',
    continuity = true,
  }: { readonly zeros?: 'drop' | 'pratt'; readonly continuity?: boolean } = {},
): { twoSided: number; greater: number; less: number } {
  requireSamples('rank differences', [d], 0);
  const kept = Float64Array.from(d).filter((value) => zeros === 'pratt' || value !== 0);
  const { ranks, ties } = ranksOf(kept.map(Math.abs));
  const prattZeros = kept.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  const statistic = kept.reduce((total, value, i) => (value > 0 ? total + ranks[i]! : total), 0);
  // Zeros are one tied group too, but their variance is already taken out.
  const others = prattZeros > 1 ? ties.toSpliced(0, 1) : ties;
  return signedRankNormal(statistic, kept.length, others, { prattZeros, continuity });
}
