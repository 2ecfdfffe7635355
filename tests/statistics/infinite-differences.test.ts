/** A run that diverged is worse than every number: ranks take its infinite difference as the largest. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  blockedTrend,
  different,
  equivalent,
  greater,
  inside,
  less,
  page,
  wilcoxonSignedRank,
} from '../../src/statistics/index.ts';

const difference = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -12, max: 20 }).map((value) => value / 4) },
  { weight: 1, arbitrary: fc.constantFrom(Infinity, -Infinity) },
);
const differences = fc.array(difference, { minLength: 1, maxLength: 10 });
const regions = [greater(0), less(0), greater(1), less(-1), equivalent(2), different(0)];

describe('Wilcoxon signed ranks with infinite differences', () => {
  test('p is that of SciPy, and the interval reaches to infinity on their side', () => {
    const d = [-0.2, -0.2, -Infinity, -0.2, -0.21, -0.21, -0.25, -0.16];
    const result = wilcoxonSignedRank(d, { region: less(0) });
    expect(result.p).toBe(0.00390625); // scipy.stats.wilcoxon(d, alternative='less')
    expect(result.interval!.lower).toBe(-Infinity);
    expect(result.interval!.upper).toBeLessThan(-0.16);
    // scipy.stats.wilcoxon([3, 1, -2, inf, inf, 4, 5], alternative='greater'): 0.0234375
    expect(wilcoxonSignedRank([3, 1, -2, Infinity, Infinity, 4, 5], { region: greater(0) }).p).toBe(
      0.0234375,
    );
  });

  test('where all are infinite the centre is, and no margin is small enough', () => {
    const all = Array.from({ length: 6 }, () => Infinity);
    expect(wilcoxonSignedRank(all, { region: greater(1e9) })).toMatchObject({
      p: 1 / 64,
      estimate: Infinity,
      interval: { lower: Infinity, upper: Infinity },
    });
    expect(wilcoxonSignedRank(all, { region: equivalent(1e9) }).p).toBe(1);
  });

  test('the centre of as many at either end is that of the numbers between; of none there is none', () => {
    expect(wilcoxonSignedRank([-Infinity, 1, 2, 3, Infinity]).estimate).toBe(2);
    expect(wilcoxonSignedRank([-Infinity, Infinity])).not.toHaveProperty('estimate');
    expect(wilcoxonSignedRank([NaN, 1]).reason).toBe('values that are not numbers');
  });

  test('a boundary where ties alone are accepted lies in the interval', () => {
    const d = [1.25, 0, 1.25, Infinity, 1, 1.25, 1.5, 1.75, Infinity];
    const { p, interval } = wilcoxonSignedRank(d, { region: greater(1) });
    expect(p).toBeGreaterThan(0.05);
    expect(inside(interval!, greater(1))).toBe(false);
  });

  test.prop([differences, fc.constantFrom(...regions), fc.constantFrom(0.05, 0.1)])(
    'p is below alpha exactly where the interval lies in the region',
    (d, region, alpha) => {
      const { p, interval } = wilcoxonSignedRank(d, { region, alpha });
      expect(p! < alpha).toBe(inside(interval!, region));
    },
  );

  test.prop([differences])('of one sign count at zero as any number beyond all others does', (d) => {
    // Of both signs they have no average, where two large numbers have one: there p may be larger.
    fc.pre(!(d.includes(Infinity) && d.includes(-Infinity)));
    // Ten times the largest: a number so large that others are rounding beside it would make ties of them.
    const beyond = 10 * Math.max(0.1, ...d.filter(Number.isFinite).map(Math.abs));
    const huge = d.map((value) => (Number.isFinite(value) ? value : Math.sign(value) * beyond));
    for (const region of [greater(0), less(0)])
      expect(wilcoxonSignedRank(d, { region }).p).toBe(wilcoxonSignedRank(huge, { region }).p);
  });

  test.prop([differences])('turned round, everything turns round', (d) => {
    const [there, back] = [d, d.map((value) => 0 - value)].map((values) => wilcoxonSignedRank(values));
    expect(back!.p).toBe(there!.p);
    expect(back!.interval!.upper + 0).toBe(0 - there!.interval!.lower);
    if (there!.estimate !== undefined) expect(back!.estimate! + 0).toBe(0 - there!.estimate);
  });
});

test('trends rank an infinite value as the largest of its seed', () => {
  const rows = [
    [1, 2, Infinity],
    [1, 3, 9],
    [2, 2.5, Infinity],
    [1, 2, 3],
  ];
  const finite = rows.map((row) => row.map((value) => Math.min(value, 100)));
  expect(page(rows).p).toBe(page(finite).p);
  expect(blockedTrend(rows, [1, 2, 4]).estimate).toBe(1);
});
