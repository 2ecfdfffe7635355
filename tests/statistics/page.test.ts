import { describe, expect, test } from 'vitest';
import { fc, test as law } from '@fast-check/vitest';
import { stream } from '../../src/random/index.ts';
import { page } from '../../src/statistics/trend/page.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('page_trend', ({ data }) => ({
  L: page(data).statistic,
  p_exact: page(data, { how: 'exact' }).p,
  p_asymptotic: page(data, { how: 'asymptotic' }).p,
}));

/** Every order of the values within every block: the definition of the exact p. */
function enumerated(blocks: readonly (readonly number[])[], covariate: readonly number[]): number {
  const statistic = (rows: readonly (readonly number[])[]) =>
    page(rows, { covariate, how: 'asymptotic' }).statistic!;
  const observed = statistic(blocks);
  let above = 0;
  let all = 0;
  const walk = (index: number, rows: readonly (readonly number[])[]): void => {
    if (index === blocks.length) {
      all++;
      if (statistic(rows) >= observed) above++;
      return;
    }
    for (const order of orders(blocks[index]!)) walk(index + 1, [...rows, order]);
  };
  walk(0, []);
  return above / all;
}

function orders(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, i) =>
    orders([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [value, ...rest]),
  );
}

const blocksOf = (value: fc.Arbitrary<number>) =>
  fc
    .integer({ min: 2, max: 5 })
    .chain((arms) =>
      fc.array(fc.array(value, { minLength: arms, maxLength: arms }), { minLength: 1, maxLength: 6 }),
    );

describe("Page's L", () => {
  test('the example: 7 of 216 orders are at least as ordered', () => {
    // One block of three one swap away from order: 1 + 2·3 of 6³ orders reach L = 41.
    expect(
      page([
        [1, 2, 3],
        [1, 3, 2],
        [1, 2, 3],
      ]).p,
    ).toBeCloseTo(7 / 216, 14); // rounding of sixths
  });

  test.for([
    {
      blocks: [
        [1, 1, 2],
        [3, 2, 2],
        [1, 2, 3],
      ],
      covariate: [1, 2, 3],
    },
    {
      blocks: [
        [1, 1, 2, 2],
        [3, 2, 2, 5],
      ],
      covariate: [1, 2, 2, 3],
    },
    {
      blocks: [
        [4, 4, 4],
        [1, 2, 3],
      ],
      covariate: [1, 1, 2],
    },
  ])('ties in values and covariate: exact p equals full enumeration, case %#', ({ blocks, covariate }) => {
    // 1e-13: sums of at most 576 terms of double rounding.
    expect(page(blocks, { covariate }).p).toBeCloseTo(enumerated(blocks, covariate), 13);
  });

  test('tails far below 1e-12 keep their digits: eight perfectly ordered blocks of six', () => {
    const p = page(Array.from({ length: 8 }, () => [1, 2, 3, 4, 5, 6])).p!;
    // 8 products of 1/720, each rounded once.
    expect(p / 720 ** -8 - 1).toBeCloseTo(0, 13);
  });

  test('permutations within blocks agree with the exact law and repeat with their seed', () => {
    const blocks = [
      [1, 3, 2, 4],
      [2, 1, 4, 3],
      [1, 2, 4, 3],
    ];
    const run = () =>
      page(blocks, { how: 'monte-carlo', random: stream('1', 'permutation', 'page'), resamples: 19_999 }).p!;
    const exact = page(blocks).p!;
    // Four standard errors of a proportion over 19,999 permutations.
    expect(Math.abs(run() - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 19_999));
    expect(run()).toBe(run());
  });

  test('a ladder of twelve arms is permuted when a generator is given and normal when none is', () => {
    const blocks = [0, 1, 2].map((shift) => Array.from({ length: 12 }, (_, arm) => ((arm + shift) * 5) % 12));
    expect(page(blocks).method).toContain('asymptotic');
    expect(page(blocks, { random: stream('1', 'permutation') }).method).toContain('monte-carlo');
    expect(() => page(blocks, { how: 'monte-carlo' })).toThrow(/expected `random`/);
  });

  test('missing arms, ties and nothing at all have names', () => {
    expect(
      page([
        [1, undefined, 3],
        [undefined, undefined, 2],
        [1, 2, 3],
      ]).n,
    ).toEqual([2, 5]);
    expect(
      page([
        [5, 5, 5],
        [2, 2, 2],
      ]),
    ).toMatchObject({ reason: 'all ties' });
    expect(page([])).toMatchObject({ reason: 'too few replicates' });
    expect(page([[1, 2]], { covariate: [3, 3] })).toMatchObject({ reason: 'too few replicates' });
    expect(page([[1, NaN]])).toMatchObject({ reason: 'values that are not numbers' });
    expect(() => page([[1, 2], [1]])).toThrow(/expected 2 arms in block 1, got 1/);
  });

  test('a diverged run, infinity, is the largest value', () => {
    expect(
      page([
        [1, 2, Infinity],
        [1, 3, Infinity],
      ]).p,
    ).toBe(
      page([
        [1, 2, 3],
        [1, 3, 4],
      ]).p,
    );
  });

  law.prop([blocksOf(fc.integer({ min: 0, max: 4 }))])(
    'turning every value round turns greater into less',
    (blocks) => {
      const turned = blocks.map((row) => row.map((value) => -value));
      const [rise, fall] = [page(blocks), page(turned, { alternative: 'less' })];
      // Sums taken from opposite ends round differently.
      if (rise.p !== undefined) expect(fall.p).toBeCloseTo(rise.p, 13);
      expect(fall.reason).toBe(rise.reason);
    },
  );

  law.prop([blocksOf(fc.double({ min: -5, max: 5, noNaN: true }))])(
    'the order of blocks and a monotone change of scale mean nothing',
    (blocks) => {
      const changed = [...blocks].reverse().map((row) => row.map((value) => 8 * value));
      const [a, b] = [page(blocks), page(changed)];
      if (a.p !== undefined) expect(b.p).toBeCloseTo(a.p, 12); // order of summation
      expect(b.statistic).toBe(a.statistic);
    },
  );

  law.prop([blocksOf(fc.integer({ min: 0, max: 4 }))])(
    'p is a probability or absent with a reason',
    (blocks) => {
      const { p, reason } = page(blocks, { alternative: 'two-sided' });
      if (p === undefined) expect(reason).toBeTruthy();
      else expect(p).toSatisfy((value: number) => value > 0 && value <= 1);
    },
  );
});
