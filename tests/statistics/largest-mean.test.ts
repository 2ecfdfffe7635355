import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  allPairsEquivalent,
  equivalent,
  greater,
  inside,
  largestMean,
  less,
  sameCurve,
  studentOneSample,
  type Region,
} from '../../src/statistics/index.ts';

const random = () => stream('1', 'bootstrap', 'largest mean');

describe('largest mean of contrasts', () => {
  test('the examples', () => {
    const region = less(0.5);
    expect(
      sameCurve(
        [
          [3, 2, 1],
          [3, 2, 1.1],
        ],
        [
          [3, 2.1, 1],
          [3, 2, 1],
        ],
        { region, random: random() },
      ).estimate,
    ).toBeCloseTo(0.05, 14);
    expect(
      allPairsEquivalent(
        [
          [1, 1.1, 1],
          [2, 2, 2.1],
          [3, 3, 3],
        ],
        { region, random: random() },
      ).n,
    ).toEqual([3]);
  });

  test('one contrast: equivalence is TOST, and the simultaneous quantile is that of Student, drawn', () => {
    const d = [0.3, -0.1, 0.4, 0.2, 0.1, 0.5];
    const got = largestMean(
      'one',
      d.map((value) => [value]),
      { region: less(0.6), random: random(), resamples: 19_999 },
    );
    expect(got.p).toBeCloseTo(studentOneSample(d, { region: equivalent(0.6) }).p!, 14);
    expect(got.interval!.upper).toBeCloseTo(
      studentOneSample(d, { region: equivalent(0.6) }).interval!.upper,
      12,
    );
    // q is the 0.95 quantile of |t(5)|, 2.5706; 19,999 draws leave it a standard error of 0.03, four of them allowed.
    const half = (got.band![0]!.upper - got.band![0]!.lower) / 2;
    const standardError = Math.sqrt(d.reduce((total, v) => total + (v - 7 / 30) ** 2, 0) / 5 / 6);
    expect(Math.abs(half / standardError - 2.5706)).toBeLessThan(0.12);
  });

  test('times at which all seeds agree are equal; a constant offset has no error to judge it by', () => {
    const x = [
      [1, 5, 4],
      [1, 6, 5],
      [1, 7, 4],
    ];
    const y = [
      [1, 5.1, 4],
      [1, 5.9, 5.1],
      [1, 7, 3.9],
    ];
    expect(sameCurve(x, y, { region: less(1), random: random() }).p).toBeLessThan(0.05);
    const shifted = y.map((row) => [row[0]! + 1, row[1]!, row[2]!]);
    expect(sameCurve(x, shifted, { region: less(2), random: random() })).toMatchObject({
      reason: 'zero variance',
      estimate: 1,
    });
    expect(sameCurve(x, x, { region: less(2), random: random() })).toMatchObject({
      reason: 'zero variance',
      estimate: 0,
    });
    expect(sameCurve([], [], { region: less(2), random: random() }).reason).toBe('too few replicates');
    expect(sameCurve([[1], [NaN]], [[1], [1]], { region: less(2), random: random() }).reason).toContain(
      'not finite',
    );
    expect(() => sameCurve([[1, 2]], [[1]], { random: random() })).toThrow(/equal shapes/);
  });

  test('a size is never below zero: certain above, impossible below', () => {
    const rows = [[1], [2], [4]];
    const of = (region: Region) => largestMean('size', rows, { region, random: random() }).p;
    expect([of(greater(-0.5)), of(less(-0.5)), of({ lower: -2, upper: -1 })]).toEqual([0, 1, 1]);
  });

  test('a seed that lacks an arm is left out of all pairs', () => {
    const blocks = [
      [1, 1.1, 1.2],
      [2, undefined, 2],
      [3, 3.2, 3],
      [1, 0.9, 1.1],
    ];
    expect(allPairsEquivalent(blocks, { region: less(1), random: random() }).n).toEqual([3]);
  });

  test('rows of unequal length are refused', () => {
    const run = (blocks: number[][]) => () => allPairsEquivalent(blocks, { random: random() });
    expect(
      run([
        [1, 2, 3],
        [1, 2],
        [1, 2, 4],
      ]),
    ).toThrow(/expected 3 arms in block 1, got 2/);
    expect(() =>
      largestMean(
        'contrasts',
        [
          [1, 2],
          [1, 2, 3],
        ],
        { random: random() },
      ),
    ).toThrow(/expected 2 contrasts in row 1, got 3/);
  });

  const contrasts = fc.integer({ min: 1, max: 4 }).chain((columns) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), {
      minLength: 2,
      maxLength: 6,
    }),
  );
  law.prop([contrasts, fc.double({ min: 0.1, max: 9, noNaN: true })], { numRuns: 60 })(
    'p < alpha exactly when the interval lies inside the region; the same stream gives the same bytes',
    (rows, margin) => {
      for (const region of [less(margin), greater(margin)]) {
        const run = () => largestMean('law', rows, { region, alpha: 0.1, random: random(), resamples: 99 });
        const { p, interval } = run();
        expect(JSON.stringify(run())).toBe(JSON.stringify(run()));
        if (p === undefined || Math.abs(p - 0.1) < 1e-9) continue; // on the boundary rounding decides
        expect(inside(interval!, region)).toBe(p < 0.1);
      }
    },
  );

  test('at its worst case the claim of a difference errs at most alpha of the time, over 12 correlated times', () => {
    const draws = stream('curves', 'simulate');
    const runs = 600;
    let refuted = 0;
    for (let run = 0; run < runs; run++) {
      const rows = Array.from({ length: 6 }, () => {
        let walk = 0;
        return Array.from({ length: 12 }, () => 1 + (walk += draws.normal()));
      });
      const { p } = largestMean('null', rows, { region: greater(1), random: draws, resamples: 199 });
      if (p! < 0.05) refuted++;
    }
    // Three standard errors of a proportion of 0.05 over 600 runs.
    expect(refuted / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  });
});

test.each([8, 16])(
  'the guard holds the error of equal curves of %d seeds whose arms are skewed and spread unequally',
  (seeds) => {
    const random = stream('skewed curves', 'simulate');
    const noise = () => Math.exp(random.normal()) - Math.exp(0.5);
    const sets = 1_000;
    const counts = [0, 0];
    for (let set = 0; set < sets; set++) {
      const shared = Array.from({ length: seeds }, () => [noise(), noise()] as const);
      // Both curves move as a whole, and their means are the margin apart everywhere.
      const x = shared.map(([first]) => [9, 9, 9].map((at) => at + 3 * first + 0.1 * random.normal()));
      const y = shared.map(([, second]) => [0, 0, 0].map((at) => at + second + 0.1 * random.normal()));
      const options = { region: less(9), random, resamples: 19 };
      if (sameCurve(x, y, options).p! < 0.05) counts[0]!++;
      const differences = x.map((row, seed) => row.map((value, at) => value - y[seed]![at]!));
      if (largestMean('bare', differences, options).p! < 0.05) counts[1]!++;
    }
    const [guarded, bare] = counts.map((count) => count / sets) as [number, number];
    // At most 6.5 %, and three standard errors of a share of 1,000; Student's t alone errs at 15 to 17 %.
    expect(guarded).toBeLessThan(0.065 + 3 * Math.sqrt((0.065 * 0.935) / sets));
    expect(bare).toBeGreaterThan(0.11);
  },
);
