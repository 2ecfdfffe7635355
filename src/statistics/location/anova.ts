import { allFinite, mean, median, ranksOf, sumOfSquares, variance } from '../descriptives.ts';
import { chiSquareUpper, fUpper } from '../distributions/distributions.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import type { TestResult } from '../types.ts';
import { inUnit, unitOf } from '../unit.ts';

type Groups = readonly (readonly number[])[];

/**
 * One-way analysis of variance: F = (between/(k − 1))/(within/(N − k)). Choose `welchAnova` unless equal variances are
 * part of the design, and `allPairsEquivalent` to show that arms agree: a large p here shows nothing.
 *
 * Needs two groups, N > k and a variance within above zero; otherwise `reason` says what is missing. Effect sizes η²
 * and ω².
 *
 * Example: `anova([[1, 2, 3], [2, 3, 4], [5, 6, 7]]).statistic` is 13.
 * @see Fisher 1925
 */
export function anova(samples: Groups): TestResult {
  const groups = inOneUnit(samples);
  const method = 'one-way analysis of variance';
  const n = groups.map(({ length }) => length);
  const reason = unfitGroups(groups, 1);
  if (reason) return withoutTest(method, reason, n);
  const all = groups.flat();
  const [df1, df2] = [groups.length - 1, all.length - groups.length];
  if (df2 < 1) return withoutTest(method, REASONS.tooFew, n);
  const within = groups.reduce((total, group) => total + sumOfSquares(group), 0);
  const centre = mean(all);
  const between = groups.reduce((total, group) => total + group.length * (mean(group) - centre) ** 2, 0);
  if (!(within > 0)) return withoutTest(method, REASONS.zeroVariance, n);
  const statistic = between / df1 / (within / df2);
  if (!Number.isFinite(statistic)) return withoutTest(method, REASONS.notFinite, n);
  return {
    method,
    alternative: 'two-sided',
    statistic,
    degreesOfFreedom: [df1, df2],
    p: fUpper(statistic, df1, df2),
    effectSizes: [
      { name: 'η²', estimate: between / (between + within) },
      { name: 'ω²', estimate: Math.max(0, (df1 * (statistic - 1)) / (df1 * (statistic - 1) + all.length)) },
    ],
    n,
  };
}

/**
 * Welch's analysis of variance for groups of unequal variances: weights n/s², F against degrees of freedom k − 1 and
 * (k² − 1)/(3Λ). Choose it to show that three or more arms that do not share seeds differ at all.
 *
 * Needs two values and a variance above zero in each of two groups or more; otherwise `reason` says what is missing.
 * Effect size ω² (adjusted, Hays's form on Welch's F).
 *
 * Example: `welchAnova([[1, 2, 3], [2, 3, 4], [5, 6, 7]]).degreesOfFreedom` is 2, 4.
 * @see Welch 1951, Biometrika 38:330
 */
export function welchAnova(samples: Groups): TestResult {
  const groups = inOneUnit(samples);
  const method = "Welch's analysis of variance";
  const n = groups.map(({ length }) => length);
  const reason = unfitGroups(groups, 2);
  if (reason) return withoutTest(method, reason, n);
  const spreads = groups.map((group) => variance(group));
  if (spreads.some((spread) => !(spread > 0))) return withoutTest(method, REASONS.zeroVariance, n);
  const k = groups.length;
  // In units of the smallest spread, for 1/1e-320 is no number.
  const least = Math.min(...spreads);
  const weights = groups.map((group, g) => group.length * (least / spreads[g]!));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = groups.map((group) => mean(group));
  const centre = means.reduce((sum, value, g) => sum + (weights[g]! / total) * value, 0);
  const lambda = groups.reduce(
    (sum, group, g) => sum + (1 - weights[g]! / total) ** 2 / (group.length - 1),
    0,
  );
  const between =
    means.reduce((sum, value, g) => sum + weights[g]! * (value - centre) ** 2, 0) / least / (k - 1);
  const statistic = between / (1 + (2 * (k - 2) * lambda) / (k * k - 1));
  if (!Number.isFinite(statistic)) return withoutTest(method, REASONS.notFinite, n);
  const degreesOfFreedom = [k - 1, (k * k - 1) / (3 * lambda)] as const;
  const size = groups.flat().length;
  const signal = (k - 1) * (statistic - 1);
  return {
    method,
    alternative: 'two-sided',
    statistic,
    degreesOfFreedom,
    p: fUpper(statistic, ...degreesOfFreedom),
    effectSizes: [{ name: 'ω²', estimate: Math.max(0, signal / (signal + size)) }],
    n,
  };
}

