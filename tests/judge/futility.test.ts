import { describe, expect, test } from 'vitest';
import { chanceOfDecision } from '../../src/judge/futility.ts';
import type { Prediction } from '../../src/declare/types.ts';
import type { Finding } from '../../src/judge/types.ts';
import { stream } from '../../src/random/index.ts';
import { mean, standardDeviation } from '../../src/statistics/index.ts';
import { alphaAtLook } from '../../src/judge/looks.ts';
import { lessNumber } from '../../src/predictions/comparison/compared.ts';
import { testPairs } from '../../src/predictions/comparison/paired.ts';
import { verdictOf } from '../../src/predictions/rule.ts';

const design = { looks: [40, 80], alpha: 0.05 };
const prediction: Prediction = { kind: 'equivalent', measure: 'loss', arms: ['a', 'b'], margin: 0.2 };
const region = { lower: -0.2, upper: 0.2 };

const findingOf = (differences: number[], role: Finding['role'] = 'prediction', at = design): Finding => {
  const { result } = testPairs(lessNumber(differences, 0, {}), region, alphaAtLook(at, 0.05, 0), {
    method: 'student',
  });
  return {
    role,
    prediction,
    statement: '',
    verdict: verdictOf(result.interval, region),
    method: '',
    parameter: '',
    unit: '',
    region,
    n: differences.length,
    effectSizes: [],
    estimate: result.estimate!,
    interval: result.interval!,
  };
};

/** Differences, forty unless told, of mean and standard deviation exactly as told. */
const half = (centre: number, spread = 1, count = 40): number[] => {
  const random = stream('futility', 'simulate');
  const raw = Array.from({ length: count }, () => random.normal());
  const [m, s] = [mean(raw), standardDeviation(raw)];
  return raw.map((value) => centre + (spread * (value - m)) / s);
};

describe('the chance of a decision at the last look', () => {
  test.each([
    ['a mean in the middle of a wide region', 0, 0.8, [40, 80]],
    ['a mean near its end', 0.15, 0.8, [40, 80]],
    ['a mean beyond it', 0.45, 1, [40, 80]],
    ['few seeds', 0, 0.36, [8, 24]],
  ] as const)('is the share of continued studies that are decided: %s', (_, centre, spread, looks) => {
    const design = { looks: [...looks], alpha: 0.05 };
    const first = half(centre, spread, looks[0]);
    const chance = chanceOfDecision(design, [findingOf(first, 'prediction', design)], 0);
    const random = stream('futility', 'permutation');
    const alpha = alphaAtLook(design, 0.05, 1);
    const studies = 2_000;
    let decided = 0;
    for (let i = 0; i < studies; i++) {
      const rest = Array.from({ length: looks[1] - looks[0] }, () => centre + spread * random.normal());
      const { result } = testPairs(lessNumber([...first, ...rest], 0, {}), region, alpha, {
        method: 'student',
        effectSizes: false,
      });
      if (verdictOf(result.interval, region) !== 'inconclusive') decided++;
    }
    // Three standard errors of a share of 2,000; the spread at the last look, taken as known, adds less.
    expect(Math.abs(decided / studies - chance)).toBeLessThan(0.034);
  });

  test('is certain at the last look and where a spread is unknown', () => {
    expect(chanceOfDecision(design, [findingOf(half(0))], 1)).toBe(1);
    const { interval: _, ...without } = findingOf(half(0));
    expect(chanceOfDecision(design, [without], 0)).toBe(1);
  });

  test('is small for a claim that needs a spread which the data do not have', () => {
    expect(chanceOfDecision(design, [findingOf(half(0, 5))], 0)).toBeLessThan(0.02);
  });

  test('falls to that of the least likely control, which may not refute', () => {
    const hopeless = findingOf(half(0, 5), 'control');
    const refutable = findingOf(half(0.45), 'control');
    const fine = findingOf(half(0, 0.4));
    expect(chanceOfDecision(design, [fine, hopeless], 0)).toBeLessThan(0.02);
    expect(chanceOfDecision(design, [fine, refutable], 0)).toBeLessThan(0.02);
  });
});
