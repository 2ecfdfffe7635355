import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  deming,
  equivalent,
  greater,
  inside,
  jonckheereTerpstra,
  jonckheereWithinBlocks,
  kendallTails,
  less,
  median,
  minimalEffect,
  nullVariance,
  page,
  theilSen,
  theilSenWithinBlocks,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('theil_sen', ({ x, y }) => {
  const { estimate, interval, effectSizes } = theilSen(x, y, { how: 'asymptotic' });
  return {
    slope: estimate,
    intercept_separate: effectSizes[0]!.estimate,
    intercept_joint: median(Array.from(y as number[], (value, i) => value - estimate! * x[i])),
    ci95_slope: [interval!.lower, interval!.upper],
  };
});

testAgainstReference('deming', ({ x, y, lambda_: errorRatio }, expected) => {
  const { estimate, interval, effectSizes } = deming(x, y, { errorRatio });
  return {
    slope: estimate,
    intercept: effectSizes[0]!.estimate,
    se_slope_jackknife: expected.se_slope_jackknife, // shown by the interval
    ci95_slope_jackknife: [interval!.lower, interval!.upper],
  };
});

testAgainstReference('jonckheere_terpstra', ({ groups }) => {
  const { statistic, p } = jonckheereTerpstra(groups, { how: 'asymptotic' });
  const two = jonckheereTerpstra(groups, { how: 'asymptotic', alternative: 'two-sided' });
  return { JT: statistic, variance: nullVariance(groups), p_increasing: p, p_two_sided: two.p };
});

testAgainstReference('jonckheere_terpstra_exact', ({ groups }) => {
  const { statistic, p } = jonckheereTerpstra(groups, { how: 'exact' });
  return { JT: statistic, p_increasing: p };
});

const blocksOf = fc.integer({ min: 2, max: 5 }).chain((arms) =>
  fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: arms, maxLength: arms }), {
    minLength: 1,
    maxLength: 5,
  }),
);

