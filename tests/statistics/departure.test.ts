import { expect, test } from 'vitest';
import { departureOf } from '../../src/statistics/index.ts';

test('a departure lies where the broken line of distances reaches the margin', () => {
  // 1 + 0.1/0.2 up to rounding of the differences
  expect(departureOf([0, 1, 2], [5, 5.1, 5.3], 0.2)).toBeCloseTo(1.5, 12);
  expect(departureOf([0, 1, 2], [5, 4.9, 4.7], 0.2)).toBeCloseTo(1.5, 12);
});

test('the first of several departures counts', () => {
  expect(departureOf([0, 1, 2, 3], [0, 2, 0, 4], 1)).toBe(0.5);
});

test('a value that reaches the margin exactly departs there', () => {
  expect(departureOf([1, 2, 4], [0, 1, 3], 1)).toBe(2);
});

test('a diverged arm departs at the arm before it', () => {
  expect(departureOf([0, 1, 2], [0, 0.5, Infinity], 1)).toBe(1);
});

test('without a departure there is no place, and a margin must be positive', () => {
  expect(departureOf([0, 1, 2], [5, 5.1, 5.1], 0.2)).toBeNaN();
  expect(departureOf([0], [5], 0.2)).toBeNaN();
  expect(() => departureOf([0, 1], [0, 1], 0)).toThrow(
    'Cannot locate a departure: expected a positive margin, got 0',
  );
});
