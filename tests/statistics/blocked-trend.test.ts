import { describe, expect, test } from 'vitest';
import { fc, test as law } from '@fast-check/vitest';
import {
  blockedCorrelation,
  blockedTrend,
  equivalent,
  greater,
  inside,
  less,
  minimalEffect,
  normalUpper,
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
  test('the example: correlations 1, one half and 1', () => {
    const { estimate, p, interval, n } = blockedTrend(
      [
        [1, 2, 3],
        [1, 3, 2],
        [2, 4, 6],
      ],
      [0.1, 0.2, 0.4],
    );
    expect(estimate).toBeCloseTo(5 / 6, 15);
    expect(n).toEqual([3]);
    // Student's p: t = 5 on two degrees of freedom, ½ − t/(2√(2 + t²)); Wilson's: N = 6, z = √6·5/6.
    const student = 0.5 - 5 / (2 * Math.sqrt(27));
    const wilson = normalUpper((Math.sqrt(6) * 5) / 6);
    expect(p).toBeCloseTo(Math.max(student, wilson), 13);
    expect(interval!.lower).toBeLessThan(5 / 6 - 2.919985580353726 / 6 + 1e-12); // Student's bound
    expect(interval!.upper).toBeLessThanOrEqual(1);
  });

  test('perfectly ordered blocks do not give an interval of width zero', () => {
    const { interval, p } = blockedTrend(
      Array.from({ length: 5 }, () => [1, 2, 3, 4]),
      [1, 2, 3, 4],
    );
    // Wilson at ρ̄ = 1, N = 15: (1 − c)/(1 + c), c = 1.6448536269514722²/15; upper end 1 by construction.
    const c = 1.6448536269514722 ** 2 / 15;
    expect(interval!.lower).toBeCloseTo((1 - c) / (1 + c), 12);
    expect(interval!.upper).toBeCloseTo(1, 12);
    expect(p).toBeCloseTo(normalUpper(Math.sqrt(15)), 15);
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
    expect(blockedCorrelation(x, y, { kind: 'kendall' })).toMatchObject({ estimate: 1 });
    expect(() => blockedCorrelation([[1, 2]], [[1]])).toThrow(/2 arms against 2, 1 in block 0/);
    expect(blockedCorrelation([[1, Infinity]], [[1, 2]], { kind: 'pearson' }).reason).toContain('not finite');
  });

  test('given a third measure that explains both, nothing is left', () => {
    const z = [
      [1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1],
      [1, 3, 5, 2, 4],
    ];
    const scaled = z.map((row) => row.map((value) => 3 * value));
    expect(blockedCorrelation(z, scaled, { given: z }).estimate).toBe(0);
    const free = [
      [1, 5, 2, 4, 3],
      [2, 1, 4, 3, 5],
      [5, 1, 4, 2, 3],
    ];
    expect(blockedCorrelation(free, free, { given: z }).estimate).toBeCloseTo(1, 12); // rounding of 1 − r²
  });
});
