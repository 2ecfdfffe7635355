import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import * as statistics from '../../src/statistics/index.ts';
import {
  cohenD,
  different,
  equivalent,
  greater,
  less,
  mean,
  replicatesNeeded,
  type Region,
  type Sample,
  type TestResult,
} from '../../src/statistics/index.ts';
import { ofLocations, ofOneSample } from './methods.ts';

const x = [3, 1, 4, 1, 5, 9, 2, 6, 7, 11];
const y = [2, 7, 1, 8, 2, 8, 1, 9, 5, 3];
const groups = [
  [1, 2, 5, 3],
  [2, 3, 9, 4],
  [5, 6, 7, 1],
];
const blocks = [
  [1, 2, 4],
  [2, 3, 7],
  [3, 3, 5],
  [2, 5, 4],
  [1, 4, 9],
];
const ladder = [1, 2, 3];
const random = () => stream('1', 'bootstrap', 'units');
const times = (values: readonly number[], unit: number) => values.map((value) => value * unit);
const rows = (table: readonly (readonly number[])[], unit: number) => table.map((row) => times(row, unit));
const regionTimes = ({ lower, upper, ...shape }: Region, unit: number): Region => ({
  lower: lower * unit,
  upper: upper * unit,
  ...shape,
});

type OneOrTwo = (...samples: [Sample, ...Sample[]]) => TestResult;
const s = statistics as unknown as Record<string, (...of: unknown[]) => TestResult>;
const located = (names: readonly string[], samples: (unit: number) => readonly number[][]) =>
  names.flatMap((name) =>
    [different(), equivalent(1), greater(0.5), less(3)].map((region, i) => ({
      name: `${name}, region ${i}`,
      run: (unit: number) =>
        s[name]!(...samples(unit), { region: regionTimes(region, unit), random: random(), resamples: 199 }),
    })),
  );
const pairs = (unit: number) => [times(x, unit), times(y, unit)];

const oneDimension = [
  ...located(ofOneSample, (unit) => [
    times(
      x.map((value, i) => value - y[i]!),
      unit,
    ),
  ]),
  ...located(ofLocations, pairs),
  ...located(['guardedDifference', 'bootstrapDifference'], pairs),
  { name: 'slope', run: (unit: number) => s.slope!([...x.keys()], times(y, unit)) },
  { name: 'theilSen', run: (unit: number) => s.theilSen!([...x.keys()], times(y, unit)) },
  {
    name: 'slopePermutation',
    run: (unit: number) => s.slopePermutation!([...x.keys()], times(y, unit), { random: random() }),
  },
  { name: 'slopeWithinBlocks', run: (unit: number) => s.slopeWithinBlocks!(rows(blocks, unit), ladder) },
  {
    name: 'allPairsEquivalent',
    run: (unit: number) =>
      s.allPairsEquivalent!(rows(blocks, unit), { region: less(3 * unit), random: random(), resamples: 199 }),
  },
  {
    name: 'independentPairsEquivalent',
    run: (unit: number) => s.independentPairsEquivalent!(rows(groups, unit), { region: less(5 * unit) }),
  },
];

const dimensionless = [
  ...['pearson', 'spearman', 'kendall', 'brunnerMunzel', 'kolmogorovSmirnov', 'cramerVonMises'].map(
    (name) => ({
      name,
      run: (unit: number) => (s[name] as OneOrTwo)(times(x, unit), times(y, unit)),
    }),
  ),
  ...['anova', 'welchAnova', 'levene', 'kruskalWallis', 'equivalentMeans'].map((name) => ({
    name,
    run: (unit: number) => s[name]!(rows(groups, unit)),
  })),
  ...['andersonDarling', 'jarqueBera'].map((name) => ({
    name,
    run: (unit: number) => s[name]!(times(x, unit)),
  })),
  {
    name: 'partialCorrelation',
    run: (unit: number) =>
      s.partialCorrelation!(
        times(x, unit),
        y,
        rows(
          x.map((_, i) => [i + (i % 3)]),
          1 / unit,
        ),
      ),
  },
  {
    name: 'mardia',
    run: (unit: number) => statistics.mardia(x.map((value, i) => [value * unit, y[i]! / unit])).skewness,
  },
  {
    name: 'blockedTrend',
    run: (unit: number) => s.blockedTrend!(rows(blocks, unit), ladder, { kind: 'pearson' }),
  },
  { name: 'slope of powers', run: (unit: number) => s.slope!(times(x, unit), times(y, unit)) },
  { name: 'deming', run: (unit: number) => s.deming!(times(x, unit), times(y, unit)) },
  { name: 'theilSen', run: (unit: number) => s.theilSen!(times(x, unit), times(y, unit)) },
];