describe('trends', () => {
  test('the examples', () => {
    expect(theilSen([1, 2, 3, 4], [2, 4, 6, 80]).estimate).toBeCloseTo(14, 12);
    expect(
      theilSenWithinBlocks(
        [
          [1, 2, 3],
          [5, 7, 9],
        ],
        [1, 2, 3],
      ).estimate,
    ).toBe(1.5);
    expect(deming([1, 2, 3, 4], [1.1, 1.9, 3.2, 3.9]).estimate).toBeCloseTo(0.98, 2);
    expect(
      jonckheereTerpstra([
        [1, 2],
        [3, 4],
        [5, 6],
      ]).p,
    ).toBeCloseTo(1 / 90, 14);
    expect(
      jonckheereWithinBlocks(
        [
          [1, 2, 3],
          [2, 3, 4],
        ],
        [1, 2, 3],
      ).p,
    ).toBeCloseTo(1 / 36, 14);
    expect(nullVariance([[1], [2]])).toBeCloseTo(0.25, 14);
  });

  test('with one value a group the exact test is that of Kendall', () => {
    const values = [3, 1, 4, 1.5, 5, 9, 2.6];
    const groups = values.map((value) => [value]);
    expect(jonckheereTerpstra(groups).p).toBeCloseTo(
      kendallTails(
        values.map((_, i) => i),
        values,
      ).greater,
      13,
    );
  });

  test('within seeds, two arms: it is the sign test, as Page is', () => {
    const blocks = [
      [1, 2],
      [4, 3],
      [5, 7],
      [1, 3],
      [2, 6],
    ];
    expect(jonckheereWithinBlocks(blocks, [1, 2]).p).toBeCloseTo(6 / 32, 14);
    expect(jonckheereWithinBlocks(blocks, [1, 2]).p).toBeCloseTo(page(blocks).p!, 14);
  });

  test('permutations agree with the exact law and repeat with their seed', () => {
    const groups = [
      [1, 4, 2],
      [3, 5, 2],
      [6, 4, 7],
    ];
    const run = () =>
      jonckheereTerpstra(groups, { how: 'monte-carlo', random: stream('1', 'permutation', 'jt') }).p!;
    const exact = jonckheereTerpstra(groups).p!;
    // Four standard errors of a proportion over 9,999 permutations.
    expect(Math.abs(run() - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 9_999));
    expect(run()).toBe(run());
  });

  law.prop([blocksOf, fc.double({ min: -4, max: 4, noNaN: true }), fc.constantFrom(0.05, 0.2)])(
    'Theil–Sen: p < alpha exactly when the interval lies inside the region',
    (blocks, boundary, alpha) => {
      const covariate = blocks[0]!.map((_, arm) => arm);
      for (const region of [greater(boundary), less(boundary), equivalent(3), minimalEffect(1)]) {
        const { p, interval } = theilSenWithinBlocks(blocks, covariate, { region, alpha });
        if (p === undefined || Math.abs(p - alpha) < 1e-9) continue; // on the boundary rounding decides
        expect(inside(interval!, region)).toBe(p < alpha);
      }
    },
  );

  law.prop([blocksOf])('turning every value round turns greater into less', (blocks) => {
    const covariate = blocks[0]!.map((_, arm) => arm);
    const turned = blocks.map((row) => row.map((value) => -value));
    const [rise, fall] = [
      jonckheereWithinBlocks(blocks, covariate),
      jonckheereWithinBlocks(turned, covariate, { alternative: 'less' }),
    ];
    expect(fall.reason).toBe(rise.reason);
    if (rise.p !== undefined) expect(fall.p).toBeCloseTo(rise.p, 12); // sums from opposite ends
    const [up, down] = [theilSenWithinBlocks(blocks, covariate), theilSenWithinBlocks(turned, covariate)];
    if (up.interval) expect(down.interval!.upper).toBeCloseTo(-up.interval.lower, 12);
  });

  test('Theil–Sen is exact: five rising points have the p of their order, ten have the tabled interval', () => {
    const rising = theilSen([1, 2, 3, 4, 5], [1, 2, 4, 8, 16], { region: greater() });
    expect(rising.p).toBeCloseTo(1 / 120, 14);
    expect(rising.method).toBe('Theil–Sen slope (exact)');
    // P(S ≥ 23) = 0.023 and P(S ≥ 21) = 0.036 at n = 10 (Kendall's table): of 45 slopes the 12th from either end at 95
    // %.
    const x = Array.from({ length: 10 }, (_, i) => i);
    const y = [3, 1, 4, 1.5, 5, 9, 2.6, 5.3, 5.8, 9.7];
    const slopes = x.flatMap((a) => x.slice(0, a).map((b) => (y[a]! - y[b]!) / (a - b)));
    slopes.sort((a, b) => a - b);
    expect(theilSen(x, y).interval).toMatchObject({ lower: slopes[11], upper: slopes[33] });
    const seeds = [rising, rising].map(() => [1, 2, 4]);
    expect(theilSenWithinBlocks(seeds, [1, 2, 3], { region: greater() }).p).toBeCloseTo(1 / 36, 14);
  });

  test('degenerate data have a named reason', () => {
    expect(theilSen([1, 1, 1], [1, 2, 3]).reason).toBe('a variable that does not vary');
    expect(theilSen([1, 2, 3], [2, 2, 2])).toMatchObject({ reason: 'all ties', estimate: 0 });
    expect(theilSen([1, 2], [2, 2]).reason).toBe('too few replicates');
    expect(theilSenWithinBlocks([], []).reason).toBe('too few replicates');
    expect(theilSenWithinBlocks([[1, Infinity]], [1, 2]).reason).toContain('not finite');
    expect(deming([1, 2, 3], [1, 2, 3]).reason).toBe('too few replicates');
    expect(deming([1, 1, 2, 2], [1, 2, 1, 2]).reason).toBe('a variable that does not vary');
    expect(deming([1, 2, 3, 4], [2, 4, 6, 8], { errorRatio: 4 })).toMatchObject({ reason: 'zero variance' });
    expect(jonckheereTerpstra([[1], []]).reason).toBe('too few replicates');
    expect(jonckheereTerpstra([[1, 1], [1]]).reason).toBe('all ties');
    expect(jonckheereTerpstra([[NaN], [1]]).reason).toBe('values that are not numbers');
    expect(jonckheereWithinBlocks([[1]], [1]).reason).toBe('too few replicates');
  });
});
