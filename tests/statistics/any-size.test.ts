/**
 * Numbers of any size, from 5e-324 to 1.8e308 and mixed: a result without NaN whose p, estimate and interval are
 * numbers, or the reason why there is none.
 */
import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import * as statistics from '../../src/statistics/index.ts';
import { equivalent, greater, less, minimalEffect, type Region } from '../../src/statistics/index.ts';
import { ofOneSample, ofTwoSamples } from './methods.ts';
import { placeOfNaN } from './place-of-nan.ts';

type Result = Partial<statistics.TestResult> & { readonly name?: string };
const s = statistics as unknown as Record<string, (...of: unknown[]) => Result | undefined>;

/** What is wrong with a result; undefined where it is sound, and where a test refuses in words. */
function fault(call: () => Result | undefined): string | undefined {
  try {
    const result = call();
    if (result === undefined) return undefined; // an effect size that cannot be had
    const { p, estimate, interval, reason, name } = result;
    if (p !== undefined && !(p >= 0 && p <= 1)) return `p = ${p}`;
    if (interval !== undefined && !(interval.lower <= interval.upper))
      return `interval ${interval.lower} … ${interval.upper}`;
    if (estimate !== undefined && !Number.isFinite(estimate)) return `estimate ${estimate}`;
    if (p === undefined && reason === undefined && name === undefined) return 'neither p nor reason';
    return placeOfNaN(result);
  } catch (error) {
    // A search that fails is no refusal of the data.
    const refused = error instanceof RangeError && /^Cannot (?!find)/.test(error.message);
    return refused ? undefined : String(error);
  }
}

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1, -1, 5e-324, 1.7e308, -1.7e308, 1e-310, 1e200, -1e-200),
  fc.integer({ min: -3, max: 3 }),
);
const values = (length: number) => fc.array(value, { minLength: length, maxLength: length });
const sample = fc.array(value, { maxLength: 9 });
const pairs = fc.nat({ max: 9 }).chain((n) => fc.tuple(values(n), values(n)));
const table = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.nat({ max: 5 }))
  .chain(([arms, seeds]) =>
    fc.tuple(fc.array(values(arms), { minLength: seeds, maxLength: seeds }), values(arms)),
  );
const groups = fc.array(sample, { maxLength: 4 });
const effects = fc.array(fc.record({ estimate: value, standardError: value.map(Math.abs) }), {
  maxLength: 5,
});

const regions = [greater(0), equivalent(1), less(-1e300), equivalent(1e-300), minimalEffect(2)];
const distances = [less(1), less(1e300), greater(1e-300)];
const random = () => stream('1', 'bootstrap', 'any size');
const claimed = (shapes: readonly Region[] = regions) =>
  fc.constantFrom(undefined, ...shapes).map((region) => (region === undefined ? {} : { region }));

/** A method, what it is given, and its options. */
type Row = readonly [name: string, given: fc.Arbitrary<readonly unknown[]>, options?: fc.Arbitrary<object>];

const rows: readonly Row[] = [
  ...[...ofOneSample, 'andersonDarling', 'jarqueBera'].map((name): Row => [name, fc.tuple(sample)]),
  ...[...ofTwoSamples, 'energyTest', 'kolmogorovSmirnov', 'cramerVonMises'].map((name): Row => [
    name,
    name.includes('aired') ? pairs : fc.tuple(sample, sample),
  ]),
  ...[
    ...['pearson', 'spearman', 'kendall', 'slope', 'exponent', 'theilSen', 'deming', 'slopePermutation'],
    ...['ratioOfMeansEffect', 'interquartileMeanEffect', 'meanDifference'],
  ].map((name): Row => [name, pairs]),
  ...['anova', 'welchAnova', 'kruskalWallis', 'levene', 'jonckheereTerpstra'].map((name): Row => [
    name,
    fc.tuple(groups),
  ]),
  ...['equivalentMeans', 'independentPairsEquivalent'].map((name): Row => [
    name,
    fc.tuple(groups),
    claimed(distances),
  ]),
  ...['blockedTrend', 'slopeWithinBlocks', 'exponentWithinBlocks', 'theilSenWithinBlocks'].map(
    (name): Row => [name, table],
  ),
  ['jonckheereWithinBlocks', table, fc.constant({})],
  ['page', table.map(([rows]) => [rows]), fc.constant({})],
  ['allPairsEquivalent', table.map(([rows]) => [rows]), claimed(distances)],
  ['sameCurve', table.map(([rows]) => [rows, rows.map((row) => row.toReversed())]), claimed(distances)],
  ...['meanOverBlocks', 'hartungKnapp'].map((name): Row => [name, fc.tuple(effects)]),
];

describe('numbers of any size', () => {
  for (const [name, given, options = claimed()] of rows)
    law.prop([given, options], { numRuns: 60 })(name, (of, option) => {
      expect(fault(() => s[name]!(...of, { random: random(), resamples: 99, alpha: 0.05, ...option }))).toBe(
        undefined,
      );
    });
});

test('a curve whose positions are 1 and 1e108 in size has an interval', () => {
  const x = [
    [0, 2e108, 0, -1],
    [-1, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  const y = x.map((row) => row.toReversed());
  expect(fault(() => s['sameCurve']!(x, y, { random: random(), resamples: 99 }))).toBe(undefined);
});

test('a line of slope 1 through numbers near 1e308 has the slope 1', () => {
  const x = [1e308, -1e308, 1e308, 1.7e308];
  expect(statistics.theilSen(x, x).estimate).toBe(1);
  expect(statistics.theilSenWithinBlocks([x, x], x).estimate).toBe(1);
});
