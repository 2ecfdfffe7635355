/** By how much Student's interval is widened: what stands behind `skewGuardedMean`, slopes and curves. */
import { expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import { withoutSpread } from '../../src/statistics/index.ts';
import { looksSkewed, usualLSkewness } from '../../src/statistics/location/l-skewness.ts';
import { wideningOf, wideningOfPairs, wideningOfSingle } from '../../src/statistics/location/widening.ts';

test.each([5, 6, 7])('%d values that look skewed take the guard of eight', (n) => {
  const skewed = usualLSkewness(n) + 1e-9;
  expect(looksSkewed(n, skewed)).toBe(true);
  expect(wideningOfSingle(n, skewed).upper).toBe(wideningOfSingle(8, skewed).upper);
  const unseen = usualLSkewness(n) - 0.3;
  expect(looksSkewed(n, unseen)).toBe(false);
  expect(wideningOfSingle(n, unseen).upper).toBeLessThan(wideningOfSingle(8, unseen).upper);
});

test('four values show nothing of their skewness', () => {
  // √(0.1866/4 + 0.8/16) is 0.31, and the L-skewness of four values reaches 1.
  expect(looksSkewed(4, 0.99)).toBe(false);
});

test('an arm that makes the differences alone is guarded as single values are', () => {
  const alone = wideningOfSingle(8, 0.2);
  expect(wideningOfPairs(8, 0.2, { coSkewness: 0, excess: 1e-9 }).upper).toBeCloseTo(alone.upper, 8);
  const random = stream('one arm', 'simulate');
  const x = Array.from({ length: 8 }, () => Math.exp(random.normal()));
  const zero = x.map(() => 0);
  expect(wideningOf(x, [x, zero])).toEqual(wideningOf(x));
});

test('arms of one spread need evidence of skewness', () => {
  const symmetric = wideningOfPairs(16, 0, { coSkewness: 0, excess: 1 });
  expect(symmetric).toEqual({ lower: 1, upper: 1 });
  // 1.5·0.1 + 1 − (0.15 − 4.6/16) is above the most, 0.7.
  expect(wideningOfPairs(16, 0.1, { coSkewness: 1, excess: 1 }).upper).toBeCloseTo(Math.exp(0.7), 12);
});

test('values that only rounding tells apart have no spread', () => {
  expect(withoutSpread([0.1 + 0.2, 0.3])).toBe(true);
  expect(withoutSpread([0.3, 0.3 + 1e-13])).toBe(false);
  expect(withoutSpread([1e-17, 0], 1e-16)).toBe(true);
  expect(withoutSpread([1, 1, Infinity])).toBe(false);
  expect(withoutSpread([1])).toBe(false);
});
