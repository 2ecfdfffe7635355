import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  different,
  equivalentRatio,
  gehan,
  greater,
  inside,
  kaplanMeier,
  less,
  logRank,
  logRankScores,
  pairedLogRank,
  pairedPrenticeWilcoxon,
  pairedRatioOfMeans,
  prenticeScores,
  restrictedMean,
  restrictedMeanDifference,
  restrictedMeanRatio,
  stratifiedLogRank,
  type Region,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('kaplan_meier', ({ x }) => ({
  times: kaplanMeier(x).map(({ time }) => time),
  survival: kaplanMeier(x).map(({ survival }) => survival),
}));
testAgainstReference('log_rank', ({ x, y }) => {
  const { statistic: z, estimate, p } = logRank(x, y);
  return { z, estimate, p_two_sided: p };
});
testAgainstReference('gehan', ({ x, y }) => {
  const { statistic, p } = gehan(x, y);
  return { chi_square: statistic! ** 2, p_two_sided: p };
});
testAgainstReference('log_rank_stratified', ({ strata }) => ({ z: stratifiedLogRank(strata).statistic }));
testAgainstReference('restricted_mean', ({ x, y, horizon }) => {
  const [a, b] = [restrictedMean(x, horizon), restrictedMean(y, horizon)];
  return {
    x: a.estimate,
    x_se: a.standardError,
    y: b.estimate,
    y_se: b.standardError,
    difference_z: restrictedMeanDifference(x, y, { horizon }).statistic,
    ratio_z: restrictedMeanRatio(x, y, { horizon }).statistic,
  };
});

const paired = (test: typeof pairedLogRank) => (inputs: { x: unknown[]; y: unknown[]; horizon: number }) => {
  const [x, y] = [inputs.x.map(Number), inputs.y.map(Number)];
  const p = (region: Region) => test(x, y, { horizon: inputs.horizon, region }).p;
  return Object.fromEntries(
    Object.entries({ at_1: 0, at_1_3: Math.log(1.3), at_0_7: Math.log(0.7) }).flatMap(([name, ratio]) => [
      [`greater_${name}`, p(greater(ratio))],
      [`less_${name}`, p(less(ratio))],
    ]),
  );
};
testAgainstReference('paired_log_rank', paired(pairedLogRank));
testAgainstReference('paired_prentice', paired(pairedPrenticeWilcoxon));

testAgainstReference('paired_ratio_of_means', ({ x, y, alpha }) => {
  const { interval } = pairedRatioOfMeans(x, y, { alpha, region: equivalentRatio(1.25) });
  return {
    lower: interval!.lower,
    upper: interval!.upper,
    greater_at_0_8: pairedRatioOfMeans(x, y, { region: greater(Math.log(0.8)) }).p,
    less_at_1_25: pairedRatioOfMeans(x, y, { region: less(Math.log(1.25)) }).p,
  };
});

const time = fc.double({ min: 0.1, max: 10, noNaN: true });
const gridded = fc.integer({ min: 1, max: 12 });
const pairs = (value: fc.Arbitrary<number>, least = 5) =>
  fc
    .array(fc.tuple(value, value), { minLength: least, maxLength: 9 })
    .map((rows) => ({ x: rows.map(([u]) => u), y: rows.map(([, v]) => v) }));
const regions = [
  different(0),
  greater(0),
  less(0),
  greater(0.3),
  less(-0.3),
  equivalentRatio(1.5),
  { lower: -0.2, upper: 0.2, outside: true },
];

describe('times of pairs', () => {
  test.each([
    ['log-rank', pairedLogRank],
    ['Prentice–Wilcoxon', pairedPrenticeWilcoxon],
  ])('%s: exact at five pairs that all say the same, whatever outlasts the horizon', (_, paired) => {
    const [x, y] = [
      [5, 7, 9, 12, Infinity],
      [2, 3, 4, 6, 8],
    ];
    const result = paired(x, y, { horizon: 20, region: greater(0) });
    expect(result.p).toBe(1 / 32);
    expect(result.estimate).toBeGreaterThan(Math.log(1.5));
    expect(paired(x.slice(1), y.slice(1), { horizon: 20, region: greater(0) }).p).toBe(1 / 16);
  });

  test('where one arm never gets there the ratio has no upper end', () => {
    const never = Array.from({ length: 6 }, () => Infinity);
    const result = pairedLogRank(never, [4, 5, 3, 7, 6, 4], { horizon: 10, region: greater(0) });
    expect(result.p).toBe(1 / 64);
    expect(result.interval!.upper).toBe(Infinity);
    expect(result.interval!.lower).toBeGreaterThan(0);
    expect(pairedLogRank(never, never, { horizon: 10 })).toMatchObject({ reason: 'all ties' });
  });

  test.prop([pairs(gridded), fc.constantFrom(...regions), fc.constantFrom(0.05, 0.02)], { numRuns: 300 })(
    'p is below alpha exactly where the interval lies in the region',
    ({ x, y }, region, alpha) => {
      for (const paired of [pairedLogRank, pairedPrenticeWilcoxon]) {
        const result = paired(
          x.map((t) => (t > 8 ? Infinity : t)),
          y.map((t) => (t > 8 ? Infinity : t)),
          { horizon: 8, region, alpha },
        );
        if (result.interval !== undefined)
          expect(result.p! < alpha, JSON.stringify(result)).toBe(inside(result.interval, region));
      }
    },
  );

  test.prop([pairs(time), fc.double({ min: 0.2, max: 5, noNaN: true })])(
    'the unit of time and the order of the arms change nothing but the sign',
    ({ x, y }, unit) => {
      const result = pairedLogRank(x, y, { horizon: 10 });
      const scaled = (values: number[]) => values.map((t) => t * unit);
      const other = pairedLogRank(scaled(x), scaled(y), { horizon: 10 * unit });
      const swapped = pairedLogRank(y, x, { horizon: 10 });
      expect(other.p).toBeCloseTo(result.p!, 12);
      expect(swapped.p).toBeCloseTo(result.p!, 12);
      if (result.estimate !== undefined) expect(swapped.estimate).toBeCloseTo(-result.estimate, 9);
    },
  );

  test('scores sum to zero, and grow with the time', () => {
    const times = [3, 1, 4, 1, 5, Infinity, Infinity];
    const sum = (scores: Float64Array) => scores.reduce((total, score) => total + score, 0);
    expect(sum(logRankScores(times))).toBeCloseTo(0, 12);
    for (const scores of [logRankScores(times), prenticeScores(times)]) {
      const inOrder = [1, 3, 0, 2, 4, 5, 6].map((i) => scores[i]!);
      expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    }
    expect(Array.from(logRankScores([1, 2, Infinity]))).toEqual([
      1 / 3 - 1,
      1 / 3 + 1 / 2 - 1,
      1 / 3 + 1 / 2,
    ]);
  });
});

