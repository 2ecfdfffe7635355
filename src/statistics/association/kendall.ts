import { kendallOf, kendallScore, kendallWithout } from './correlation.ts';
import { allEqual, groupSizes, type Sample } from '../descriptives.ts';
import { normalUpper } from '../distributions/distributions.ts';
import { lowerTailOf, upperTailOf } from '../distributions/lattice.ts';
import { DEFAULT_ALPHA } from '../options.ts';
import {
  judgeRankCorrelation,
  nullTails,
  type NullLawOptions,
  type NullTails,
  type RankCorrelationOptions,
} from './rank-correlation.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { alternativeOf, different } from '../region.ts';
import { CHEAP, scoreLaw, scoreWork } from '../distributions/score-law.ts';
import { requireCount, requireEqualLengths } from '../require.ts';
import type { TestResult } from '../types.ts';

/**
 * One-sided p-values of no association by Kendall's S, given the ties in either variable: exact by `scoreLaw` where
 * that is cheap (to some 100 pairs where one variable has no ties, else to some 14, or more where many are tied), by (b
 * + 1)/(m + 1) seeded permutations, or normal with Kendall's variance given the ties.
 *
 * Example: `kendallTails([1, 2, 3], [1, 2, 3]).greater` is 1/6.
 * @throws RangeError for unequal lengths, or if `monte-carlo` is asked for without `random`
 * @see Kendall 1970, Rank Correlation Methods, chapter 4; Phipson & Smyth 2010 for (b + 1)/(m + 1)
 */
export function kendallTails(x: Sample, y: Sample, options: NullLawOptions = {}): NullTails {
  requireEqualLengths(x, y);
  const observed = kendallScore(x, y);
  const sizes = [groupSizes(x), groupSizes(y)] as const;
  const shuffled = Array.from(y);
  return nullTails(
    {
      observed,
      cheap: scoreWork(...sizes) <= CHEAP,
      exact: () => {
        const law = scoreLaw(...sizes);
        return {
          greater: Math.min(1, upperTailOf(law, observed)),
          less: Math.min(1, lowerTailOf(law, observed)),
        };
      },
      asymptotic: () => {
        const z = observed / Math.sqrt(scoreVariance(x.length, ...sizes));
        return { greater: normalUpper(z), less: normalUpper(-z) };
      },
      draw: (random) => kendallScore(x, random.shuffle(shuffled)),
    },
    options,
  );
}

/**
 * The variance of S under no association, given the sizes of tied groups in either variable.
 *
 * Example: `scoreVariance(4, [], [])` is 8.667.
 * @see Kendall 1970, equation 4.4
 */
export function scoreVariance(n: number, tiesX: readonly number[], tiesY: readonly number[]): number {
  requireCount('spread a score', 'values', n, 0);
  if (n < 2) return 0;
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
 * Kendall's τ_b of independent pairs. Interval on Fisher's scale with SE = √(0.437/(n − 4)) and n − 1 degrees of
 * freedom, and with the jackknife's; p and interval as in `judgeRankCorrelation`, with `kendallTails` for no
 * association, whose law the method names. Other programs give the closed form alone, which is narrower. Of pairs whose
 * scales differ threefold the end towards 0 errs at 6 % rather than 5 % where |τ| is 0.6. Choose it for a monotone
 * relation where the coefficient should read as a difference of probabilities (concordant less discordant).
 *
 * Needs n ≥ 5 and variables that vary; otherwise `reason` says what is missing.
 *
 * Example: `kendall([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).estimate` is 0.6.
 * @throws RangeError for unequal lengths, or `monte-carlo` without `random`
 * @see Kendall 1938; Fieller, Hartley & Pearson 1957 (standard error); Arvesen 1969 (jackknife)
 */
export function kendall(x: Sample, y: Sample, options: RankCorrelationOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireEqualLengths(x, y);
  const n = x.length;
  const method = 'Kendall τ_b';
  if (Array.from(x).some(Number.isNaN) || Array.from(y).some(Number.isNaN))
    return withoutTest(method, REASONS.notNumbers, [n], region);
  if (n < 5) return withoutTest(method, REASONS.tooFew, [n], region);
  if (allEqual(x) || allEqual(y)) return withoutTest(method, REASONS.constant, [n], region);
  const estimate = kendallOf(x, y);
  const none = kendallTails(x, y, options);
  const { p, interval } = judgeRankCorrelation(
    {
      estimate,
      none,
      standardError: Math.sqrt(0.437 / (n - 4)),
      df: n - 1,
      jackknifed: kendallWithout(x, y),
      step: 4 / (n * (n - 1)),
    },
    region,
    alpha,
  );
  const effectSizes = [{ name: 'τ_b', estimate, interval }];
  const statistic = kendallScore(x, y);
  return {
    method: `${method} (${none.how})`,
    alternative: alternativeOf(region),
    statistic,
    p,
    estimate,
    interval,
    effectSizes,
    n: [n],
  };
}
