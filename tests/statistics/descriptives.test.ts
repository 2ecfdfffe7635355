import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  disjoint,
  different,
  alternativeOf,
  equivalent,
  gaussLegendre,
  greater,
  inside,
  integrate,
  interquartileMean,
  less,
  mean,
  median,
  minimalEffect,
  quantile,
  ranksOf,
  skewness,
  variance,
} from '../../src/statistics/index.ts';

test('the mean and variance keep their digits under an offset of 1e9', () => {
  const x = [1, 2, 4, 7].map((v) => v + 1e9);
  expect(mean(x)).toBe(1e9 + 3.5);
  expect(variance(x)).toBe(7);
});

test('the variance keeps what the rounding of the mean would take: spacings of ⅛ at 1e15', () => {
  // The mean is 1e15 + 3 + ⅓ and is rounded to an eighth; the squares of 1, 3, 6 about 10/3 are 12 + ⅔.
  expect(variance([1, 3, 6].map((v) => v + 1e15))).toBeCloseTo(19 / 3, 12);
});

test('numbers of any size have a mean, a median and quantiles', () => {
  const ends = [-1.7e308, 1.7e308];
  expect([mean(ends), median(ends)]).toEqual([0, 0]);
  // One rounding of the way from end to end.
  expect(quantile(ends, 0.75) / 0.85e308).toBeCloseTo(1, 15);
  expect(mean([1.7e308, 1.7e308])).toBe(1.7e308);
  expect(mean([5e-324, 5e-324])).toBe(5e-324);
  expect([mean([1, Infinity]), median([1, Infinity]), quantile([-Infinity, 1], 0.5)]).toEqual([
    Infinity,
    Infinity,
    -Infinity,
  ]);
  expect([mean([]), variance([1]), skewness([1, 2]), skewness([3, 3, 3])]).toEqual([NaN, NaN, NaN, NaN]);
});

test('the skewness is that of SciPy: skew([1, 2, 9, 4], bias=False) = 1.3309377322476705', () => {
  expect(skewness([1, 2, 9, 4])).toBeCloseTo(1.3309377322476705, 14);
});

test('the variance of equal values is exactly zero', () => {
  expect(variance([0.1, 0.1, 0.1])).toBe(0);
});

test('quantiles are of type 7', () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  expect(quantile([5], 0.9)).toBe(5);
});

test('the interquartile mean cuts a quarter at either end', () => {
  expect(interquartileMean([100, 1, 2, 3, -50, 4, 5, 6])).toBe(3.5);
});

test('tied values share their mean rank', () => {
  const { ranks, ties } = ranksOf([3, 1, 3, 2, 3]);
  expect([...ranks]).toEqual([4, 1, 4, 2, 4]);
  expect(ties).toEqual([3]);
});

test.prop([fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })])(
  'ranks sum to n(n+1)/2',
  (x) => {
    const { ranks } = ranksOf(x);
    expect(ranks.reduce((a, b) => a + b, 0)).toBe((x.length * (x.length + 1)) / 2);
  },
);

test('Gauss–Legendre integrates polynomials of degree 2n − 1', () => {
  const { nodes, weights } = gaussLegendre(5);
  const ninth = nodes.reduce((total, x, i) => total + weights[i]! * x ** 8, 0);
  // Rounding of five terms.
  expect(Math.abs(ninth - 2 / 9)).toBeLessThan(1e-15);
  expect(Math.abs(integrate(Math.exp, 0, 1) - (Math.E - 1))).toBeLessThan(1e-14);
});

test('the five alternatives are five shapes of a region', () => {
  expect([different(), greater(1), less(1), equivalent(0.1), minimalEffect(0.1)].map(alternativeOf)).toEqual([
    'two-sided',
    'greater',
    'less',
    'equivalence',
    'minimal-effect',
  ]);
  expect(() => alternativeOf(equivalent(0))).toThrow(RangeError);
});

test('an interval is never both inside a region and disjoint from it', () => {
  const within = { lower: -0.05, upper: 0.05 };
  const beyond = { lower: 0.2, upper: 0.3 };
  expect([inside(within, equivalent(0.1)), disjoint(within, equivalent(0.1))]).toEqual([true, false]);
  expect([inside(beyond, equivalent(0.1)), disjoint(beyond, equivalent(0.1))]).toEqual([false, true]);
  expect([inside(beyond, minimalEffect(0.1)), disjoint(within, minimalEffect(0.1))]).toEqual([true, true]);
});
