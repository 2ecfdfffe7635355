import { expect, test } from 'vitest';
import {
  cohenD,
  differences,
  different,
  equivalent,
  greater,
  less,
  nonInferior,
  studentOneSample,
  studentPaired,
  studentTwoSample,
  welch,
} from '../../src/statistics/index.ts';
import { casesOf, expectClose, testAgainstReference } from './reference.ts';

const plain = { effectSizes: false } as const;

testAgainstReference('paired_t', ({ x, y }) => {
  const both = studentPaired(x, y, plain);
  return {
    t: both.statistic,
    df: both.degreesOfFreedom,
    diff: both.estimate,
    ci95: [both.interval!.lower, both.interval!.upper],
    cohen_dz: cohenD(differences(x, y)).d,
    p_two_sided: both.p,
    p_greater: studentPaired(x, y, { ...plain, region: greater() }).p,
    p_less: studentPaired(x, y, { ...plain, region: less() }).p,
  };
});

testAgainstReference('tost_paired', ({ x, y, low, high }) => {
  const { p, interval } = studentPaired(x, y, { ...plain, region: equivalent(low, high) });
  return {
    p,
    p_lower: studentPaired(x, y, { ...plain, region: greater(low) }).p,
    p_upper: studentPaired(x, y, { ...plain, region: less(high) }).p,
    ci90: [interval!.lower, interval!.upper],
  };
});

testAgainstReference('welch_t', ({ x, y }) => {
  const both = welch(x, y, plain);
  return {
    t: both.statistic,
    df: both.degreesOfFreedom,
    diff: both.estimate,
    ci95: [both.interval!.lower, both.interval!.upper],
    p_two_sided: both.p,
    p_greater: welch(x, y, { ...plain, region: greater() }).p,
    p_less: welch(x, y, { ...plain, region: less() }).p,
  };
});

testAgainstReference('tost_welch', ({ x, y, low, high }) => {
  const { p, interval, degreesOfFreedom, estimate } = welch(x, y, {
    ...plain,
    region: equivalent(low, high),
  });
  return {
    p,
    df: degreesOfFreedom,
    diff: estimate,
    t_lower: welch(x, y, { ...plain, region: greater(low) }).statistic,
    t_upper: welch(x, y, { ...plain, region: less(high) }).statistic,
    ci90: [interval!.lower, interval!.upper],
  };
});

testAgainstReference('noninferiority_welch', ({ x, y, margin }) => {
  const { p, statistic, degreesOfFreedom, interval } = welch(x, y, { ...plain, region: nonInferior(margin) });
  return { p, t: statistic, df: degreesOfFreedom, lower_bound95_one_sided: interval!.lower };
});

test('the two-sample t with a common variance equals the textbook', () => {
  const result = studentTwoSample([1, 2, 3, 4], [3, 5, 7], plain);
  // By hand: difference −2.5, pooled variance (5 + 8)/5 = 2.6, se² = 2.6·7/12.
  expectClose(result.statistic, -2.5 / Math.sqrt((2.6 * 7) / 12), { rel: 1e-14 }, 't');
  expect(result.degreesOfFreedom).toBe(5);
});

test('constant differences, one pair and values that are not finite have a named reason and no NaN', () => {
  const results = [
    studentOneSample([0.5, 0.5, 0.5]),
    studentOneSample([1]),
    studentOneSample([]),
    studentOneSample([1, Infinity]),
    studentOneSample([1, NaN]),
    welch([1, 1], [2, 2]),
    welch([1], [2, 3]),
  ];
  expect(results.map((result) => result.reason)).toEqual([
    'zero variance',
    'too few replicates',
    'too few replicates',
    'values that are not finite',
    'values that are not finite',
    'zero variance',
    'too few replicates',
  ]);
  expect(JSON.stringify(results)).not.toMatch(/NaN|null/);
  expect(results[0]!.estimate).toBe(0.5);
});

test('a difference beyond doubt keeps a p-value above zero', () => {
  const { p } = studentOneSample(
    Array.from({ length: 100 }, (_, i) => 40 + Math.sin(i)),
    { region: different(), effectSizes: false },
  );
  expect(p).toBeGreaterThan(0);
  expect(p).toBeLessThan(1e-150);
});

test('every reference case of the paired t has both tails', () => {
  expect(casesOf('paired_t').length).toBe(10);
});
