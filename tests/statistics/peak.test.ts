import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import { equivalent, peakExponent, peakOf } from '../../src/statistics/index.ts';

describe('the place of a peak', () => {
  test('the example', () => expect(peakOf([0, 1, 2, 3], [5, 8, 8, 5])).toBe(1.5));

  law.prop([fc.double({ min: 1.1, max: 3.9, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true })])(
    'is that of a parabola, on points at unequal distances',
    (top, curvature) => {
      const x = [0, 0.5, 1.5, 2, 3, 3.5, 5];
      const found = peakOf(
        x,
        x.map((each) => 7 - curvature * (each - top) ** 2),
      );
      // Differences of values near 7 lose at most 1e-16 · 7 · 4 / (curvature · smallest distance²).
      expect(found).toBeCloseTo(top, 10);
    },
  );

  test('there is none where the largest value is at an end', () => {
    expect(peakOf([0, 1, 2], [3, 2, 1])).toBeNaN();
    expect(peakOf([0, 1, 2], [1, 2, 3])).toBeNaN();
  });

  test('it moves continuously where the largest changes', () => {
    const before = peakOf([0, 1, 2, 3], [4, 8 + 1e-9, 8, 6]);
    const after = peakOf([0, 1, 2, 3], [4, 8 - 1e-9, 8, 6]);
    // Values that change by 2e-9 move the top by less than 1e-8.
    expect(Math.abs(before - after)).toBeLessThan(1e-8);
  });
});

const over = [1, 2, 4, 8, 16, 1, 2, 4, 8, 16];
const along = [1, 1, 1, 1, 1, 3, 3, 3, 3, 3];
const covariates = { over, along };
/** Peaks at 3 for 1 and at 3·3^exponent for 3, over seeds. */
const seeds = (exponent: number, spread: number, count = 12) => {
  const random = stream('peaks', 'simulate');
  return Array.from({ length: count }, () =>
    over.map(
      (place, arm) => -(Math.log(place / (3 * along[arm]! ** exponent)) ** 2) + spread * random.normal(),
    ),
  );
};
const random = () => stream('peaks', 'bootstrap');

describe('the exponent of peaks', () => {
  test('is found in an interval around it', () => {
    const result = peakExponent(seeds(0.8, 0.05), covariates, {
      region: equivalent(0.5, 1.1),
      random: random(),
    });
    // Twelve seeds of spread 0.05 place each peak to about 0.01.
    expect(result.estimate).toBeCloseTo(0.8, 1);
    expect(result.interval!.lower).toBeLessThan(0.8);
    expect(result.interval!.upper).toBeGreaterThan(0.8);
    expect(result.p).toBeLessThan(0.01);
    expect(result.effectSizes.map(({ name }) => name)).toEqual(['peak at 1', 'peak at 3']);
    expect(result.effectSizes[0]!.estimate).toBeCloseTo(3, 0);
  });

  test('does not depend on the order of the arms', () => {
    const rows = seeds(0.8, 0.05);
    const order = [7, 0, 9, 2, 4, 1, 3, 8, 6, 5];
    const permuted = rows.map((row) => order.map((arm) => row[arm]!));
    const moved = { over: order.map((arm) => over[arm]!), along: order.map((arm) => along[arm]!) };
    const one = peakExponent(rows, covariates, { random: random() });
    const other = peakExponent(permuted, moved, { random: random() });
    // The same sums, in another order of ladders.
    expect(other.estimate).toBeCloseTo(one.estimate!, 12);
    expect(other.interval!.upper).toBeCloseTo(one.interval!.upper, 12);
  });

  test('same stream, same interval', () => {
    const one = peakExponent(seeds(0.8, 0.05), covariates, { random: random() });
    expect(peakExponent(seeds(0.8, 0.05), covariates, { random: random() })).toEqual(one);
  });

  test('what cannot be judged has a reason', () => {
    const reason = (rows: number[][], given = covariates) =>
      peakExponent(rows, given, { random: random() }).reason;
    expect(reason(seeds(3, 0.01))).toBe('no peak inside the arms, or none in too many resamples');
    expect(reason(seeds(0.8, 3))).toBe('no peak inside the arms, or none in too many resamples');
    expect(reason(seeds(0.8, 0))).toBe('zero variance');
    expect(reason(seeds(0.8, 0.05, 1))).toBe('too few replicates');
    expect(reason(seeds(0.8, NaN))).toBe('values that are not finite');
    expect(reason(seeds(0.8, 0.05), { over, along: along.map(() => 1) })).toBe('too few arms');
    expect(reason(seeds(0.8, 0.05), { over: over.map(() => 2), along })).toBe(
      'arms that no covariate tells apart',
    );
    expect(reason(seeds(0.8, 0.05), { over: [0, ...over.slice(1)], along })).toMatch(/not positive/);
    expect(() => reason([[1, 2]])).toThrow(/expected 10 arms everywhere, got 10 and rows of 2/);
  });
});

test('one skewed arm beside a peak does not make its place err more than the guard allows', () => {
  const random = stream('one skewed arm', 'simulate');
  const sets = 300;
  let errors = 0;
  for (let set = 0; set < sets; set++) {
    // Tops at 4 and 8, so the exponent is log 2/log 3; noise of a tenth, but for one arm.
    const rows = Array.from({ length: 8 }, () =>
      over.map((place, arm) => {
        const top = arm < 5 ? 4 : 8;
        const noise = arm === 3 ? Math.exp(random.normal()) - Math.exp(0.5) : 0.1 * random.normal();
        return -10 * Math.log2(place / top) ** 2 + noise;
      }),
    );
    const region = { lower: Math.LN2 / Math.log(3), upper: Infinity };
    const drawn = stream(`${set}`, 'bootstrap', 'peaks');
    if (peakExponent(rows, covariates, { region, random: drawn, resamples: 199 }).p! < 0.05) errors++;
  }
  // Without the guard 17 %; 6.5 % and three standard errors of a share of 300.
  expect(errors / sets).toBeLessThan(0.065 + 3 * Math.sqrt((0.065 * 0.935) / sets));
});
