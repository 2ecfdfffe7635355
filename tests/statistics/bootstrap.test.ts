import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  bcaConstants,
  bcaLevel,
  bcaRule,
  bootstrap,
  bootstrapDifference,
  bootstrapMean,
  different,
  equivalent,
  grandMean,
  greater,
  inside,
  interquartileMean,
  jackknife,
  less,
  mean,
  meanOf,
  median,
  minimalEffect,
  percentileRule,
  ratioOfMeans,
  resample,
  standardDeviation,
  type BootstrapOptions,
  type Statistic,
  interquartileMeanEffect,
  standardErrorOfMean,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

const random = () => stream('reference', 'bootstrap');

const statistics: Record<string, (x: Float64Array) => number> = {
  mean,
  median,
  std: standardDeviation,
  trim25: interquartileMean,
};

testAgainstReference('bca_bootstrap', ({ x, statistic, resample_indices, level }) => {
  const of = statistics[statistic]!;
  const theta = of(Float64Array.from(x));
  const replicates = Float64Array.from(resample_indices as number[][], (rows) =>
    of(Float64Array.from(rows, (row) => x[row])),
  );
  const constants = bcaConstants(
    theta,
    replicates,
    jackknife([x], ([sample]) => of(sample!)),
  );
  const ascending = replicates.sort();
  const tail = (1 - level) / 2;
  const percentile = percentileRule(ascending).ends(tail);
  return {
    theta,
    z0: constants.z0,
    a: constants.a,
    alpha: [bcaLevel(constants, tail), bcaLevel(constants, 1 - tail)],
    ci95_bca: bcaRule(ascending, constants).ends(tail),
    ci95_percentile: percentile,
    ci95_basic: [2 * theta - percentile[1], 2 * theta - percentile[0]],
  };
});

testAgainstReference(
  'iqm_stratified_bootstrap',
  ({ scores }) => ({
    iqm: interquartileMean((scores as number[][]).flat()),
    mean: mean((scores as number[][]).flat()),
  }),
  { rel: 1e-12 }, // the fixture's `iqm_rel`
);

testAgainstReference(
  'iqm_stratified_bootstrap',
  ({ scores }) => {
    const tasks = (scores as number[][])[0]!.map((_, task) =>
      (scores as number[][]).map((run) => run[task]!),
    );
    const values = resample(tasks, grandMean, 4_000, random());
    return { stratified_bootstrap_se_of_mean_exact: standardDeviation(values) };
  },
  { rel: 0.05 }, // the fixture's `se_rel`: 4,000 draws leave 1.1 % (one standard error) of Monte Carlo noise
);

const value = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((i) => i / 10),
  // In millionths: squares of numbers below 1e-154 vanish, and with them a variance.
  fc.integer({ min: -3e6, max: 3e6 }).map((i) => i / 1e6),
);
const sample = fc.array(value, { minLength: 3, maxLength: 9 });
const margin = fc.integer({ min: 1, max: 15 }).map((i) => i / 10);
const region = margin.chain((m) =>
  fc.constantFrom(different(), greater(-m), greater(m), less(m), equivalent(m), minimalEffect(m)),
);
const few = { resamples: 199 } as const;
const kinds: Record<
  string,
  (d: number[], options: Omit<BootstrapOptions, 'random'>) => ReturnType<typeof bootstrap>
> = {
  percentile: (d, options) =>
    bootstrap([d], meanOf, { ...few, ...options, kind: 'percentile', random: random() }),
  bca: (d, options) => bootstrap([d], meanOf, { ...few, ...options, random: random() }),
  studentized: (d, options) => bootstrapMean(d, { ...few, ...options, random: random() }),
  'bca of two samples': (d, options) =>
    bootstrapDifference(d, d.slice(0, -1), { ...few, ...options, kind: 'bca', random: random() }),
};

describe.each(Object.entries(kinds))('the %s bootstrap', (_, run) => {
  test.prop([sample, region, fc.constantFrom(0.001, 0.02, 0.05, 0.2)])(
    'has p < alpha exactly when the interval lies inside the region',
    (d, claimed, alpha) => {
      const { p, interval, reason } = run(d, { region: claimed, alpha });
      if (reason) {
        expect(p).toBeUndefined();
        return;
      }
      // Where p and alpha differ by rounding only, either answer is right.
      if (Math.abs(p! - alpha) < 1e-9) return;
      expect({ rejected: p! < alpha }).toEqual({ rejected: inside(interval!, claimed) });
    },
  );

  test.prop([sample])('gives the same bytes for the same seed, and never NaN', (d) => {
    const result = run(d, {});
    expect(JSON.stringify(run(d, {}))).toBe(JSON.stringify(result));
    for (const each of Object.values(result)) expect(Number.isNaN(each)).toBe(false);
  });

  test('has no interval for values that are all equal, and says why', () => {
    expect(run([2, 2, 2, 2], {}).reason).toBe('zero variance');
    expect(run([], {}).reason).toBe('too few replicates');
  });
});

