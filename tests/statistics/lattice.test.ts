import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  permutedProduct,
  sumOf,
  upperTailOf,
  type LatticeLaw,
} from '../../src/statistics/distributions/lattice.ts';
import { page } from '../../src/statistics/trend/page.ts';
import { stream } from '../../src/random/index.ts';

const orders = (values: readonly number[]): number[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((value, i) => orders(values.toSpliced(i, 1)).map((rest) => [value, ...rest]));

/** Value → probability. */
const masses = ({ start, mass }: LatticeLaw): [number, number][] =>
  [...mass].flatMap((p, i) => (p > 0 ? [[start + i, p] as [number, number]] : []));

const few = fc.array(fc.integer({ min: -7, max: 7 }), { minLength: 1, maxLength: 5 });

describe('laws on whole numbers', () => {
  law.prop([
    few.chain((a) =>
      fc.tuple(
        fc.constant(a),
        fc.array(fc.integer({ min: -3, max: 9 }), { minLength: a.length, maxLength: a.length }),
      ),
    ),
  ])('the law of a permuted product is that of all orders, ties and all', ([scores, values]) => {
    const all = orders(values).map((order) => order.reduce((sum, value, i) => sum + value * scores[i]!, 0));
    const counted = new Map<number, number>();
    for (const value of all) counted.set(value, (counted.get(value) ?? 0) + 1 / all.length);
    const found = masses(permutedProduct(scores, values));
    expect(found.map(([value]) => value)).toEqual([...counted.keys()].sort((a, b) => a - b));
    for (const [value, p] of found) expect(p).toBeCloseTo(counted.get(value)!, 13); // sums of up to 120 rounded shares
  });

  test('a law seven times over is that of seven laws', () => {
    const die = (): LatticeLaw => ({ start: -6, mass: Float64Array.of(0.5, 0, 0, 0.25, 0, 0, 0.25) });
    const one = die();
    const squared = masses(sumOf(Array.from({ length: 7 }, () => one)));
    const each = masses(sumOf(Array.from({ length: 7 }, die)));
    expect(squared.map(([value]) => value)).toEqual(each.map(([value]) => value));
    squared.forEach(([, p], i) => expect(p / each[i]![1]).toBeCloseTo(1, 13)); // rounding of products in another order
  });

  test('tails of 24 seeds keep their relative accuracy: all in order has probability 10!⁻²⁴', () => {
    const ranks = Array.from({ length: 10 }, (_, i) => 2 * i - 9);
    const best = 24 * ranks.reduce((sum, rank) => sum + rank * rank, 0);
    const tail = upperTailOf(sumOf(Array.from({ length: 24 }, () => permutedProduct(ranks, ranks))), best);
    expect(Math.log(tail) / (-24 * Math.log(3_628_800))).toBeCloseTo(1, 12);
  });

  test("Page's exact p at 24 seeds × 10 arms with ties is that of permutations", () => {
    const random = stream('1', 'permutation', 'lattice');
    const blocks = Array.from({ length: 24 }, () =>
      Array.from({ length: 10 }, (_, arm) => Math.floor(8 * random.uniform()) + (arm > 6 ? 1 : 0)),
    );
    const exact = page(blocks, { how: 'exact' }).p!;
    const drawn = page(blocks, { how: 'monte-carlo', random }).p!;
    expect(Math.abs(drawn - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 9_999) + 1e-4);
  });
});
