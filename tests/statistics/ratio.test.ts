import { expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  equivalentRatio,
  inside,
  onLogScale,
  permutation,
  signFlipPaired,
  studentPaired,
  welch,
} from '../../src/statistics/index.ts';

const x = [10, 12.1, 9.5, 11, 10.4, 10.9];
const y = [9.8, 11.5, 9.9, 10.2, 10.1, 10.3];
const region = equivalentRatio(1.25);
const random = () => stream('ratio', 'permutation');

test.each([
  ['paired t', onLogScale(studentPaired)(x, y, { region })],
  ['Welch t', onLogScale(welch)(x, y, { region })],
  ['sign-flip', onLogScale(signFlipPaired)(x, y, { region, random: random() })],
  ['permutation', onLogScale(permutation)(x, y, { region, random: random() })],
])('%s establishes that a ratio is within 0.8 … 1.25', (_, result) => {
  expect(result.p).toBeLessThan(0.05);
  expect(inside(result.interval!, region)).toBe(true);
  expect(result.effectSizes[0]!.name).toBe('ratio of geometric means');
});

test('scaling both arms leaves everything as it is, scaling one shifts the log ratio', () => {
  const plain = onLogScale(studentPaired)(x, y, { region });
  const both = onLogScale(studentPaired)(
    x.map((v) => 1000 * v),
    y.map((v) => 1000 * v),
    { region },
  );
  const one = onLogScale(studentPaired)(
    x.map((v) => 2 * v),
    y,
    { region },
  );
  // Rounding of logarithms.
  expect(both.p).toBeCloseTo(plain.p!, 10);
  expect(one.estimate).toBeCloseTo(plain.estimate! + Math.LN2, 12);
});

test('swapping the arms inverts the ratio', () => {
  const there = onLogScale(welch)(x, y, { region }).effectSizes[0]!;
  const back = onLogScale(welch)(y, x, { region }).effectSizes[0]!;
  expect(back.estimate).toBeCloseTo(1 / there.estimate, 12);
  expect(back.interval!.upper).toBeCloseTo(1 / there.interval!.lower, 12);
});

test('zero and negative values have no ratio, and a named reason', () => {
  expect(onLogScale(welch)([0, 1, 2], y, { region }).reason).toMatch(/not positive/);
  expect(onLogScale(studentPaired)([-1, 1], [1, 1], { region }).p).toBeUndefined();
});
