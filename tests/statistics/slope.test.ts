import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  equivalent,
  exponent,
  exponentWithinBlocks,
  fitLine,
  greater,
  inside,
  slope,
  skewGuardedMean,
  slopesWithin,
  slopeWithinBlocks,
  studentOneSample,
  rSquared,
} from '../../src/statistics/index.ts';
import { stream } from '../../src/random/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('linear_regression', ({ x, y }) => {
  const { estimate, p, interval, degreesOfFreedom, statistic } = slope(x, y, { alpha: 0.05 });
  const { rSquared, intercept } = fitLine(x, y);
  return {
    slope: estimate,
    intercept,
    r2: rSquared,
    df: degreesOfFreedom,
    t_slope: statistic,
    p_two_sided: p,
    ci95_slope: [interval!.lower, interval!.upper],
  };
});

testAgainstReference('powerlaw_slope_test', ({ t, loss, slope0, equivalence_delta: delta }) => {
  const different = exponent(t, loss, { region: { lower: slope0, upper: slope0, outside: true } });
  const same = exponent(t, loss, { region: equivalent(slope0 - delta, slope0 + delta) });
  return {
    slope: same.estimate,
    df: same.degreesOfFreedom,
    t: different.statistic,
    p_two_sided: different.p,
    tost_p: same.p,
    ci95: [different.interval!.lower, different.interval!.upper],
    ci90: [same.interval!.lower, same.interval!.upper],
    prefactor: same.effectSizes.find(({ name }) => name === 'prefactor')!.estimate,
  };
});

test('the R² of a slope has its interval, unless effect sizes are not asked for', () => {
  const [x, y] = [
    [1, 2, 3, 4, 5],
    [2, 4, 7, 8, 9],
  ];
  const [r2, intercept] = slope(x, y).effectSizes;
  expect(r2).toEqual(rSquared(fitLine(x, y).rSquared!, { n: 5, predictors: 1, alpha: 0.05 }));
  expect(r2!.interval!.lower).toBeLessThan(r2!.estimate);
  expect(intercept!.name).toBe('intercept');
  expect(slope(x, y, { effectSizes: false }).effectSizes).toEqual([]);
  expect(exponent(x, y).effectSizes[0]!.interval).toBeDefined();
});

describe('the share that a line explains', () => {
  test('is not told of numbers that do not vary', () => {
    expect(fitLine([1, 2, 3], [0.1, 0.1, 0.1]).rSquared).toBeUndefined();
    expect(fitLine([1, 2, 3], [1e6, 1e6 + 1e-9, 1e6]).rSquared).toBeUndefined();
    expect(
      slopesWithin(
        [
          [1, 1, 1],
          [2, 2, 2],
        ],
        [1, 2, 3],
      ).meanRSquared,
    ).toBeUndefined();
    expect(slope([1, 2, 3], [5, 5, 5]).effectSizes.map(({ name }) => name)).toEqual(['intercept']);
  });

  test('is the mean of the blocks that vary', () => {
    expect(
      slopesWithin(
        [
          [1, 1, 1],
          [1, 2, 3],
        ],
        [1, 2, 3],
      ).meanRSquared,
    ).toBe(1);
  });
});

