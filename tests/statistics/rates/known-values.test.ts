import { describe, expect, test } from 'vitest';
import {
  binomialRate,
  equivalent,
  greater,
  independentRates,
  less,
  page,
  pairedRates,
  pairedRatesOf,
} from '../../../src/statistics/index.ts';
import { armsOf } from '../../../src/statistics/rates/independent-rates.ts';
import { pairsOf } from '../../../src/statistics/rates/paired-rates.ts';
import { unconditionalRule } from '../../../src/statistics/rates/unconditional.ts';
import { testAgainstReference } from '../reference.ts';

const ones = (count: number, n: number): number[] => Array.from({ length: n }, (_, i) => (i < count ? 1 : 0));

describe('one rate', () => {
  testAgainstReference('binomial_rate', ({ successes, n, boundary, alpha }) => {
    const up = binomialRate(successes, n, { region: greater(boundary), alpha });
    const down = binomialRate(successes, n, { region: less(boundary), alpha });
    return { p_greater: up.p, p_less: down.p, lower: up.interval!.lower, upper: up.interval!.upper };
  });

  test('five runs without an event bound the rate by 0.45, eight with it by 0.69', () => {
    expect(binomialRate(0, 5, { region: less(0.5) }).interval!.upper).toBeCloseTo(0.450719728346941, 12);
    expect(binomialRate(8, 8, { region: greater(0.5) }).interval!.lower).toBeCloseTo(0.6876560219336321, 12);
  });

  test('29 runs of 29 are the fewest that show a rate above 0.9', () => {
    expect(binomialRate(28, 28, { region: greater(0.9) }).p).toBeGreaterThan(0.05);
    expect(binomialRate(29, 29, { region: greater(0.9) }).p).toBeLessThan(0.05);
  });

  test('boundaries that no rate can reach are decided without data', () => {
    const above = binomialRate(8, 8, { region: greater(0.5) });
    expect(binomialRate(8, 8, { region: equivalent(0.5, 1.1) }).p).toBe(above.p);
    expect(binomialRate(0, 8, { region: less(0) }).p).toBe(1);
  });

  test('numbers that count nothing are refused', () => {
    expect(() => binomialRate(1.5, 3)).toThrow('expected successes to be a whole number');
    expect(() => binomialRate(4, 3)).toThrow('expected successes in 0 … 3, got 4');
    expect(binomialRate(0, 0).reason).toBe('too few replicates');
  });
});

describe('paired rates', () => {
  testAgainstReference('paired_rates', ({ n, firstOnly, secondOnly, boundary, alpha }) => {
    const { p, interval } = pairedRatesOf({ n, firstOnly, secondOnly }, { region: greater(boundary), alpha });
    return { p_greater: p, lower: interval!.lower };
  });

  testAgainstReference('tango', ({ n, ups, downs, difference }) => ({
    score: pairsOf(n).score(ups, downs, difference),
  }));

  test('pairs that are all alike leave room for the difference that so many would miss', () => {
    const alike = (n: number) => pairedRates(ones(0, n), ones(0, n), { region: equivalent(0.1) }).p!;
    // 0.9⁸: no pair differs in 43 % of studies where the first rate is 0.1 below the second.
    expect(alike(8)).toBeCloseTo(0.9 ** 8, 9);
    expect(alike(28)).toBeGreaterThan(0.05);
    expect(alike(29)).toBeLessThan(0.05);
  });

  test('more than a thousand pairs are judged by two limits, and the method says so', () => {
    const region = greater(0.02);
    const { method, p, interval } = pairedRatesOf({ n: 1_001, firstOnly: 100, secondOnly: 40 }, { region });
    expect(method).toBe('paired rates, two Clopper–Pearson limits');
    expect(p! < 0.05).toBe(interval!.lower > 0.02);
    expect(p).toBeGreaterThan(unconditionalRule([pairsOf(1_001), pairsOf(1_001)], 100, 40).greater(0.02));
  });

  test('values other than 0 and 1, and unequal lengths, are refused', () => {
    expect(() => pairedRates([0, 0.5], [0, 1])).toThrow('expected 0 or 1, got 0.5 at 1');
    expect(() => pairedRates([0], [0, 1])).toThrow('expected equal lengths, got 1 and 2');
    expect(pairedRates([], []).reason).toBe('too few replicates');
  });
});

describe('independent rates', () => {
  testAgainstReference('independent_rates', ({ n, m, x, y, boundary, alpha }) => {
    const { p, interval } = independentRates(ones(x, n), ones(y, m), { region: greater(boundary), alpha });
    return { p_greater: p, lower: interval!.lower };
  });

  testAgainstReference('farrington_manning', ({ x, n, y, m, difference }) => ({
    score: armsOf(n, m).score(x, y, difference),
  }));

  test('more than a thousand values are judged by two limits, and the method says so', () => {
    const { method, p, interval } = independentRates(ones(300, 600), ones(200, 500), { region: greater(0) });
    expect(method).toBe('independent rates, two Clopper–Pearson limits');
    expect(p).toBeLessThan(0.05);
    expect(interval!.lower).toBeGreaterThan(0);
  });
});

describe('a trend of rates within blocks', () => {
  // On two values the midranks are linear: Page's L is Cochran and Armitage's statistic.
  testAgainstReference('cochran_armitage_blocked', ({ blocks, covariate }) => ({
    p_greater: page(blocks, { covariate, how: 'exact' }).p,
    p_less: page(blocks, { covariate, how: 'exact', alternative: 'less' }).p,
  }));
});
