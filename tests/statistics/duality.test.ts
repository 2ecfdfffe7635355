/** The laws that every test of a location obeys, over a table of tests. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  different,
  equivalent,
  greater,
  guardedDifference,
  inside,
  less,
  mannWhitney,
  minimalEffect,
  permutation,
  signFlip,
  skewGuardedMean,
  studentOneSample,
  studentTwoSample,
  welch,
  wilcoxonSignedRank,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';

type OneSample = (d: number[], region: Region, alpha: number) => TestResult;

const random = () => stream('laws', 'permutation');
const tests: Record<string, OneSample> = {
  'Student t': (d, region, alpha) => studentOneSample(d, { region, alpha, effectSizes: false }),
  'Student t, guarded against skewness': (d, region, alpha) =>
    skewGuardedMean(d, { region, alpha, effectSizes: false }),
  'sign-flip, exact': (d, region, alpha) =>
    signFlip(d, { region, alpha, random: random(), effectSizes: false }),
  'sign-flip, Monte Carlo': (d, region, alpha) =>
    signFlip(d, { region, alpha, random: random(), effectSizes: false, enumerateUpTo: 1, resamples: 199 }),
  'Wilcoxon signed rank': (d, region, alpha) => wilcoxonSignedRank(d, { region, alpha }),
  'Student t, two samples': (d, region, alpha) =>
    studentTwoSample(...halves(d), { region, alpha, effectSizes: false }),
  'Welch t': (d, region, alpha) => welch(...halves(d), { region, alpha, effectSizes: false }),
  'Welch t and permutation': (d, region, alpha) =>
    guardedDifference(...halves(d), { region, alpha, random: random(), effectSizes: false }),
  'Mann–Whitney': (d, region, alpha) => mannWhitney(...halves(d), { region, alpha, effectSizes: false }),
  'permutation, exact': (d, region, alpha) =>
    permutation(...halves(d), { region, alpha, random: random(), effectSizes: false }),
  'permutation, Monte Carlo': (d, region, alpha) =>
    permutation(...halves(d), {
      region,
      alpha,
      random: random(),
      effectSizes: false,
      enumerateUpTo: 1,
      resamples: 199,
    }),
};

/**
 * Two samples of sizes that differ by one for an odd total; the order of each is part of the first half or the second.
 */
const halves = (d: number[]): [number[], number[]] => [
  d.slice(0, Math.ceil(d.length / 2)),
  d.slice(Math.ceil(d.length / 2)),
];

/** Discrete data make ties, zeros and boundaries that coincide with values. */
const tenths = fc.integer({ min: -20, max: 20 }).map((i) => i / 10);
const smooth = fc.double({ min: -3, max: 3, noNaN: true, minExcludedValue: true } as fc.DoubleConstraints);
const sample = fc.oneof(
  fc.array(tenths, { minLength: 2, maxLength: 9 }),
  fc.array(smooth, { minLength: 2, maxLength: 9 }),
);
const margin = fc.oneof(
  fc.integer({ min: 1, max: 15 }).map((i) => i / 10),
  fc.double({ min: 0.01, max: 2, noNaN: true }),
);
const alpha = fc.constantFrom(0.01, 0.05, 0.1, 0.2);
const region: fc.Arbitrary<Region> = margin.chain((m) =>
  fc.constantFrom(
    different(),
    different(m),
    greater(m),
    greater(-m),
    less(m),
    equivalent(m),
    minimalEffect(m),
  ),
);

describe.each(Object.entries(tests))('%s', (_, run) => {
  test.prop([sample, region, alpha], { numRuns: 300 })(
    'p < alpha exactly when the interval lies inside the region',
    (d, claimed, error) => {
      const { p, interval, reason } = run(d, claimed, error);
      if (reason) {
        expect(p).toBeUndefined();
        return;
      }
      expect({ rejected: p! < error }).toEqual({ rejected: inside(interval!, claimed) });
    },
  );

  test.prop([sample, margin, alpha])('mirroring the data mirrors the result', (d, m, error) => {
    const up = run(d, greater(m), error);
    const down = run(
      d.map((v) => -v),
      less(-m),
      error,
    );
    if (up.p === undefined) {
      expect(down.p).toBeUndefined();
      return;
    }
    // Rounding of sums taken in the same order with the other sign.
    if (!up.method.includes('Monte Carlo')) expect(down.p).toBeCloseTo(up.p, 9);
    expect(down.estimate).toBeCloseTo(-up.estimate!, 9);
  });

  test.prop([sample, region])('intervals nest in alpha', (d, claimed) => {
    const wide = run(d, claimed, 0.02).interval;
    const narrow = run(d, claimed, 0.2).interval;
    if (!wide || !narrow) return;
    expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
    expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
  });

  test.prop([sample, margin])(
    'the data cannot be both equivalent and different by more than the margin',
    (d, m) => {
      const same = run(d, equivalent(m), 0.05);
      const differs = run(d, minimalEffect(m), 0.05);
      if (same.p === undefined) {
        expect(differs.p).toBeUndefined();
        return;
      }
      expect(same.p < 0.05 && differs.p! < 0.05).toBe(false);
    },
  );

  test.prop([sample])('the order of replicates is irrelevant', (d) => {
    const turned = run(
      halves(d).flatMap((half) => half.toReversed()),
      greater(),
      0.05,
    );
    const straight = run(d, greater(), 0.05);
    if (straight.p === undefined) {
      expect(turned.p).toBeUndefined();
      return;
    }
    // Sums in another order round differently.
    if (!straight.method.includes('Monte Carlo')) expect(turned.p).toBeCloseTo(straight.p, 9);
  });

  // In tenths: squares of numbers below 1e-154 vanish, and with them a variance.
  test.prop([fc.array(tenths, { minLength: 2, maxLength: 9 }), fc.constantFrom(0.5, 4, 1024)])(
    'scaling data and margin leaves p as it is',
    (d, factor) => {
      const scaled = run(
        d.map((v) => v * factor),
        equivalent(0.7 * factor),
        0.05,
      );
      const straight = run(d, equivalent(0.7), 0.05);
      if (straight.p === undefined) {
        expect(scaled.p).toBeUndefined();
        return;
      }
      // Powers of two scale without rounding.
      expect(scaled.p).toBeCloseTo(straight.p, 12);
    },
  );

  test.prop([sample, region])('the same data and seed give the same bytes, and never NaN', (d, claimed) => {
    const once = JSON.stringify(run(d, claimed, 0.05));
    expect(JSON.stringify(run(d, claimed, 0.05))).toBe(once);
    for (const value of Object.values(run(d, claimed, 0.05))) expect(Number.isNaN(value)).toBe(false);
  });
});
