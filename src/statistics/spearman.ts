import { centredDoubledRanks, productOf, spearmanOf } from './correlation.ts';
import { allEqual, type Sample } from './descriptives.ts';
import { tUpper } from './distributions.ts';
import { lowerTailOf, permutedProduct, upperTailOf } from './lattice.ts';
import { DEFAULT_ALPHA, type TestOptions } from './options.ts';
import { judgeRankCorrelation } from './rank-correlation.ts';
import { REASONS, withoutTest } from './reasons.ts';
import { alternativeOf, different } from './region.ts';
import { requireEqualLengths } from './slope.ts';
import type { TestResult } from './types.ts';

/** Up to so many pairs the law of the ranks is enumerated (2ⁿ sets, not n! orders), ties and all. */
const EXACT_UP_TO = 9;

/**
 * One-sided p-values of no association by Spearman's ρ: exact given the ties up to n = 9, Student's t = ρ√((n − 2)/(1 − ρ²)) beyond.
 *
 * Example: `spearmanTails([1, 2, 3], [1, 2, 3]).greater` is 1/6.
 */
export function spearmanTails(
  x: Sample,
  y: Sample,
  exactUpTo = EXACT_UP_TO,
): { greater: number; less: number } {
  const n = x.length;
  if (n <= exactUpTo) {
    const [a, b] = [centredDoubledRanks(x), centredDoubledRanks(y)];
    const law = permutedProduct(a, b);
    const observed = productOf(a, b);
    return {
      greater: Math.min(1, upperTailOf(law, observed)),
      less: Math.min(1, lowerTailOf(law, observed)),
    };
  }
  const rho = spearmanOf(x, y);
  const t = rho * Math.sqrt((n - 2) / (1 - rho * rho));
  return { greater: tUpper(t, n - 2), less: tUpper(-t, n - 2) };
}

/**
 * Spearman's rank correlation of independent pairs. Interval on Fisher's scale with SE = √((1 + ρ²/2)/(n − 3)); p and interval as in `judgeRankCorrelation`, with `spearmanTails` for no
 * association. Choose it for a monotone relation with outliers or infinite values, one pair a seed; for arms that share seeds choose `blockedTrend` or `blockedCorrelation`.
 *
 * Needs n ≥ 4 and variables that vary; otherwise `reason` says what is missing.
 *
 * Example: `spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).estimate` is 0.8.
 * @throws RangeError for unequal lengths
 * @see Spearman 1904; Bonett & Wright 2000, Psychometrika 65:23 (standard error)
 */
export function spearman(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireEqualLengths(x, y);
  const n = x.length;
  const method = `Spearman correlation (${n <= EXACT_UP_TO ? 'exact' : 't'})`;
  if (Array.from(x).some(Number.isNaN) || Array.from(y).some(Number.isNaN))
    return withoutTest(method, REASONS.notNumbers, [n], region);
  if (n < 4) return withoutTest(method, REASONS.tooFew, [n], region);
  if (allEqual(x) || allEqual(y)) return withoutTest(method, REASONS.constant, [n], region);
  const estimate = spearmanOf(x, y);
  const { p, interval } = judgeRankCorrelation(
    {
      estimate,
      none: spearmanTails(x, y),
      standardError: Math.sqrt((1 + estimate ** 2 / 2) / (n - 3)),
      step: 12 / (n ** 3 - n),
    },
    region,
    alpha,
  );
  const effectSizes = [{ name: 'ρ', estimate, interval }];
  return {
    method,
    alternative: alternativeOf(region),
    statistic: estimate,
    p,
    estimate,
    interval,
    effectSizes,
    n: [n],
  };
}