const medianOf: Statistic = ([x]) => median(x!);

test('a statistic whose jackknife is constant is judged by the resamples alone', () => {
  // Every median of a resample is 1 or more, so no level above the resolution supports 0.5.
  const { p, interval } = bootstrap([[1, 1, 1, 1, 1, 5, 6]], medianOf, {
    region: greater(0.5),
    resamples: 999,
    random: random(),
  });
  expect(p).toBe(1 / 1_000);
  expect(interval!.lower).toBe(1);
});

test.prop([
  fc.array(fc.constantFrom(-1.5, -0.5, 0.5, 1), { minLength: 3, maxLength: 9 }),
  fc.constantFrom(different(), greater(-0.25), less(0.25), equivalent(1), minimalEffect(-0.25, 1)),
  fc.constantFrom('percentile' as const, 'bca' as const),
])('a median of few discrete values has a p and an interval that decide alike', (d, claimed, kind) => {
  const { p, interval, reason } = bootstrap([d], medianOf, {
    region: claimed,
    kind,
    ...few,
    random: random(),
  });
  if (reason) return;
  expect(p).toBeGreaterThan(0);
  expect(p).toBeLessThanOrEqual(1);
  if (Math.abs(p! - 0.05) > 1e-9) expect(inside(interval!, claimed)).toBe(p! < 0.05); // at a tie rounding decides
});

test('interquartile means of zeros and ones have finite intervals', () => {
  const { interval } = interquartileMeanEffect([0, 0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1], {
    alpha: 0.05,
    random: random(),
    resamples: 199,
  })!;
  expect(Number.isFinite(interval!.lower)).toBe(true);
  expect(Number.isFinite(interval!.upper)).toBe(true);
});

test.each(['percentile', 'bca', 'studentized'] as const)(
  'the %s bootstrap gives the same p in any unit',
  (kind) => {
    const run = (unit: number) =>
      bootstrap([[1, 2, 3, 5, 4.5].map((value) => value * unit)], meanOf, {
        kind,
        standardError: standardErrorOfMean,
        ...few,
        random: random(),
      });
    for (const unit of [1e-100, 1e78, 1e80]) {
      // 1e-9: products with a unit round apart, and near a share of the resamples p is steep.
      expect(run(unit).p).toBeCloseTo(run(1).p!, 9);
      // A power of two changes no digit.
      expect(run(2 ** 260).p).toBe(run(1).p);
      expect(run(2 ** -330).p).toBe(run(1).p);
    }
  },
);

test('a statistic beyond the largest double is a named reason', () => {
  const { reason, p, interval } = bootstrap([[1.7e308, 1.7e308, 1e308]], meanOf, {
    ...few,
    random: random(),
  });
  expect({ reason, p, interval }).toEqual({
    reason: 'values that are not finite',
    p: undefined,
    interval: undefined,
  });
});

test('a bootstrap of no sample is refused', () => {
  expect(() => bootstrap([], meanOf, { random: random() })).toThrow(
    'Cannot bootstrap: expected one sample or more, got none',
  );
});

test('pairs are drawn as pairs', () => {
  const x = [1, 2, 3, 4, 5];
  const gap: Statistic = ([a, b]) => mean(a!) - mean(b!);
  const values = resample([x, x.map((v) => v - 1)], gap, 50, random(), { paired: true });
  // Each resampled difference is one, up to the rounding of two means.
  for (const one of values) expect(Math.abs(one - 1)).toBeLessThan(1e-12);
  expect(() => resample([x, [1]], gap, 1, random(), { paired: true })).toThrow(RangeError);
});

test('a ratio of means that shrinks towards zero in the denominator has a named reason', () => {
  const { reason } = bootstrap(
    [
      [1, 2, 3],
      [0, 0, 0],
    ],
    ratioOfMeans,
    { random: random() },
  );
  expect(reason).toBe('values that are not finite');
});
