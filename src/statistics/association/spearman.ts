import { centredDoubledRanks, productOf, spearmanOf, spearmanWithout } from './correlation.ts';
import { allEqual, type Sample } from '../descriptives.ts';
import { tUpper } from '../distributions/distributions.ts';
import { lowerTailOf, permutedProduct, productWork, upperTailOf } from '../distributions/lattice.ts';
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
import { CHEAP } from '../distributions/score-law.ts';
import { requireEqualLengths } from '../require.ts';
import type { TestResult } from '../types.ts';

/**
 * One-sided p-values of no association by Spearman's ρ, given the ties in either variable: exact where that is cheap
 * (to 11 pairs, or more where many are tied), by (b + 1)/(m + 1) seeded permutations, or Student's t = ρ√((n − 2)/(1 −
 * ρ²)).
 *
 * Example: `spearmanTails([1, 2, 3], [1, 2, 3]).greater` is 1/6.
 * @throws RangeError for unequal lengths, or if `monte-carlo` is asked for without `random`
 * @see Kendall & Stuart 1973, §31.19 (t); Phipson & Smyth 2010 for (b + 1)/(m + 1)
 */
export function spearmanTails(x: Sample, y: Sample, options: NullLawOptions = {}): NullTails {
  requireEqualLengths(x, y);
  const n = x.length;
  const [a, b] = [centredDoubledRanks(x), centredDoubledRanks(y)];
  const observed = productOf(a, b);
  const shuffled = [...b];
  return nullTails(
    {
      observed,
      cheap: productWork(a, b) <= CHEAP,
      exact: () => {
        const law = permutedProduct(a, b);
        return {
          greater: Math.min(1, upperTailOf(law, observed)),
          less: Math.min(1, lowerTailOf(law, observed)),
        };
      },
      asymptotic: () => {
        const rho = spearmanOf(x, y);
        const t = rho * Math.sqrt((n - 2) / (1 - rho * rho));
        return { greater: tUpper(t, n - 2), less: tUpper(-t, n - 2) };
      },
      draw: (random) => productOf(a, random.shuffle(shuffled)),
    },
    options,
  );
}

/**
 * Spearman's rank correlation of independent pairs. Interval on Fisher's scale with SE = √((1 + ρ²/2)/(n − 3)), and
 * with the jackknife's; p and interval as in `judgeRankCorrelation`, with `spearmanTails` for no association, whose law
 * the method names. Other programs give the closed form alone, which is narrower. Of pairs whose scales differ
 * threefold the end towards 0 errs at 5.5 % rather than 5 % where |ρ| is 0.8. Choose it for a monotone relation with
 * outliers or infinite values, one pair a seed; for arms that share seeds choose `blockedTrend` or
 * `blockedCorrelation`.
 *
 * Needs n ≥ 4 and variables that vary; otherwise `reason` says what is missing.
 *
 * Example: `spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).estimate` is 0.8.
 * @throws RangeError for unequal lengths, or `monte-carlo` without `random`
 * @see Spearman 1904; Bonett & Wright 2000, Psychometrika 65:23 (standard error); Arvesen 1969 (jackknife)
 */
export function spearman(x: Sample, y: Sample, options: RankCorrelationOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireEqualLengths(x, y);
  const n = x.length;
  const method = 'Spearman correlation';
  if (Array.from(x).some(Number.isNaN) || Array.from(y).some(Number.isNaN))
    return withoutTest(method, REASONS.notNumbers, [n], region);
  if (n < 4) return withoutTest(method, REASONS.tooFew, [n], region);
  if (allEqual(x) || allEqual(y)) return withoutTest(method, REASONS.constant, [n], region);
  const estimate = spearmanOf(x, y);
  const none = spearmanTails(x, y, options);
  const { p, interval } = judgeRankCorrelation(
    {
      estimate,
      none,
      standardError: Math.sqrt((1 + estimate ** 2 / 2) / (n - 3)),
      df: Infinity,
      jackknifed: spearmanWithout(x, y),
      step: 12 / (n ** 3 - n),
    },
    region,
    alpha,
  );
  const effectSizes = [{ name: 'ρ', estimate, interval }];
  return {
    method: `${method} (${none.how})`,
    alternative: alternativeOf(region),
    statistic: estimate,
    p,
    estimate,
    interval,
    effectSizes,
    n: [n],
  };
}
