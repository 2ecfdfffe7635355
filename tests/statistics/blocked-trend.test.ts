import { describe, expect, test } from 'vitest';
import { fc, test as law } from '@fast-check/vitest';
import {
  binomialRate,
  blockedCorrelation,
  blockedTrend,
  equivalent,
  greater,
  inside,
  less,
  minimalEffect,
  normalUpper,
  page,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

// One block is Spearman's correlation; two equal blocks average to it.
testAgainstReference('spearman', ({ x, y }) => ({ rho: blockedTrend([y, y], x).estimate }));

const blocksOf = (value: fc.Arbitrary<number>) =>
  fc
    .integer({ min: 2, max: 6 })
    .chain((arms) =>
      fc.tuple(
        fc.array(fc.array(value, { minLength: arms, maxLength: arms }), { minLength: 2, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: arms, maxLength: arms }),
      ),
    );
const small = fc.integer({ min: 0, max: 5 });

describe('mean Spearman correlation within blocks', () => {
  test('the example: correlations 1, one half and 1, with the p of Page', () => {
    const blocks = [
      [1, 2, 3],
      [1, 3, 2],
      [2, 4, 6],
    ];
    const { estimate, p, interval, n } = blockedTrend(blocks, [0.1, 0.2, 0.4]);
    expect(estimate).toBeCloseTo(5 / 6, 15);
    expect(n).toEqual([3]);
    expect(p).toBeCloseTo(7 / 216, 15); // orders at least as ordered
    expect(interval!.lower).toBeGreaterThan(0);
    expect(interval!.upper).toBeLessThan(1);
  });

  test('levels that arms share have their own law: two levels over three arms and two seeds', () => {
    const blocks = [
      [0, 1, 2],
      [1, 2, 3],
    ];
    const { p, interval } = blockedTrend(blocks, [1, 2, 2]);
    expect(p).toBeCloseTo(1 / 9, 15);
    expect(interval!.lower).toBeLessThan(0);
    // Two ranks against one can correlate by no more than √(3/4).
    expect(interval!.upper).toBeCloseTo(Math.sqrt(0.75), 14);
  });

  law.prop([
    fc.integer({ min: 2, max: 9 }),
    fc.integer({ min: 0, max: 9 }),
    fc.double({ min: 0.01, max: 0.2, noNaN: true }),
  ])('of two arms it is the exact test and interval of a rate', (blocks, rising, alpha) => {
    const up = Math.min(rising, blocks);
    const rows = Array.from({ length: blocks }, (_, i) => (i < up ? [1, 2] : [2, 1]));
    const { p, interval, method } = blockedTrend(rows, [1, 2], { alpha });
    if (method.includes('Student')) return;
    // ρ is 1 or −1, so its mean is twice the rate of rising blocks, less one; Clopper & Pearson 1934.
    const rate = binomialRate(up, blocks, { region: greater(0.5), alpha });
    expect(p).toBeCloseTo(rate.p!, 12);
    // 1e-9: the roots of the tilt are exact to 1e-13 of it.
    expect(interval!.lower).toBeCloseTo(2 * rate.interval!.lower - 1, 9);
    expect(interval!.upper).toBeCloseTo(2 * rate.interval!.upper - 1, 9);
  });

  law.prop([blocksOf(small)])('p is that of Page, unless Student must agree', ([blocks, covariate]) => {
    const { p, method } = blockedTrend(blocks, covariate);
    const exact = page(blocks, { covariate }).p;
    if (p === undefined) return;
    if (method.includes('Student')) expect(p).toBeGreaterThanOrEqual(exact! - 1e-12);
    else expect(p).toBeCloseTo(exact!, 12);
  });

  test('blocks that differ more than permutations would need the agreement of Student', () => {
    const rows = [
      ...Array.from({ length: 6 }, () => [1, 2, 3, 4, 5, 6]),
      [6, 5, 4, 3, 2, 1],
      [6, 5, 4, 3, 2, 1],
    ];
    const { p, method } = blockedTrend(rows, [1, 2, 3, 4, 5, 6]);
    expect(method).toContain('Student');
    expect(page(rows).p).toBeLessThan(0.05);
    expect(p).toBeGreaterThan(0.05);
  });

  test('beyond ten arms the normal law of permutations serves', () => {
    const covariate = Array.from({ length: 12 }, (_, i) => i);
    const rows = [covariate, covariate.map((i) => (i * 5) % 12)];
    const { p, method, estimate } = blockedTrend(rows, covariate);
    expect(method).toContain('normal law');
    // z = ρ̄·√(2·11); Student's must agree where the two differ so much.
    expect(p).toBeGreaterThanOrEqual(normalUpper(estimate! * Math.sqrt(22)) - 1e-15);
  });

  test('ties, missing arms and too little data have names', () => {
    expect(
      blockedTrend(
        [
          [3, 3],
          [2, 2],
        ],
        [1, 2],
      ),
    ).toMatchObject({ reason: 'all ties', n: [2] });
    expect(blockedTrend([[3, 4]], [1, 2])).toMatchObject({ reason: 'too few replicates', n: [1] });
    expect(
      blockedTrend(
        [
          [3, 4],
          [undefined, 4],
        ],
        [1, 2],
      ),
    ).toMatchObject({ reason: 'too few replicates', n: [1] });
    expect(blockedTrend([], [])).toMatchObject({ reason: 'too few replicates', n: [0] });
    expect(
      blockedTrend(
        [
          [1, 2, undefined],
          [5, undefined, 7],
        ],
        [1, 2, 3],
      ).estimate,
    ).toBe(1);
    expect(
      blockedTrend(
        [
          [7, 7, 7],
          [1, 2, 3],
        ],
        [1, 2, 3],
      ).estimate,
    ).toBe(0.5);
    expect(blockedTrend([[1, NaN]], [1, 2])).toMatchObject({ reason: 'values that are not numbers' });
  });

  law.prop([
    blocksOf(small),
    fc.double({ min: -0.9, max: 0.9, noNaN: true }),
    fc.double({ min: 0.01, max: 0.4, noNaN: true }),
  ])('p < alpha exactly when the interval lies inside the region', ([blocks, covariate], boundary, alpha) => {
    for (const region of [greater(boundary), less(boundary), equivalent(0.5), minimalEffect(0.2)]) {
      const { p, interval } = blockedTrend(blocks, covariate, { region, alpha });
      if (p === undefined || Math.abs(p - alpha) < 1e-9) continue; // on the boundary rounding decides
      expect(inside(interval!, region)).toBe(p < alpha);
      expect(interval!.lower).toBeGreaterThanOrEqual(-1);
      expect(interval!.upper).toBeLessThanOrEqual(1);
    }
  });

  law.prop([blocksOf(small)])(
    'turning values round mirrors the estimate and the interval',
    ([blocks, covariate]) => {
      const turned = blocks.map((row) => row.map((value) => -value));
      const [a, b] = [blockedTrend(blocks, covariate), blockedTrend(turned, covariate, { region: less(0) })];
      expect(b.reason).toBe(a.reason);
      if (a.p === undefined) return;
      expect(b.estimate).toBeCloseTo(-a.estimate!, 12); // order of summation
      expect(b.interval!.upper).toBeCloseTo(-a.interval!.lower, 10);
      expect(b.p).toBeCloseTo(a.p, 10);
    },
  );

  law.prop([blocksOf(small)])('intervals nest in alpha', ([blocks, covariate]) => {
    const [wide, narrow] = [0.01, 0.1].map((alpha) => blockedTrend(blocks, covariate, { alpha }).interval);
    if (!wide || !narrow) return;
    expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
    expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
  });

  test('two measures over shared seeds: a missing number leaves its arm out', () => {
    const x = [
      [1, 2, 3, 4],
      [1, 2, 3, undefined],
      [4, 3, 2, 1],
    ];
    const y = [
      [1, 2, undefined, 4],
      [2, 4, 6, 8],
      [8, 6, 5, 1],
    ];
    expect(blockedCorrelation(x, y)).toMatchObject({ estimate: 1, n: [3] });
    expect(() => blockedCorrelation([[1, 2]], [[1]])).toThrow(/2 arms against 1 in block 0/);
  });
});
