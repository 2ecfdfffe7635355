import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  anytimeMean,
  different,
  empiricalBernstein,
  equivalent,
  greater,
  inside,
  less,
  logEValueOfT,
  logEValueOfWins,
  minimalEffect,
  normalMixture,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('t_test_e_value_gaussian_mixture', ({ n, t, g }) => ({ log_e: logEValueOfT(n, t, g) }));
testAgainstReference('binomial_mixture_e_value', ({ n, wins, p0 }) => ({
  log_e: logEValueOfWins(n, wins, p0),
}));
testAgainstReference('normal_mixture_confidence_sequence', ({ n, sigma, alpha, mean, t_opt: optimalAt }) => {
  const { rho, radius, logE } = normalMixture({ n, sigma, alpha, mean, optimalAt });
  return { rho, radius, log_e_value_H0_mean0: logE };
});
testAgainstReference('empirical_bernstein_cs', ({ x, alpha, lambda_cap: cap }) => ({
  ...empiricalBernstein(x, alpha, cap),
}));

describe('anytime-valid means', () => {
  test('the examples', () => {
    const { p } = anytimeMean([1.1, 0.9, 1.2, 1, 0.8, 1.1], { region: greater(0) });
    expect(p).toBeCloseTo(0.0104, 4);
    expect(normalMixture({ n: 84, mean: 0.33, sigma: 0.97, alpha: 0.05, optimalAt: 7 }).radius).toBeCloseTo(
      0.35,
      2,
    );
    expect(empiricalBernstein([0.9, 0.91, 0.89], 0.05).center).toBeCloseTo(0.9, 2);
    expect(logEValueOfWins(43, 11)).toBeCloseTo(3.24, 2);
  });

  const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 12 });
  law.prop([sample, fc.double({ min: 0.1, max: 15, noNaN: true }), fc.constantFrom(0.05, 0.2)])(
    'p < alpha exactly when the interval lies inside the region',
    (x, margin, alpha) => {
      for (const region of [
        different(),
        greater(margin),
        less(margin),
        equivalent(margin),
        minimalEffect(margin),
      ]) {
        const { p, interval } = anytimeMean(x, { region, alpha });
        if (p === undefined || Math.abs(p - alpha) < 1e-9) continue; // on the boundary rounding decides
        expect(inside(interval!, region)).toBe(p < alpha);
      }
    },
  );

  law.prop([sample])('mirrored data mirror the result, and intervals nest', (x) => {
    const [a, b] = [
      anytimeMean(x, { region: greater(1) }),
      anytimeMean(
        x.map((v) => -v),
        { region: less(-1) },
      ),
    ];
    expect(b.reason).toBe(a.reason);
    if (a.p === undefined) return;
    expect(b.p).toBeCloseTo(a.p, 12); // rounding of the mean
    const wide = anytimeMean(x, { alpha: 0.01 }).interval!;
    expect(wide.lower).toBeLessThanOrEqual(a.interval!.lower);
  });

  test('looked at after every replicate up to 100, it errs at most alpha; a t test so used errs far more', () => {
    const random = stream('anytime', 'simulate');
    const runs = 1_000;
    let [wrong, naive] = [0, 0];
    for (let run = 0; run < runs; run++) {
      let [sum, squares, hit, hitNaive] = [0, 0, false, false];
      for (let n = 1; n <= 100; n++) {
        const value = random.normal();
        sum += value;
        squares += value * value;
        if (n < 3) continue;
        const t = sum / n / Math.sqrt((squares - (sum * sum) / n) / (n - 1) / n);
        hit ||= logEValueOfT(n, t) >= Math.log(20);
        hitNaive ||= Math.abs(t) > 2;
      }
      wrong += Number(hit);
      naive += Number(hitNaive);
    }
    // Three standard errors of a proportion of 0.05 over 1,000 runs.
    expect(wrong / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
    expect(naive / runs).toBeGreaterThan(0.3);
  });

  test('degenerate data have a named reason', () => {
    expect(anytimeMean([1]).reason).toBe('too few replicates');
    expect(anytimeMean([2, 2, 2])).toMatchObject({ reason: 'zero variance', estimate: 2 });
    expect(anytimeMean([1, Infinity]).reason).toContain('not finite');
    expect(anytimeMean([1, 2]).interval).toEqual({ lower: -Infinity, upper: Infinity, level: 0.95 });
    expect(() => empiricalBernstein([1.5], 0.05)).toThrow(/\[0, 1\], got 1.5 at 0/);
  });
});
