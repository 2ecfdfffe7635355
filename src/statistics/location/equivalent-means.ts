import { allFinite, mean, variance, type Sample } from '../descriptives.ts';
import { noncentralFCdf, noncentralFUpper, noncentralityOfF } from '../distributions/noncentral-f.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { less } from '../region.ts';
import { welch } from './student.ts';
import type { TestResult } from '../types.ts';
import { inUnit, ofAnySize, unitOf } from '../unit.ts';

type Groups = readonly Sample[];

/**
 * Wellek's F test that several means are equivalent: θ = √(Σ (n/n̄)(μ − μ̄)²)/σ, the spread of the means in standard
 * deviations, is below a margin ε. F of the one-way analysis of variance is noncentral with λ = n̄·θ². Choose it for
 * arms that do not share seeds when the claim is about all of them together; `independentPairsEquivalent` claims a
 * margin in the measure's own unit.
 *
 * Needs two groups of two values and a variance within above zero; otherwise `reason` says what is missing. Assumes
 * equal variances.
 *
 * Example: `equivalentMeans([[1, 2, 3], [1, 2, 3], [1, 2, 3]], { region: less(1) }).estimate` is 0.
 * @param options.region of θ ≥ 0; default θ < 0.5
 * @see Wellek 2010, Testing Statistical Hypotheses of Equivalence, section 7.2
 */
export function equivalentMeans(samples: Groups, options: TestOptions = {}): TestResult {
  const unit = unitOf(...samples);
  const groups = samples.map((sample) => inUnit(sample, unit));
  const { region = less(0.5), alpha = DEFAULT_ALPHA } = options;
  const method = "Wellek's F test of equivalent means";
  const n = groups.map(({ length }) => length);
  const reason = unfitGroups(groups);
  if (reason) return withoutTest(method, reason, n, region);
  const total = n.reduce((sum, size) => sum + size, 0);
  const [df1, df2, perGroup] = [groups.length - 1, total - groups.length, total / groups.length];
  const means = groups.map((group) => mean(group));
  const centre = means.reduce((sum, value, g) => sum + (n[g]! / total) * value, 0);
  const within = groups.reduce((sum, group) => sum + (group.length - 1) * variance(group), 0) / df2;
  if (!(within > 0)) return withoutTest(method, REASONS.zeroVariance, n, region);
  const between = means.reduce((sum, value, g) => sum + n[g]! * (value - centre) ** 2, 0);
  const statistic = between / df1 / within;
  if (!Number.isFinite(statistic)) return withoutTest(method, REASONS.notFinite, n, region);
  const lambda = (theta: number) => perGroup * Math.max(0, theta) ** 2;
  const tails = {
    // θ < 0 is certain not to be: a boundary below zero is passed.
    greater: (theta: number) => (theta < 0 ? 0 : noncentralFUpper(statistic, df1, df2, lambda(theta))),
    less: (theta: number) => (theta <= 0 ? 1 : noncentralFCdf(statistic, df1, df2, lambda(theta))),
  };
  const end = (p: number) => Math.sqrt(noncentralityOfF(statistic, df1, df2, p) / perGroup);
  return {
    method,
    ...testByRule({ ...tails, ends: (tail) => [end(1 - tail), end(tail)] }, region, alpha),
    statistic,
    degreesOfFreedom: [df1, df2],
    estimate: Math.sqrt(between / perGroup / within),
    effectSizes: [],
    n,
  };
}

/**
 * The largest difference between the means of any two of several independent groups, θ = max |μᵢ − μⱼ|, by Welch's t
 * for each pair. Choose it to show that arms that do not share seeds all agree within a margin; `allPairsEquivalent` is
 * the version for arms that do.
 *
 * "All inside" by intersection–union: each pair at its own alpha, no correction due. "Some outside" with Bonferroni
 * over the pairs and both signs.
 *
 * Needs two groups of two values and a variance above zero in one of each pair; otherwise `reason` says what is
 * missing.
 *
 * Example: `independentPairsEquivalent([[1, 2, 3], [1, 2, 3], [2, 3, 4]], { region: less(5) }).estimate` is 1.
 * @param options.region of θ ≥ 0; default θ < 0.5
 * @see Berger 1982, Technometrics 24:295 (intersection–union)
 */
export function independentPairsEquivalent(groups: Groups, options: TestOptions = {}): TestResult {
  return ofAnySize(groups, { region: less(0.5), ...options }, pairsInUnit);
}

function pairsInUnit(
  groups: Groups,
  { region, alpha = DEFAULT_ALPHA }: TestOptions & Required<Pick<TestOptions, 'region'>>,
): TestResult {
  const method = 'all pairs of independent means, Welch t';
  const n = groups.map(({ length }) => length);
  const reason = unfitGroups(groups);
  if (reason) return withoutTest(method, reason, n, region);
  const pairs = groups.flatMap((x, i) => groups.slice(i + 1).map((y) => [x, y] as const));
  const against = (boundary: number) =>
    pairs.map(([x, y]) => {
      const p = (upper: boolean, at: number) =>
        welch(x, y, {
          region: upper ? { lower: at, upper: Infinity } : { lower: -Infinity, upper: at },
          effectSizes: false,
        }).p;
      return {
        above: p(true, boundary),
        below: p(false, -boundary),
        inside: [p(false, boundary), p(true, -boundary)],
      };
    });
  if (against(0).some(({ above }) => above === undefined))
    return withoutTest(method, REASONS.zeroVariance, n, region);
  const tails = {
    greater: (boundary: number) =>
      boundary < 0
        ? 0
        : Math.min(
            1,
            2 * pairs.length * Math.min(...against(boundary).flatMap(({ above, below }) => [above!, below!])),
          ),
    less: (boundary: number) =>
      boundary <= 0 ? 1 : Math.max(...against(boundary).flatMap(({ inside }) => inside.map((p) => p!))),
  };
  const within = (level: number) =>
    pairs.map(
      ([x, y]) =>
        welch(x, y, { region: { lower: -1, upper: 1 }, alpha: level, effectSizes: false }).interval!,
    );
  const ends = (tail: number): [number, number] => [
    Math.max(0, ...within(tail / (2 * pairs.length)).map((each) => Math.max(each.lower, -each.upper))),
    Math.max(...within(tail).map((each) => Math.max(-each.lower, each.upper))),
  ];
  return {
    method,
    ...testByRule({ ...tails, ends }, region, alpha),
    estimate: Math.max(...pairs.map(([x, y]) => Math.abs(mean(x) - mean(y)))),
    effectSizes: [],
    n,
  };
}

function unfitGroups(groups: Groups): string | undefined {
  if (groups.length < 2 || groups.some(({ length }) => length < 2)) return REASONS.tooFew;
  return groups.every((group) => allFinite(group)) ? undefined : REASONS.notFinite;
}
