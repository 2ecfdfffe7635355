import { describe, expect, test } from 'vitest';
import { fc, test as law } from '@fast-check/vitest';
import { departuresFromLine, lackOfLine, studentOneSample } from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('lack_of_line', ({ rows, x }) => {
  const { statistic, p } = lackOfLine(rows, x);
  return { f: statistic, p };
});

const rows = fc.integer({ min: 3, max: 6 }).chain((arms) =>
  fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: arms, maxLength: arms }), {
    minLength: 3,
    maxLength: 6,
  }),
);

describe('lack of fit of a line', () => {
  law.prop([rows, fc.double({ min: -3, max: 3, noNaN: true })])(
    'does not see a line that is added',
    (blocks, slope) => {
      const x = blocks[0]!.map((_, arm) => arm ** 2);
      const moved = blocks.map((row, block) => row.map((value, arm) => value + slope * x[arm]! + block));
      const [a, b] = [lackOfLine(blocks, x), lackOfLine(moved, x)];
      if (a.p === undefined || a.p < 1e-6) return; // of spreads near 0 rounding decides
      expect(b.p).toBeCloseTo(a.p, 6);
    },
  );

  test('of three arms is Student’s two-sided test of the one contrast', () => {
    const blocks = [
      [1, 2.5, 3.1],
      [2, 3.2, 3.9],
      [1, 2.1, 3],
      [0, 2, 2.8],
    ];
    const { p } = studentOneSample(blocks.map(([a, b, c]) => a! - 2 * b! + c!));
    expect(lackOfLine(blocks, [1, 2, 3]).p).toBeCloseTo(p!, 12);
  });

  test('counts different values of the covariate, not arms', () => {
    const blocks = [
      [1, 2, 2.2],
      [2, 3, 3.3],
    ];
    expect(lackOfLine(blocks, [1, 2, 2]).reason).toContain('fewer than three different values');
    expect(lackOfLine(blocks, [1, 2, 3]).degreesOfFreedom).toEqual([1, 1]);
    expect(lackOfLine([[1, 2, 4]], [1, 2, 3]).reason).toBe('too few replicates');
    expect(
      lackOfLine(
        [
          [1, 2, 4],
          [1, 2, 4],
        ],
        [1, 2, 3],
      ).reason,
    ).toBe('zero variance');
    expect(
      lackOfLine(
        [
          [1, 2, NaN],
          [1, 2, 4],
        ],
        [1, 2, 3],
      ).reason,
    ).toContain('not finite');
  });

  test('departures are what the line of each block leaves', () => {
    const [first, second, third] = departuresFromLine(
      [
        [1, 3, 1],
        [0, 1, 2],
      ],
      [0, 1, 2],
    );
    expect(first![0]).toBeCloseTo(-2 / 3, 14);
    expect(second![0]).toBeCloseTo(4 / 3, 14);
    expect([first![1], second![1], third![1]].every((value) => Math.abs(value!) < 1e-14)).toBe(true);
  });
});