describe('slopes', () => {
  test('the examples', () => {
    expect(slope([1, 2, 3, 4], [2, 4, 7, 8]).estimate).toBeCloseTo(2.1, 14);
    expect(
      slopeWithinBlocks(
        [
          [1, 2, 3],
          [2, 4, 7],
        ],
        [1, 2, 3],
      ).estimate,
    ).toBeCloseTo(1.75, 14);
    const power = exponent([1, 2, 4, 8], [8.1, 4, 1.9, 1], { region: equivalent(-1.1, -0.9) });
    expect(power.estimate).toBeCloseTo(-1.0128, 4);
    expect(power.p).toBeLessThan(0.05);
    expect(
      exponentWithinBlocks(
        [
          [8, 4, 2],
          [8, 4.1, 2],
        ],
        [1, 2, 4],
      ).estimate,
    ).toBeCloseTo(-1, 14);
  });

  test('within blocks it is the guarded t of the slopes, whatever the level of each seed', () => {
    const blocks = [
      [1, 2, 4],
      [101, 103, 104],
      [-7, -6, -2],
    ];
    const slopes = blocks.map((row) => fitLine([0, 1, 3], row).slope);
    const region = greater(0.5);
    const got = slopeWithinBlocks(blocks, [0, 1, 3], { region });
    const within = slopesWithin(blocks, [0, 1, 3]);
    expect(within.slopes).toEqual(slopes);
    const want = skewGuardedMean(slopes, { region, arms: within.columns });
    expect([got.p, got.interval, got.estimate]).toEqual([want.p, want.interval, want.estimate]);
    // Three seeds say little of their skewness, but never less than Student's t allows.
    const bare = studentOneSample(slopes, { region });
    expect(got.interval!.lower).toBeLessThanOrEqual(bare.interval!.lower);
    expect(got.interval!.upper).toBeGreaterThanOrEqual(bare.interval!.upper);
  });

  test('of two arms within blocks it is the guarded t of their difference', () => {
    const blocks = [
      [1, 2.2],
      [0.5, 2.5],
      [3, 4.1],
      [2, 3.3],
    ];
    const columns = [0, 1].map((arm) => blocks.map((row) => row[arm]!)) as [number[], number[]];
    const [y, x] = columns;
    const region = greater(1);
    const want = skewGuardedMean(
      x.map((value, i) => value - y[i]!),
      { region, arms: [x, y] },
    );
    const got = slopeWithinBlocks(blocks, [0, 1], { region });
    expect(got.p).toBeCloseTo(want.p!, 12); // rounding of the fits
    expect(got.interval!.lower).toBeCloseTo(want.interval!.lower, 12);
  });

  test('slopes that rounding alone tells apart have no spread', () => {
    const ulp = [1, 2, 4].map((x, seed) => [1, 0.5, 0.25].map((y) => y * (1 + (seed - 1) * 2 ** -52) * x));
    expect(
      slopesWithin(
        ulp.map((row) => row.map(Math.log)),
        [0, 1, 2],
      ).slopes[0],
    ).toBeCloseTo(-Math.LN2, 14);
    expect(exponentWithinBlocks(ulp, [1, 2, 4])).toMatchObject({ reason: 'zero variance' });
    expect(slope([1, 2, 3, 4], [0.1, 0.2, 0.1 + 0.2, 0.4])).toMatchObject({ reason: 'zero variance' });
  });

  test.each([4, 8])(
    'a skewed last arm of %d seeds does not make the slope err more than the guard allows',
    (n) => {
      const random = stream('one skewed arm', 'simulate');
      const sets = 2_000;
      const errors = [0, 0];
      for (let set = 0; set < sets; set++) {
        const blocks = Array.from({ length: n }, () => {
          const level = random.normal();
          return [0, 1, 2, 3].map(
            (arm) => level - arm + (arm === 3 ? Math.exp(random.normal()) - Math.exp(0.5) : 0),
          );
        });
        const region = { lower: -1, upper: 1, outside: true };
        const slopes = slopesWithin(blocks, [0, 1, 2, 3]).slopes;
        if (slopeWithinBlocks(blocks, [0, 1, 2, 3], { region }).p! < 0.05) errors[0]!++;
        if (studentOneSample(slopes, { region, effectSizes: false }).p! < 0.05) errors[1]!++;
      }
      const [guarded, bare] = errors.map((count) => count / sets) as [number, number];
      // Of 4 seeds 0.18 is what is left, of 8 0.065; three standard errors of a share of 2,000.
      const bound = n === 4 ? 0.185 : 0.065;
      expect(guarded).toBeLessThan(bound + 3 * Math.sqrt((bound * (1 - bound)) / sets));
      expect(bare).toBeGreaterThan(0.17);
    },
  );

  test('a seed without an arm is fitted over the others; one with a single arm is left out', () => {
    const result = slopeWithinBlocks(
      [
        [1, 2, 3],
        [1, undefined, 5],
        [undefined, 4, undefined],
      ],
      [1, 2, 3],
    );
    expect(result).toMatchObject({ n: [2], estimate: 1.5 });
  });

  test('degenerate data have a named reason', () => {
    expect(slope([1, 2], [1, 2])).toMatchObject({ reason: 'too few replicates' });
    expect(slope([2, 2, 2], [1, 2, 3])).toMatchObject({ reason: 'a variable that does not vary' });
    expect(slope([1, 2, 3], [2, 4, 6])).toMatchObject({ reason: 'zero variance', estimate: 2 });
    expect(slope([1, 2, 3], [2, NaN, 6])).toMatchObject({ reason: 'values that are not finite' });
    expect(
      slopeWithinBlocks(
        [
          [1, 2],
          [1, 2],
        ],
        [1, 2],
      ),
    ).toMatchObject({ reason: 'zero variance', estimate: 1 });
    expect(slopeWithinBlocks([[1, 2]], [1, 2])).toMatchObject({ reason: 'too few replicates', estimate: 1 });
    expect(slopeWithinBlocks([], [])).toMatchObject({ reason: 'too few replicates' });
    expect(exponent([1, 2, 3], [1, 0, 2]).reason).toContain('not positive');
    expect(exponentWithinBlocks([[1, -2]], [1, 2]).reason).toContain('not positive');
    expect(exponentWithinBlocks([[1, Infinity]], [1, 2]).reason).toContain('not finite');
    expect(() => slope([1, 2, 3], [1, 2])).toThrow(/equal lengths, got 3 and 2/);
  });

  const value = fc.integer({ min: -50, max: 50 });
  const blocksOf = fc
    .integer({ min: 2, max: 5 })
    .chain((arms) =>
      fc.array(fc.array(value, { minLength: arms, maxLength: arms }), { minLength: 2, maxLength: 7 }),
    );

  law.prop([blocksOf, fc.integer({ min: -5, max: 5 })])(
    'a shift of every seed by its own amount changes nothing, a tilt shifts the estimate',
    (blocks, tilt) => {
      const covariate = blocks[0]!.map((_, arm) => arm);
      const moved = blocks.map((row, i) => row.map((y, arm) => y + 10 * i + tilt * arm));
      const [a, b] = [blocks, moved].map((rows) => slopeWithinBlocks(rows, covariate));
      if (a!.p === undefined || b!.p === undefined) return;
      expect(b!.estimate).toBeCloseTo(a!.estimate! + tilt, 9); // rounding of the fits
      // Of two arms the level of a seed is all that tells of their own noise.
      if (covariate.length > 2) expect(b!.interval!.lower).toBeCloseTo(a!.interval!.lower + tilt, 8);
    },
  );

  law.prop([blocksOf, fc.double({ min: 0.1, max: 20, noNaN: true })])(
    'p < alpha exactly when the interval lies inside the region',
    (blocks, margin) => {
      const covariate = blocks[0]!.map((_, arm) => arm);
      const { p, interval } = slopeWithinBlocks(blocks, covariate, { region: equivalent(margin) });
      if (p === undefined || Math.abs(p - 0.05) < 1e-9) return; // on the boundary rounding decides
      expect(inside(interval!, equivalent(margin))).toBe(p < 0.05);
    },
  );
});
