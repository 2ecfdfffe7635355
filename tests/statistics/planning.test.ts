import { expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  different,
  equivalent,
  greater,
  inside,
  minimalEffect,
  powerCorrelation,
  powerPaired,
  powerTrend,
  powerTwoSample,
  replicatesNeeded,
  sampleSize,
  simulatePower,
  studentOneSample,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('power_t_two_sample', ({ d, n1, n2, alpha }) => {
  const plan = { difference: d, standardDeviation: 1, alpha };
  return {
    power_two_sided: powerTwoSample(n1, { ...plan, region: different() }, { m: n2 }),
    power_greater: powerTwoSample(n1, { ...plan, region: greater() }, { m: n2 }),
  };
});

testAgainstReference('power_t_paired', ({ dz, n, alpha }) => ({
  power_two_sided: powerPaired(n, { difference: dz, standardDeviation: 1, alpha, region: different() }),
}));

testAgainstReference('sample_size_t_two_sample', ({ d, power, alpha }) => {
  const plan = { difference: d, standardDeviation: 1, alpha, region: different() };
  return { n_per_group: sampleSize(power, (n) => powerTwoSample(n, plan)) };
});

testAgainstReference('power_tost_two_sample', ({ n_per_group, margin, true_diff, sd, alpha }) => ({
  power: powerTwoSample(n_per_group, {
    difference: true_diff,
    standardDeviation: sd,
    alpha,
    region: equivalent(margin),
  }),
}));

testAgainstReference('power_correlation', ({ r, n, alpha }) => ({
  power_fisher_z: powerCorrelation(n, r, { alpha }),
}));

test.each([
  ['equivalence', equivalent(1), 0.2, 'supported'],
  ['its refutation', equivalent(0.3), 1, 'refuted'],
  ['a minimal effect', minimalEffect(0.2), 1, 'supported'],
  ['the refutation of a minimal effect', minimalEffect(1.2), 0.1, 'refuted'],
  ['superiority', greater(0), 0.6, 'supported'],
] as const)(
  'the exact power of %s is the share of simulated tests that decide',
  (_, region, difference, verdict) => {
    const n = 9;
    const exact = powerPaired(n, { difference, standardDeviation: 0.9, region }, verdict);
    const opposite = { ...region, outside: !('outside' in region) };
    const simulated = simulatePower(
      (random) => {
        const d = Array.from({ length: n }, () => difference + 0.9 * random.normal());
        const { interval } = studentOneSample(d, { region, effectSizes: false });
        return inside(interval!, verdict === 'supported' ? region : opposite);
      },
      { random: stream('power', 'probe'), trials: 4_000 },
    );
    expect(exact).toBeGreaterThan(0.1);
    // Three standard errors of the simulation.
    expect(Math.abs(simulated.power - exact)).toBeLessThan(3 * simulated.standardError);
  },
);

test('with the number of replicates it asks for, a test decides as often as planned', () => {
  const seen = [0.2, 1.1, 0.5, -0.3, 0.9];
  const needed = replicatesNeeded(seen, greater(0), { power: 0.9 });
  expect(needed).toMatchObject({ toward: 'supported' });
  const mean = 0.48;
  const spread = Math.sqrt(seen.reduce((total, v) => total + (v - mean) ** 2, 0) / 4);
  const plan = { difference: mean, standardDeviation: spread, region: greater(0) };
  expect(powerPaired(needed.total!, plan)).toBeGreaterThanOrEqual(0.9);
  expect(powerPaired(needed.total! - 1, plan)).toBeLessThan(0.9);
  expect(needed.more).toBe(needed.total! - 5);
});

test('power without trials or without a spread is refused', () => {
  const random = stream('planning', 'probe');
  for (const trials of [0, -1, 1.5, NaN])
    expect(() => simulatePower(() => true, { random, trials })).toThrow(/^Cannot simulate power/);
  for (const standardDeviation of [0, NaN, Infinity, -1]) {
    const plan = { difference: 0, standardDeviation, region: different() };
    expect(() => powerPaired(8, plan)).toThrow(/^Cannot plan a t test/);
    expect(() => powerTwoSample(8, plan)).toThrow(/^Cannot plan a t test/);
  }
  expect(() => powerPaired(8, { difference: NaN, standardDeviation: 1, region: different() })).toThrow(
    RangeError,
  );
});

test('an estimate outside the region plans for refutation, and no spread is a named reason', () => {
  expect(replicatesNeeded([1, 1.2, 0.7], equivalent(0.1)).toward).toBe('refuted');
  expect(replicatesNeeded([1, 1, 1], equivalent(0.1)).reason).toBe('zero variance');
  expect(replicatesNeeded([0.5, -0.5, 0.5, -0.5], greater(0)).reason).toMatch(/more than/);
});

test('the power of a trend grows with the number of seeds', () => {
  const plan = { covariate: [0, 1, 2, 3], slope: 0.3, standardDeviation: 1, seeds: 4 };
  const rises = (table: number[][]): boolean => {
    const slopes = table.map((row) => row.reduce((total, y, arm) => total + y * (arm - 1.5), 0));
    return studentOneSample(slopes, { region: greater(), effectSizes: false }).p! < 0.05;
  };
  const few = powerTrend(plan, rises, { random: stream('trend', 'probe'), trials: 400 });
  const many = powerTrend({ ...plan, seeds: 16 }, rises, { random: stream('trend', 'probe'), trials: 400 });
  expect(many.power).toBeGreaterThan(few.power + 3 * few.standardError);
});