/** Units near the ends of the numbers; powers of two, so that nothing is rounded. */
const units = [2 ** 1000, 2 ** -1000];

describe('numbers in any unit', () => {
  test.for(oneDimension)('$name: p stays, estimate and interval follow the unit', ({ run }) => {
    const plain = run(1);
    for (const unit of units) {
      const found = run(unit);
      // Equal but for the order of roundings of quotients by units that are powers of two.
      expect(found.p! / plain.p!).toBeCloseTo(1, 9);
      expect(found.method).toBe(plain.method);
      expect(found.estimate! / unit).toBeCloseTo(plain.estimate!, 9);
      for (const end of ['lower', 'upper'] as const)
        if (Number.isFinite(plain.interval![end]))
          expect(found.interval![end] / unit).toBeCloseTo(plain.interval![end], 9);
        else expect(found.interval![end]).toBe(plain.interval![end]);
      expect(found.effectSizes.map(({ name }) => name)).toEqual(plain.effectSizes.map(({ name }) => name));
    }
  });

  test.for(dimensionless)('$name: all numbers stay', ({ run }) => {
    const plain = run(1);
    for (const unit of units) {
      const found = run(unit);
      expect(found.p! / plain.p!).toBeCloseTo(1, 9);
      if (plain.estimate !== undefined) expect(found.estimate).toBeCloseTo(plain.estimate, 9);
      if (plain.interval !== undefined) expect(found.interval!.lower).toBeCloseTo(plain.interval.lower, 9);
    }
  });

  test('effect sizes and plans', () => {
    for (const unit of units) {
      expect(cohenD(times(x, unit), times(y, unit)).d).toBeCloseTo(cohenD(x, y).d, 12);
      expect(replicatesNeeded(times(x, unit), { lower: -3 * unit, upper: 9 * unit }).total).toBe(
        replicatesNeeded(x, { lower: -3, upper: 9 }).total,
      );
    }
    expect(mean([1.5e308, 1.7e308])).toBeCloseTo(1.6e308, -294);
  });

  test('what no number holds has a named reason: a difference, a slope, a distance beyond 1.8e308', () => {
    const [high, low] = [
      [1.7e308, 1.6e308, 1.5e308],
      [-1.6e308, -1.7e308, -1.4e308],
    ];
    for (const run of [s.studentPaired!, s.studentTwoSample!, s.welch!]) {
      const { reason, p, estimate, interval } = run(high, low);
      expect(reason).toBe('values that are not finite');
      expect([p, estimate, interval]).toEqual([undefined, undefined, undefined]);
    }
    expect(s.slope!([1e-300, 2e-300, 4e-300], [1e300, 2e300, 9e300]).reason).toBe(
      'values that are not finite',
    );
    expect(s.energyTest!(high, low, { random: random() }).reason).toBe('values that are not finite');
    expect(() => statistics.energyDistance(high, low)).toThrow(/whose sum is finite/);
  });

  test('a margin that vanishes or overflows in the unit of the data keeps the shape of its claim', () => {
    const huge = times(x, 2 ** 1000);
    expect(s.studentOneSample!(huge, { region: equivalent(1e-20) }).alternative).toBe('equivalence');
    const tiny = times(x, 2 ** -1000);
    const { alternative, p } = s.studentOneSample!(tiny, { region: equivalent(1e200) });
    expect(alternative).toBe('equivalence');
    expect(p).toBeLessThan(1e-100);
  });
});
