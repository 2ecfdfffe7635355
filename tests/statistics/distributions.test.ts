import { expect, test } from 'vitest';
import {
  betaCdf,
  betaUpper,
  binomialCdf,
  binomialUpper,
  chiSquareCdf,
  chiSquareUpper,
  fCdf,
  fUpper,
  noncentralTCdf,
  noncentralTUpper,
  logNormalCdf,
  normalCdf,
  normalQuantile,
  normalUpper,
  tCdf,
  tQuantile,
  tTwoSided,
  tUpper,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('dist_normal', ({ x }) => ({ cdf: normalCdf(x), sf: normalUpper(x) }));
testAgainstReference('dist_t', ({ t, df }) => ({ cdf: tCdf(t, df), sf: tUpper(t, df) }));
testAgainstReference('dist_F', ({ x, d1, d2 }) => ({ cdf: fCdf(x, d1, d2), sf: fUpper(x, d1, d2) }));
testAgainstReference('dist_chi2', ({ x, k }) => ({ cdf: chiSquareCdf(x, k), sf: chiSquareUpper(x, k) }));
testAgainstReference('dist_beta', ({ x, a, b }) => ({ cdf: betaCdf(x, a, b), sf: betaUpper(x, a, b) }));
testAgainstReference('dist_binomial', ({ k, n, p }) => ({
  cdf: binomialCdf(k, n, p),
  sf: binomialUpper(k, n, p),
}));
testAgainstReference('dist_t_quantile', ({ p, df }) => ({ q: tQuantile(p, df) }));
testAgainstReference('dist_noncentral_t', ({ t, df, nc }) => ({
  cdf: noncentralTCdf(t, df, nc),
  sf: noncentralTUpper(t, df, nc),
}));

test.for([
  [-10, -53.23128515051248],
  [-29.999, -454.2912111961239],
  [-30, -454.32124395634327],
  [-30.001, -454.3512777154589],
  [-40, -804.6084420137539],
  [-1e4, -50000010.12927892],
] as const)('ln Φ(%f) is that of scipy.special.log_ndtr', ([z, expected]) => {
  expect(logNormalCdf(z) / expected).toBeCloseTo(1, 13); // rounding of the logarithm's parts
});

test('the normal quantile inverts the cdf from 1e-300 to one half', () => {
  for (const p of [1e-300, 1e-100, 1e-17, 1e-8, 0.025, 0.3, 0.5])
    // erfcinv holds 7e-14 relative; a tail multiplies that by z², 1,369 at z = −37.
    expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(2e-10);
});

test('t with infinite degrees of freedom is normal, to its infinite ends', () => {
  for (const t of [-Infinity, -8, -1.5, 0, 1.5, 8, Infinity]) {
    expect(tCdf(t, Infinity)).toBe(normalCdf(t));
    expect(tUpper(t, Infinity)).toBe(normalUpper(t));
    expect(tTwoSided(t, Infinity)).toBe(2 * normalUpper(Math.abs(t)));
  }
  for (const p of [0, 1e-300, 0.05, 0.5, 0.95]) expect(tQuantile(p, Infinity)).toBe(normalQuantile(p));
});

test('the two-sided t probability is twice the tail, also far out', () => {
  expect(tTwoSided(-40, 30)).toBe(2 * tUpper(40, 30));
  expect(tUpper(40, 30)).toBeGreaterThan(0);
});
