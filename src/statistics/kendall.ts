import { kendallOf, kendallScore } from './correlation.ts';
import { allEqual, ranksOf, type Sample } from './descriptives.ts';
import { normalUpper } from './distributions.ts';
import { lowerTailOf, sumOf } from './lattice.ts';
import { DEFAULT_ALPHA, type TestOptions } from './options.ts';
import { judgeRankCorrelation } from './rank-correlation.ts';
import { REASONS, withoutTest } from './reasons.ts';
import { alternativeOf, different } from './region.ts';
import { requireEqualLengths } from './slope.ts';
import type { TestResult } from './types.ts';

/** Up to so many pairs without ties the law of S is exact; beyond, the normal one is within 1e-4. */
const EXACT_UP_TO = 60;

/**
 * One-sided p-values of no association by Kendall's S: exact without ties up to n = 60 (the number of inversions is a sum of independent uniform numbers), else normal with
 * Kendall's variance given the ties.
 *
 * Example: `kendallTails([1, 2, 3], [1, 2, 3]).greater` is 1/6.
 * @see Best & Gipps 1974, algorithm AS 71; Kendall 1970, Rank Correlation Methods, chapter 4
 */
export function kendallTails(
  x: Sample,
  y: Sample,
  exactUpTo = EXACT_UP_TO,
): { greater: number; less: number } {
  const n = x.length;
  const score = kendallScore(x, y);
  const ties = [ranksOf(x).ties, ranksOf(y).ties] as const;
  if (n <= exactUpTo && ties.every((sizes) => sizes.length === 0)) {
    const uniform = Array.from({ length: n }, (_, i) => ({
      start: 0,
      mass: new Float64Array(i + 1).fill(1 / (i + 1)),
    }));
    const inversions = sumOf(uniform);
    const pairs = (n * (n - 1)) / 2;
    // Symmetric: P(S ≥ s) = P(inversions ≤ (pairs − s)/2), and both tails are sums of small numbers.
    const tail = (s: number): number => Math.min(1, lowerTailOf(inversions, (pairs - s) / 2));
    return { greater: tail(score), less: tail(-score) };
  }
  const z = score / Math.sqrt(scoreVariance(n, ...ties));
  return { greater: normalUpper(z), less: normalUpper(-z) };
}

/**
 * The variance of S under no association, given the sizes of tied groups in either variable.
 *
 * Example: `scoreVariance(4, [], [])` is 8.667.
 * @see Kendall 1970, equation 4.4
 */
export function scoreVariance(n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  const sum = (sizes: readonly number[], f: (t: number) => number): number =>
    sizes.reduce((total, t) => total + f(t), 0);
  const m = n * (n - 1);
  const [one, two] = [(t: number) => t * (t - 1), (t: number) => t * (t - 1) * (t - 2)];
  const five = (t: number): number => t * (t - 1) * (2 * t + 5);
  const first = (m * (2 * n + 5) - sum(tiesX, five) - sum(tiesY, five)) / 18;
  const second = (sum(tiesX, one) * sum(tiesY, one)) / (2 * m);
  const third = n > 2 ? (sum(tiesX, two) * sum(tiesY, two)) / (9 * m * (n - 2)) : 0;
  return first + second + third;
}

/**
 * Kendall's τ_b of independent pairs. Interval on Fisher's scale with SE = √(0.437/(n − 4)); p and interval as in `judgeRankCorrelation`, with `kendallTails` for no association. Choose it
 * for a monotone relation where the coefficient should read as a difference of probabilities (concordant less discordant).
 *
 * Needs n ≥ 5 and variables that vary; otherwise `reason` says what is missing.
 *
 * Example: `kendall([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).estimate` is 0.6.
 * @throws RangeError for unequal lengths
 * @see Kendall 1938; Fieller, Hartley & Pearson 1957 (standard error)
 */
export function kendall(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireEqualLengths(x, y);
  const n = x.length;
  const method = 'Kendall τ_b';
  if (Array.from(x).some(Number.isNaN) || Array.from(y).some(Number.isNaN))
    return withoutTest(method, REASONS.notNumbers, [n], region);
  if (n < 5) return withoutTest(method, REASONS.tooFew, [n], region);
  if (allEqual(x) || allEqual(y)) return withoutTest(method, REASONS.constant, [n], region);
  const estimate = kendallOf(x, y);
  const { p, interval } = judgeRankCorrelation(
    {
      estimate,
      none: kendallTails(x, y),
      standardError: Math.sqrt(0.437 / (n - 4)),
      step: 4 / (n * (n - 1)),
    },
    region,
    alpha,
  );
  const effectSizes = [{ name: 'τ_b', estimate, interval }];
  const statistic = kendallScore(x, y);
  return {
    method,
    alternative: alternativeOf(region),
    statistic,
    p,
    estimate,
    interval,
    effectSizes,
    n: [n],
  };
}
