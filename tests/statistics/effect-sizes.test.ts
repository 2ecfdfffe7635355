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

test('an effect size without an interval stands alone', () => {
  expect(probabilityOfImprovement([5, 6], [1, 2], 0.05)).toEqual({
    name: 'probability of improvement',
    estimate: 1,
  });
  expect(meanDifference([1], [2], { alpha: 0.05 })).toEqual({ name: 'mean difference', estimate: -1 });
});