/**
 * The Kruskal–Wallis test: H = 12/(N(N + 1)) Σ n(r̄ − (N + 1)/2)², divided by 1 − Σ(t³ − t)/(N³ − N) for ties, against
 * χ² with k − 1 degrees of freedom. Choose it to show that arms that do not share seeds differ in level when values are
 * skewed or infinite.
 *
 * Needs two groups with values that are not all equal; otherwise `reason` says what is missing. Effect size ε² = H/(N −
 * 1), 0 … 1.
 *
 * Example: `kruskalWallis([[1, 2], [3, 4], [5, 6]]).statistic` is 4.571.
 * @see Kruskal & Wallis 1952, JASA 47:583; Tomczak & Tomczak 2014 (ε²)
 */
export function kruskalWallis(groups: Groups): TestResult {
  const method = 'Kruskal–Wallis';
  const n = groups.map(({ length }) => length);
  const all = groups.flat();
  if (groups.length < 2 || groups.some(({ length }) => length === 0))
    return withoutTest(method, REASONS.tooFew, n);
  if (all.some(Number.isNaN)) return withoutTest(method, REASONS.notNumbers, n);
  const { ranks, ties } = ranksOf(all);
  const size = all.length;
  const tied = 1 - ties.reduce((sum, t) => sum + t ** 3 - t, 0) / (size ** 3 - size);
  if (!(tied > 0)) return withoutTest(method, REASONS.allTies, n);
  let start = 0;
  const between = groups.reduce((sum, { length }) => {
    const own = ranks.subarray(start, (start += length));
    return sum + length * (mean(own) - (size + 1) / 2) ** 2;
  }, 0);
  const statistic = (12 * between) / (size * (size + 1)) / tied;
  const df = groups.length - 1;
  return {
    method,
    alternative: 'two-sided',
    statistic,
    degreesOfFreedom: df,
    p: chiSquareUpper(statistic, df),
    effectSizes: [{ name: 'ε²', estimate: statistic / (size - 1) }],
    n,
  };
}

/**
 * Levene's test of equal spreads: the analysis of variance of |x − centre of its group|. With `median` (default) it is
 * Brown and Forsythe's, which holds its error rate for skewed values; with `mean` Levene's own. Choose it where a claim
 * is about the spread over seeds itself.
 *
 * Needs as `anova`.
 *
 * Example: `levene([[1, 2, 3], [1, 5, 9]]).statistic` is 1.97.
 * @see Levene 1960; Brown & Forsythe 1974, JASA 69:364
 */
export function levene(
  groups: Groups,
  { centre = 'median' }: { readonly centre?: 'median' | 'mean' } = {},
): TestResult {
  const method = centre === 'median' ? 'Brown–Forsythe' : 'Levene';
  const n = groups.map(({ length }) => length);
  const reason = unfitGroups(groups, 1);
  if (reason) return withoutTest(method, reason, n);
  const distances = inOneUnit(groups).map((group) => {
    const middle = centre === 'median' ? median(group) : mean(group);
    return group.map((value) => Math.abs(value - middle));
  });
  return { ...anova(distances), method };
}

/** Groups in one unit: what these tests say does not depend on it. */
function inOneUnit(groups: Groups): Groups {
  const unit = unitOf(...groups);
  return unit === 1 ? groups : groups.map((group) => Array.from(inUnit(group, unit)));
}

function unfitGroups(groups: Groups, atLeast: number): string | undefined {
  if (groups.length < 2 || groups.some(({ length }) => length < atLeast)) return REASONS.tooFew;
  return groups.every((group) => allFinite(group)) ? undefined : REASONS.notFinite;
}
