import { expect, test } from 'vitest';
import { stream } from '../../../src/random/index.ts';
import {
  binomialRate,
  countYes,
  different,
  equivalent,
  greater,
  less,
  minimalEffect,
  pairedRates,
  pairedRatesNeeded,
  powerOfPairedRates,
  powerOfRate,
  rateNeeded,
  type Region,
} from '../../../src/statistics/index.ts';

const TRIALS = 2_000;
/** Four standard errors of a share of 2,000. */
const NOISE = 4 * Math.sqrt(0.25 / TRIALS);

test('runs that are all alike decide from a number on, not before', () => {
  expect([28, 29].map((n) => powerOfRate(n, { rate: 1, region: greater(0.9) }))).toEqual([0, 1]);
  expect(rateNeeded({ rate: 0, region: less(0.1) }, 'supported')).toBe(29);
  const alike = { firstOnly: 0, secondOnly: 0, region: equivalent(0.1) };
  expect([28, 29].map((n) => powerOfPairedRates(n, alike))).toEqual([0, 1]);
  expect(pairedRatesNeeded(alike, 'supported')).toBe(29);
});

test.each([
  [0.3, greater(0.1), 20, 'supported'],
  [0.05, less(0.3), 16, 'supported'],
  [0.5, equivalent(0.2, 0.8), 40, 'supported'],
  [0.9, equivalent(0.2, 0.8), 24, 'refuted'],
  [0.8, different(0.5), 24, 'supported'],
] as const)('the power of a rate of %d is that of simulated runs', (rate, region, n, verdict) => {
  const random = stream('power of rates', 'simulate', rate);
  const claimed = verdict === 'supported' ? region : { ...region, outside: true };
  let decided = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const runs = Array.from({ length: n }, () => (random.uniform() < rate ? 1 : 0));
    if (binomialRate(countYes(runs), n, { region: claimed }).p! < 0.05) decided++;
  }
  expect(Math.abs(powerOfRate(n, { rate, region }, verdict) - decided / TRIALS)).toBeLessThan(NOISE);
});

const plans: readonly (readonly [number, number, Region, number])[] = [
  [0.4, 0.1, greater(), 24],
  [0.1, 0.5, less(-0.1), 24],
  [0.02, 0.02, equivalent(0.2), 24],
  [0.5, 0.1, different(), 16],
  [0.6, 0.05, minimalEffect(0.2), 24],
];
test.each(plans)('the power of pairs at %d and %d is that of simulated pairs', (first, second, region, n) => {
  const random = stream('power of pairs', 'simulate', first);
  let decided = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const seeds = Array.from({ length: n }, () => random.uniform());
    const x = seeds.map((u) => (u < first ? 1 : 0));
    const y = seeds.map((u) => (u >= first && u < first + second ? 1 : 0));
    if (pairedRates(x, y, { region }).p! < 0.05) decided++;
  }
  const power = powerOfPairedRates(n, { firstOnly: first, secondOnly: second, region });
  expect(Math.abs(power - decided / TRIALS)).toBeLessThan(NOISE);
});

test('the number that is needed reaches the power, and large plans agree with the normal law', () => {
  const plan = { firstOnly: 0.3, secondOnly: 0.05, region: greater() };
  const needed = pairedRatesNeeded(plan, 'supported')!;
  expect(powerOfPairedRates(needed, plan)).toBeGreaterThanOrEqual(0.9);
  // Exact at 180 of some 180 pairs that the normal law asks for: within 5 points.
  const large = { firstOnly: 0.2, secondOnly: 0.08, region: greater() };
  expect(Math.abs(powerOfPairedRates(pairedRatesNeeded(large, 'supported')!, large) - 0.9)).toBeLessThan(
    0.05,
  );
  expect(pairedRatesNeeded({ ...plan, region: greater(0.25) }, 'supported')).toBeUndefined();
});

test('rates that are none are refused', () => {
  expect(() => powerOfRate(8, { rate: 1.2, region: greater() })).toThrow('expected rate in 0 … 1, got 1.2');
  expect(() => powerOfPairedRates(8, { firstOnly: 0.6, secondOnly: 0.6, region: greater() })).toThrow(
    'got 1.2',
  );
});
