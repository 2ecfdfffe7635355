/** What serves thousands of values without listing all pairs of them gives what a list gives. */
import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import { concordances, signedSums } from '../../src/statistics/association/concordance.ts';
import { pairSums, walshAverages, type Ascending } from '../../src/statistics/ranks/pair-sums.ts';
import {
  greater,
  kendall,
  mannWhitney,
  median,
  normalQuantile,
  spearman,
  wilcoxonSignedRank,
} from '../../src/statistics/index.ts';

/** Multiples of ¼, with many ties. */
const quarters = (minLength: number) =>
  fc.array(
    fc.integer({ min: -40, max: 40 }).map((value) => value / 4),
    { minLength, maxLength: minLength + 12 },
  );

/** Counts and selections are those of the list. */
function expectListed(found: Ascending, list: readonly number[]): void {
  const ascending = [...list].sort((a, b) => a - b);
  expect(found.length).toBe(list.length);
  for (const part of [0, 0.1, 0.5, 0.77, 1]) {
    const k = Math.floor(part * (list.length - 1));
    const value = ascending[k]!;
    expect(found.at(k)).toBe(value);
    for (const near of [value, value - 0.1, value + 0.1]) {
      expect(found.countUpTo(near)).toBe(ascending.filter((each) => each <= near).length);
      expect(found.countBelow(near)).toBe(ascending.filter((each) => each < near).length);
    }
  }
}

// From some 8,192 pairs on they are counted instead of listed: of 3 and of 130 values.
const sizes = [3, 130];

law.prop([fc.constantFrom(...sizes).chain(quarters)], { numRuns: 20 })('Walsh averages', (d) => {
  expectListed(
    walshAverages(d, 0.25),
    d.flatMap((a, i) => d.slice(i).map((b) => (a + b) / 2)),
  );
});

const twoSamples = fc.constantFrom(...sizes).chain((n) => fc.tuple(quarters(n), quarters(n)));
law.prop([twoSamples], { numRuns: 20 })('sums of pairs', ([x, y]) => {
  expectListed(
    pairSums(x, y, 0.25),
    x.flatMap((a) => y.map((b) => a + b)),
  );
});

const tied = fc.array(fc.tuple(fc.integer({ max: 5 }), fc.constantFrom(-Infinity, 0, 1, 2, Infinity)), {
  minLength: 2,
  maxLength: 30,
});
law.prop([tied])('concordances and signed sums of each pair are those of all others', (pairs) => {
  const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
  const sign = (a: number, b: number): number => Number(a > b) - Number(a < b);
  const summed = (i: number, term: (j: number) => number): number =>
    x.reduce((total, _, j) => total + term(j), 0);
  const weights = x.map((_, i) => i + 1);
  const [own, signed] = [concordances(x, y), signedSums(y, weights)];
  x.forEach((_, i) => {
    expect(own[i]).toBe(summed(i, (j) => sign(x[i]!, x[j]!) * sign(y[i]!, y[j]!)));
    expect(signed[i]).toBe(summed(i, (j) => weights[j]! * sign(y[i]!, y[j]!)));
  });
});

describe('two hundred values, whose pairs are counted', () => {
  const random = stream('large samples', 'simulate');
  const x = Array.from({ length: 200 }, () => random.normal());
  const y = Array.from({ length: 200 }, () => random.normal());
  /**
   * The end of a one-sided interval is the order statistic beyond which the normal law with continuity correction
   * rejects.
   */
  const endOf = (sums: readonly number[], expected: number, spread: number): number => {
    const ascending = [...sums].sort((a, b) => a - b);
    // The statistic is the number of sums above the boundary; the first boundary with z ≤ z(0.95).
    const needed = expected + 0.5 - normalQuantile(0.05) * spread;
    return ascending[ascending.length - Math.floor(needed) - 1]!;
  };

  test('Wilcoxon: the median and the order statistic of all Walsh averages', () => {
    const walsh = x.flatMap((a, i) => x.slice(i).map((b) => (a + b) / 2));
    const { estimate, interval } = wilcoxonSignedRank(x, { region: greater(0) });
    // 11 digits: values are on a grid of 2⁻⁴⁰ of their range.
    expect(estimate).toBeCloseTo(median(walsh), 11);
    const spread = Math.sqrt((200 * 201 * 401) / 24);
    expect(interval!.lower).toBeCloseTo(endOf(walsh, (200 * 201) / 4, spread), 11);
  });

  test('Mann–Whitney: the median and the order statistic of all differences', () => {
    const differences = x.flatMap((a) => y.map((b) => a - b));
    const { estimate, interval } = mannWhitney(x, y, { region: greater(0) });
    expect(estimate).toBeCloseTo(median(differences), 11);
    const spread = Math.sqrt((200 * 200 * 401) / 12);
    expect(interval!.lower).toBeCloseTo(endOf(differences, (200 * 200) / 2, spread), 11);
  });
});

test('ten thousand values are tested: 50 million pairs would not be held', { timeout: 120_000 }, () => {
  const random = stream('large samples', 'simulate', 'many');
  const x = Array.from({ length: 10_000 }, () => random.normal());
  const y = x.map((value) => value + random.normal());
  const results = [wilcoxonSignedRank(x), mannWhitney(x, y), kendall(x, y), spearman(x, y)];
  expect(results.map(({ method }) => method)).toEqual([
    'Wilcoxon signed rank, normal',
    'Mann–Whitney, normal',
    'Kendall τ_b (asymptotic)',
    'Spearman correlation (asymptotic)',
  ]);
  // Of normal pairs with ρ = 1/√2: τ = (2/π)·asin ρ = ½ and Spearman's (6/π)·asin(ρ/2); five standard errors of 0.7/√n.
  for (const [at, truth] of [
    [2, 0.5],
    [3, (6 / Math.PI) * Math.asin(Math.SQRT1_2 / 2)],
  ] as const)
    expect(Math.abs(results[at]!.estimate! - truth)).toBeLessThan((5 * 0.7) / Math.sqrt(10_000));
});