describe('a ratio of means of pairs', () => {
  test.prop([pairs(time, 2), fc.constantFrom(...regions), fc.constantFrom(0.05, 0.01)])(
    'p is below alpha exactly where the interval lies in the region, also where a mean is not clearly above zero',
    ({ x, y }, region, alpha) => {
      const { p, interval } = pairedRatioOfMeans(x, y, { region, alpha });
      if (interval !== undefined) expect(p! < alpha).toBe(inside(interval, region));
    },
  );

  test.prop([pairs(time, 3), fc.double({ min: 0.2, max: 5, noNaN: true })])(
    'swaps and stretches as ratios do',
    ({ x, y }, factor) => {
      const result = pairedRatioOfMeans(x, y);
      const swapped = pairedRatioOfMeans(y, x);
      const stretched = pairedRatioOfMeans(
        x.map((value) => value * factor),
        y,
      );
      if (result.interval === undefined) return;
      expect(swapped.estimate).toBeCloseTo(-result.estimate!, 9);
      if (Number.isFinite(result.interval.upper))
        expect(swapped.interval!.lower).toBeCloseTo(-result.interval.upper, 6);
      expect(stretched.estimate).toBeCloseTo(result.estimate! + Math.log(factor), 9);
    },
  );

  test('needs a spread, positive means and two pairs', () => {
    expect(pairedRatioOfMeans([2, 4, 6], [1, 2, 3]).reason).toBe('zero variance');
    expect(pairedRatioOfMeans([0, 1, 2], [1, 2, 3]).reason).toMatch(/not positive/);
    expect(pairedRatioOfMeans([2], [1]).reason).toBe('too few replicates');
    expect(pairedRatioOfMeans([2, Infinity], [1, 2]).reason).toBe('values that are not finite');
  });
});

describe('times of independent samples', () => {
  test('without censoring a restricted mean is the mean of the times up to the horizon', () => {
    const sample = { times: [1, 2, 4, 9], reached: [true, true, true, true] };
    expect(restrictedMean(sample, 5).estimate).toBeCloseTo((1 + 2 + 4 + 5) / 4, 12);
    expect(restrictedMean(sample, 20).estimate).toBeCloseTo(4, 12);
  });

  test('refuse horizons beyond what was watched, and what are no times', () => {
    const open = { times: [1, 2, 4], reached: [true, true, false] };
    expect(() => restrictedMean(open, 5)).toThrow('at most the largest time watched, 4');
    expect(() => logRank({ times: [1, -2], reached: [true, true] }, open)).toThrow('finite times from 0 on');
    expect(() => kaplanMeier({ times: [1], reached: [] })).toThrow('marks');
    expect(() => gehan(open, open, { region: greater(1) })).toThrow('ends at 0');
    expect(() => pairedLogRank([1, 0], [1, 2], { horizon: 3 })).toThrow('times above 0');
    expect(() => pairedLogRank([1], [1], { horizon: 0 })).toThrow('horizon above 0');
  });

  test('say why where no event tells the two apart', () => {
    const none = { times: [4, 4], reached: [false, false] };
    expect(logRank(none, none).reason).toBe('all ties');
    expect(gehan(none, none).reason).toBe('all ties');
    expect(restrictedMeanRatio(none, none, { horizon: 4 }).reason).toBe('zero variance');
  });

  test('the later sample has the lower hazard', () => {
    const [late, early] = [
      { times: [5, 7, 9], reached: [true, true, false] },
      { times: [2, 3, 4], reached: [true, true, true] },
    ];
    expect(logRank(late, early).statistic).toBeCloseTo(-2.25, 2);
    expect(gehan(late, early).statistic).toBeCloseTo(-2.12, 2);
    expect(logRank(late, early, { region: less(0) }).p).toBeLessThan(0.05);
    expect(restrictedMeanRatio(late, early, { horizon: 9 }).estimate).toBeCloseTo(Math.log(7 / 3), 12);
  });
});
