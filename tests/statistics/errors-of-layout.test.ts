import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import { errorsOfLayout, mean, missedRate, variance } from '../../src/statistics/index.ts';

/** Rows of arms with the given spreads, on top of a part that each seed shares. */
function layout(seeds: number, spreads: readonly number[], name = 'layout'): number[][] {
  const random = stream(name, 'simulate');
  return Array.from({ length: seeds }, () => {
    const shared = 10 * random.normal();
    return spreads.map((spread) => shared + spread * random.normal());
  });
}

/** Mean square of a seeds × arms table after its rows and columns, by the textbook sums of squares. */
function residualMeanSquare(rows: readonly (readonly number[])[]): number {
  const [n, k] = [rows.length, rows[0]!.length];
  const all = rows.flat();
  const correction = (n * k * mean(all)) ** 2 / (n * k);
  const total = all.reduce((sum, x) => sum + x * x, 0) - correction;
  const ofRows = rows.reduce((sum, row) => sum + (k * mean(row)) ** 2 / k, 0) - correction;
  const ofArms =
    rows[0]!.reduce((sum, _, a) => sum + (n * mean(rows.map((row) => row[a]!))) ** 2 / n, 0) - correction;
  return (total - ofRows - ofArms) / ((n - 1) * (k - 1));
}

describe('the error of a layout of seeds and arms', () => {
  test('is the residual mean square of the two-way table where the spreads look alike', () => {
    const rows = layout(6, [1, 1, 1, 1]);
    const found = errorsOfLayout(rows)!(0, 2);
    expect(found).toMatchObject({ how: 'pooled', df: 15 });
    // Both are sums of some hundred squares of numbers near 10: 12 digits are left.
    expect(found.variance).toBeCloseTo(2 * residualMeanSquare(rows), 10);
  });

  test('is told arm by arm where they do not, and close to the truth with many seeds', () => {
    const of = errorsOfLayout(layout(4_000, [1, 1, 2, 4]))!;
    expect(of(0, 1).how).toBe('by arm');
    // Variances 1 + 1, 1 + 16 and 4 + 16; three standard errors of a variance of 4,000 are 7 %.
    expect(of(0, 1).variance / 2).toBeGreaterThan(0.8);
    expect(of(0, 1).variance / 2).toBeLessThan(1.2);
    expect(of(0, 3).variance / 17).toBeCloseTo(1, 0.9);
    expect(of(2, 3).variance / 20).toBeCloseTo(1, 0.9);
    expect(of(0, 3).df).toBeGreaterThanOrEqual(3_999);
    expect(of(0, 1).df).toBeLessThanOrEqual(2 * 3_999);
  });

  test('is no other than a pair’s own with two arms, three seeds, or an arm that never varies', () => {
    expect(errorsOfLayout(layout(8, [1, 1]))).toBeUndefined();
    expect(errorsOfLayout(layout(3, [1, 1, 1]))).toBeUndefined();
    expect(errorsOfLayout(Array.from({ length: 8 }, () => [1, 1, 1]))).toBeUndefined();
  });

  test('does not move with what seeds share or arms have', () => {
    const rows = layout(6, [1, 1, 1, 1]);
    const moved = rows.map((row, i) => row.map((x, a) => x + 3 * i + 7 * a));
    expect(errorsOfLayout(moved)!(1, 3).variance).toBeCloseTo(errorsOfLayout(rows)!(1, 3).variance, 9);
  });

  test('is right on the average over layouts', () => {
    const found = Array.from({ length: 400 }, (_, i) => errorsOfLayout(layout(6, [1, 1, 1], `${i}`)));
    const variances = found.flatMap((of) => of?.(0, 1).variance ?? []);
    expect(variances.length).toBeGreaterThan(100);
    // Three standard errors of the mean of so many; layouts whose spreads look alike are a choice among all, which
    // moves it a little.
    const error = 3 * Math.sqrt(variance(variances) / variances.length);
    expect(Math.abs(mean(variances) - 2)).toBeLessThan(error + 0.1);
  });
});

// Clopper and Pearson's upper limits of 0 of n, by SciPy: binomtest(0, n, alternative='less').proportion_ci(0.95).high.
test.each([
  [5, 0.450719728346941],
  [8, 0.312343978307],
  [29, 0.0981442],
])('%d runs without an event leave a rate of %f open', (n, rate) =>
  expect(missedRate(n)).toBeCloseTo(rate, 6),
);

test('no runs bound no rate', () => {
  expect(() => missedRate(0)).toThrow(RangeError);
  expect(() => missedRate(5, 0.5)).toThrow(RangeError);
});

test('a layout tells symmetric residuals from skewed ones', () => {
  const share = (draw: (z: number) => number): number => {
    const random = stream('symmetry', 'simulate');
    const studies = Array.from({ length: 300 }, () =>
      Array.from({ length: 12 }, () => Array.from({ length: 4 }, () => draw(random.normal()))),
    );
    const told = studies.flatMap((rows) => errorsOfLayout(rows)?.(0, 1).symmetric ?? []);
    return told.filter(Boolean).length / told.length;
  };
  // Of normal residuals 70 % pass the sum and most of those the largest; exp(Z) has a skewness of 6.
  expect(share((z) => z)).toBeGreaterThan(0.5);
  expect(share(Math.exp)).toBeLessThan(0.05);
});
