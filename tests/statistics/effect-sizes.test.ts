import { expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  cliffsDelta,
  cohenD,
  cohenDInterval,
  hedgesFactor,
  interquartileMeanEffect,
  meanDifference,
  noncentralFCdf,
  noncentralTCdf,
  probabilityOfImprovement,
  ratioOfMeansEffect,
  rSquared,
  standardizedDifference,
  noncentralityFor,
  placementBounds,
  binomialCdf,
  binomialUpper,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

const random = () => stream('effects', 'bootstrap');

testAgainstReference('cohen_d_hedges_g', ({ x, y }) => {
  const parts = cohenD(x, y);
  const d_ci95_nct = cohenDInterval(parts, 0.025);
  const J = hedgesFactor(parts.df);
  return {
    d: parts.d,
    g: parts.g,
    J,
    d_ci95_nct: [...d_ci95_nct],
    g_ci95_nct: d_ci95_nct.map((end) => J * end),
  };
});

test("the interval of Hedges' g holds the true difference, not that less the bias that g lacks", () => {
  const [x, y] = [
    [0.3, 1.2, 0.7, -0.1],
    [1.1, 1.9, 0.8],
  ];
  const { lower, upper } = standardizedDifference(x, 0.05, y).interval!;
  expect([lower, upper]).toEqual(cohenDInterval(cohenD(x, y), 0.05));
});

testAgainstReference('noncentral_f', ({ x, d1, d2, lambda }) => ({ cdf: noncentralFCdf(x, d1, d2, lambda) }));

test('the interval of d for pairs holds the noncentralities at which the observed t is not rare', () => {
  const d = [0.3, 1.2, 0.7, -0.1, 0.9, 0.4];
  const { estimate, interval } = standardizedDifference(d, 0.05);
  const t = estimate * Math.sqrt(6);
  // Bisection to 1e-13 over a cdf of error 1e-13, times its slope below one half.
  expect(noncentralTCdf(t, 5, interval!.lower * Math.sqrt(6))).toBeCloseTo(0.95, 10);
  expect(noncentralTCdf(t, 5, interval!.upper * Math.sqrt(6))).toBeCloseTo(0.05, 10);
});

test('the interval of R² holds the noncentralities at which the observed F is not rare', () => {
  const { interval } = rSquared(0.5, { n: 20, predictors: 1, alpha: 0.05 });
  const lambda = (r2: number): number => (20 * r2) / (1 - r2);
  expect(noncentralFCdf(18, 1, 18, lambda(interval!.lower))).toBeCloseTo(0.95, 10);
  expect(noncentralFCdf(18, 1, 18, lambda(interval!.upper))).toBeCloseTo(0.05, 10);
  expect(rSquared(0.001, { n: 20, predictors: 1, alpha: 0.05 }).interval!.lower).toBe(0);
});

test('swapping the arms mirrors every effect size', () => {
  const [x, y] = [
    [3, 1, 4, 1.5, 5.2],
    [2, 7, 1, 8],
  ];
  expect(cliffsDelta(x, y, 0.05).estimate).toBe(-cliffsDelta(y, x, 0.05).estimate);
  // Rounding of 1 − p.
  expect(probabilityOfImprovement(x, y, 0.05).interval!.lower).toBeCloseTo(
    1 - probabilityOfImprovement(y, x, 0.05).interval!.upper,
    12,
  );
  expect(meanDifference(x, y, { alpha: 0.05 })!.estimate).toBe(
    -meanDifference(y, x, { alpha: 0.05 })!.estimate,
  );
  expect(standardizedDifference(x, 0.05, y).estimate).toBe(-standardizedDifference(y, 0.05, x).estimate);
});

test('ratios and interquartile means have intervals around their estimates', () => {
  const x = [3, 4, 5, 6, 7, 8];
  const y = [2, 3, 3, 4, 4, 5];
  for (const effect of [ratioOfMeansEffect, interquartileMeanEffect]) {
    const { estimate, interval } = effect(x, y, { alpha: 0.05, random: random(), resamples: 999 })!;
    expect(interval!.lower).toBeLessThan(estimate);
    expect(interval!.upper).toBeGreaterThan(estimate);
  }
  expect(ratioOfMeansEffect(x, [0, 0], { alpha: 0.05, random: random() })).toBeUndefined();
});

test('an interval of d exists at the error rate of an early look, when 1 − alpha is 1', () => {
  const d = [1, 2, 3, 2.5, 1.7];
  const t = cohenD(d).d * Math.sqrt(5);
  for (const alpha of [2e-16, 1.9e-18]) {
    const { lower, upper } = standardizedDifference(d, alpha).interval!;
    // Both ends against the law at the end; 1e-3: what the outermost 1e-20 of the law of S, which is left out, is
    // beside alpha.
    expect(Math.abs(noncentralTCdf(-t, 4, -lower * Math.sqrt(5)) / alpha - 1)).toBeLessThan(1e-3);
    expect(Math.abs(noncentralTCdf(t, 4, upper * Math.sqrt(5)) / alpha - 1)).toBeLessThan(1e-3);
    // From mpmath (40 digits) at these ends: 2.0000000e-16 and 1.9001e-18.
    expect(upper).toBeCloseTo(alpha === 2e-16 ? 12.55273 : 13.28499, 4);
  }
});

test('an interval of d is never shorter for a smaller error rate, down to the smallest number', () => {
  const ends = [0.05, 1e-6, 1e-15, 1e-17, 1e-18, Number.MIN_VALUE].map(
    (alpha) => standardizedDifference([1, 2, 3, 2.5, 1.7], alpha).interval!,
  );
  for (const [i, { lower, upper }] of ends.slice(1).entries()) {
    expect(lower).toBeLessThan(ends[i]!.lower);
    expect(upper).toBeGreaterThan(ends[i]!.upper);
  }
  expect(Number.isFinite(ends.at(-1)!.upper)).toBe(true);
});

test('a noncentrality is asked for with a probability and a finite t', () => {
  expect(noncentralityFor(1, 5, 0)).toBe(Infinity);
  expect(noncentralityFor(1, 5, 1)).toBe(-Infinity);
  for (const [t, p] of [
    [1, NaN],
    [1, 2],
    [Infinity, 0.5],
  ] as const)
    expect(() => noncentralityFor(t, 5, p)).toThrow(/^Cannot find a noncentrality: expected a finite t/);
});

test('R² near 1 has its interval, by a search that ends', () => {
  for (const r2 of [0.9999, 1 - 1e-5, 1 - 1e-7, 1 - 1e-9, 1 - 1e-14]) {
    const { lower, upper } = rSquared(r2, { n: 20, predictors: 1, alpha: 0.05 }).interval!;
    // The odds of unexplained to explained variance scale: far out both ends are fixed multiples of 1 − R² (χ²₁₈ at
    // 0.05 and 0.95 over 18·20/20).
    expect((1 - lower) / (1 - r2)).toBeGreaterThan(1.9);
    expect((1 - lower) / (1 - r2)).toBeLessThan(2.3);
    expect((1 - upper) / (1 - r2)).toBeGreaterThan(0.6);
    expect((1 - upper) / (1 - r2)).toBeLessThan(0.75);
  }
  // Five intervals; one took over nine seconds where the terms of the mixture were counted from zero.
});

test('the interval of a probability of improvement is symmetric in logits, and never reaches 0 or 1', () => {
  const [x, y] = [
    [2, 4, 5, 6],
    [1, 1.5, 2.5, 3],
  ];
  const { estimate, interval } = probabilityOfImprovement(x, y, 0.05);
  const logit = (share: number): number => Math.log(share / (1 - share));
  expect(estimate).toBe(14 / 16);
  expect(interval!.upper).toBeLessThan(1);
  expect(logit(interval!.upper) - logit(estimate)).toBeCloseTo(logit(estimate) - logit(interval!.lower), 10);
});

test('samples that do not overlap have the interval that holds for any two laws', () => {
  const [high, low] = [
    [6, 7, 8, 9],
    [1, 2, 3, 4, 5],
  ];
  // 0.05^(1/4): with k values each above or below all others, all lie above with probability θ⁴.
  const end = 0.05 ** (1 / 4);
  const { estimate, interval } = probabilityOfImprovement(high, low, 0.05);
  expect(estimate).toBe(1);
  expect(interval!.lower).toBeCloseTo(end, 14); // rounding of exp and log
  expect(interval!.upper).toBe(1);
  const below = probabilityOfImprovement(low, high, 0.05).interval!;
  expect(below.lower).toBe(0);
  expect(below.upper).toBeCloseTo(1 - end, 14); // rounding
  const delta = cliffsDelta(high, low, 0.05);
  expect(delta.interval).toEqual({ lower: 2 * interval!.lower - 1, upper: 1, level: 0.9 });
});

test('a single value against several has an interval around its estimate', () => {
  const { estimate, interval } = probabilityOfImprovement([3], [1, 2, 5], 0.05);
  expect(estimate).toBeCloseTo(2 / 3, 15); // rounding
  // One pair tells little: the ends leave 0 and 1 hardly.
  expect(interval!.lower).toBeGreaterThan(0);
  expect(interval!.lower).toBeLessThan(0.01);
  expect(interval!.upper).toBeGreaterThan(0.99);
  expect(interval!.upper).toBeLessThan(1);
});

test('the interval without a standard error misses either side with probability alpha at most', () => {
  // Wins in k independent pairs are binomial, and their share has the interval of k pairs.
  for (const alpha of [0.05, 0.2])
    for (const k of [1, 2, 5, 9]) {
      const ends = Array.from({ length: k + 1 }, (_, wins) => placementBounds(wins / k, k, alpha));
      for (let theta = 0.01; theta < 1; theta += 0.01) {
        const above = ends.findIndex(([lower]) => lower > theta);
        const below = ends.findLastIndex(([, upper]) => upper < theta);
        // 1e-12: at θ = alpha^(1/k) the probability is alpha itself, up to rounding.
        if (above >= 0) expect(binomialUpper(above - 1, k, theta)).toBeLessThanOrEqual(alpha + 1e-12);
        if (below >= 0) expect(binomialCdf(below, k, theta)).toBeLessThanOrEqual(alpha + 1e-12);
      }
      // All won is no rarer than alpha at the end: no interval that starts later would hold.
      expect(ends.at(-1)![0] ** k).toBeCloseTo(alpha, 12); // rounding
    }
});

test('an effect size of no data, or of values that are not finite, is refused', () => {
  expect(() => cliffsDelta([], [1], 0.05)).toThrow(/^Cannot estimate a probability of improvement/);
  expect(() => probabilityOfImprovement([2, NaN], [1, 2], 0.05)).toThrow(/got \[2, NaN\] and \[1, 2\]/);
  for (const x of [[1], [0, 0], [1, 1], [1, NaN], []])
    expect(() => standardizedDifference(x, 0.05)).toThrow(/^Cannot standardize a difference/);
  expect(() => standardizedDifference([1, 1], 0.05, [2, 2])).toThrow(/got \[1, 1\] and \[2, 2\]/);
  // One sample that varies has a pooled variance.
  expect(standardizedDifference([1, 1], 0.05, [2, 4]).estimate).toBeLessThan(0);
  expect(meanDifference([1, NaN], [1, 2], { alpha: 0.05 })).toBeUndefined();
  expect(meanDifference([1, 2], [1, Infinity], { alpha: 0.05, paired: true })).toBeUndefined();
});

test('an effect size without an interval stands alone', () => {
  expect(meanDifference([1], [2], { alpha: 0.05 })).toEqual({ name: 'mean difference', estimate: -1 });
});
