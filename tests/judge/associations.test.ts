/**
 * Trends, correlations given a third, power laws and places: verdicts on small inputs whose right answers are known.
 */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { stream, type Random } from '../../src/random/index.ts';
import { findingOf, type Given, type Numbers } from './numbers.ts';

const along = (values: readonly number[]): NonNullable<Given['covariates']> =>
  Object.fromEntries(values.map((ratio, arm) => [String.fromCharCode(97 + arm), { ratio }]));

describe('a trend', () => {
  const claim: Prediction = { measure: 'accuracy', kind: 'trend', along: 'ratio', direction: 'increasing' };

  test('of two values over three arms and two seeds cannot be told: its exact p is 1/9', () => {
    const numbers = { a: [0, 1], b: [1, 2], c: [2, 3] };
    const { verdict, p, interval, notes } = findingOf(numbers, claim, { covariates: along([1, 2, 2]) });
    expect([verdict, p]).toEqual(['inconclusive', expect.closeTo(1 / 9, 12)]);
    expect(interval!.lower).toBeLessThan(0);
    expect((notes ?? []).join()).not.toContain('p =');
  });

  test('of ratios that differ by rounding alone is a trend over one value fewer', () => {
    const numbers = { a: [0, 1], b: [1, 2], c: [2, 3] };
    const { p } = findingOf(numbers, claim, { covariates: along([1, 0.3 / 96, 0.1 / 32]) });
    expect(0.3 / 96).not.toBe(0.1 / 32);
    expect(p).toBeGreaterThan(0.05);
  });

  test('of six arms half a standard deviation apart is found by two seeds in three quarters of studies or more', () => {
    const random = stream('power', 'simulate');
    const sets = 400;
    let found = 0;
    for (let set = 0; set < sets; set++) {
      const numbers = Object.fromEntries(
        [...'abcdef'].map((arm, i) => [arm, [i / 2 + random.normal(), i / 2 + random.normal()]]),
      );
      const covariates = along([1, 2, 4, 8, 16, 32]);
      if (findingOf(numbers, claim, { covariates, details: false }).verdict === 'supported') found++;
    }
    // 0.79 of 8,000 studies; less three standard errors of a share of 400.
    expect(found / sets).toBeGreaterThan(0.79 - 3 * Math.sqrt((0.79 * 0.21) / sets));
  });
});

/** Two measures that follow a third by some curve and are independent given it. */
function caused(random: Random, seeds: number, curve: (z: number) => number) {
  const arms = [...'abcdef'];
  const table = (value: (arm: number, seed: number) => number): Numbers =>
    Object.fromEntries(
      arms.map((arm, j) => [arm, Array.from({ length: seeds }, (_, seed) => value(j, seed))]),
    );
  const third = table((j) => j + 0.7 * random.normal());
  const following = () => table((j, seed) => curve(third[arms[j]!]![seed] as number) + random.normal());
  return { numbers: following(), also: { width: following(), depth: third } };
}

describe('a correlation given a third', () => {
  const claim: Prediction = {
    measure: 'accuracy',
    kind: 'correlates',
    with: 'width',
    given: 'depth',
    direction: 'positive',
  };

  test.each([
    ['linear', (z: number) => z],
    ['exponential', (z: number) => Math.exp(z / 2)],
  ])('is found at most at the error rate where both follow the third, %s', (name, curve) => {
    const sets = 200;
    let found = 0;
    for (let set = 0; set < sets; set++) {
      const { numbers, also } = caused(stream(`${name} ${set}`, 'simulate'), 20, curve);
      if (findingOf(numbers, claim, { also, details: false }).verdict === 'supported') found++;
    }
    // Rank correlations find it in 21 % and 32 %. Alpha and three standard errors of a share of 200.
    expect(found / sets).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / sets));
  });

  test('says what error of measurement of the third would do', () => {
    const { numbers, also } = caused(stream('noted', 'simulate'), 8, (z) => z);
    const { notes, method, parameter } = findingOf(numbers, claim, { also });
    expect(method).toContain('residuals');
    expect(parameter).toBe('correlation of residuals within seeds of accuracy with width given depth');
    expect(notes!.join()).toMatch(
      /depth is held constant as measured; 0\.\d+ of its variance within seeds repeats .* would leave a correlation of some [01]/,
    );
  });

  test('is that of logarithms where the claim speaks of ratios', () => {
    const { numbers, also } = caused(stream('ratios', 'simulate'), 8, (z) => z);
    const raised = (values: Numbers): Numbers =>
      Object.fromEntries(
        Object.entries(values).map(([arm, list]) => [arm, list.map((value) => Math.exp(value as number))]),
      );
    const plain = findingOf(numbers, claim, { also });
    const ratio = findingOf(
      raised(numbers),
      { ...claim, scale: 'ratio' },
      {
        also: { width: raised(also.width), depth: raised(also.depth) },
      },
    );
    expect(ratio.estimate).toBeCloseTo(plain.estimate!, 8);
  });

  test('of a covariate takes it out as a factor', () => {
    const { numbers, also } = caused(stream('factor', 'simulate'), 8, (z) => z);
    const { p, notes } = findingOf(
      numbers,
      { ...claim, given: 'ratio' },
      { also, covariates: along([1, 2, 3, 4, 5, 6]) },
    );
    expect(p).toBeDefined();
    expect(notes).toEqual([]);
  });
});

test('a value that is NaN makes a claim invalid', () => {
  const loss = { a: [1, 1, 1.2], b: [2, 2.1, 2.2], c: [3, 3.1, 3] };
  const accuracy = { ...loss, a: [1, NaN, 1.2] };
  const claim: Prediction = { measure: 'accuracy', kind: 'correlates', with: 'loss', direction: 'positive' };
  const { verdict, reason } = findingOf(accuracy, claim, { also: { loss } });
  expect([verdict, reason]).toEqual([
    'invalid',
    expect.stringContaining('a, seed 1/1: expected a number, got NaN'),
  ]);
  const swapped = findingOf(loss, { ...claim, measure: 'accuracy' }, { also: { loss: accuracy } });
  expect(swapped.verdict).toBe('invalid');
});

describe('a power law', () => {
  const arms = [1, 2, 4, 8, 16];
  const covariates = along(arms);
  const claim = { measure: 'accuracy', kind: 'scales', along: 'ratio', exponent: -1, within: 0.1 } as const;
  /** Six seeds of ratio^−1 times a factor for each arm. */
  const lawOff = (name: string, off: (arm: number) => number): Numbers => {
    const random = stream(name, 'simulate');
    return Object.fromEntries(
      arms.map((ratio, j) => [
        String.fromCharCode(97 + j),
        Array.from({ length: 6 }, () => (off(j) / ratio) * Math.exp(0.05 * random.normal())),
      ]),
    );
  };
  const bent = lawOff('bent', (j) => 2 ** (0.5 * ((j - 2) ** 2 - 2)));

  test('through points that are off it twofold is not supported, whatever the slope', () => {
    const { verdict, reason, p, interval } = findingOf(bent, claim, { covariates });
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(
      /^not a power law: lack of fit p = .*, the largest departure .* is a factor of 2\.\d+, at ratio (1|16)/,
    );
    expect(p).toBeUndefined();
    expect(interval!.lower).toBeGreaterThan(-1.1);
    expect(interval!.upper).toBeLessThan(-0.9);
  });

  test('within a factor is supported where every arm is, refuted where one is beyond', () => {
    const straight = lawOff('straight', () => 1);
    expect(findingOf(straight, { ...claim, fit: 1.25 }, { covariates }).verdict).toBe('supported');
    expect(findingOf(bent, { ...claim, fit: 1.25 }, { covariates }).verdict).toBe('refuted');
    expect(findingOf(bent, { ...claim, fit: 4 }, { covariates }).verdict).toBe('supported');
  });

  test('is not to be seen through two different values', () => {
    const { verdict, reason } = findingOf(bent, claim, { covariates: along([1, 2, 2, 2, 1]) });
    expect([verdict, reason]).toEqual([
      'invalid',
      'expected three different values of ratio or more to see a power law, got 2',
    ]);
  });
});

test('groups of arms may be named by a pattern', () => {
  const random = stream('groups', 'simulate');
  const rates = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64];
  const group = (name: string, best: number) =>
    rates.map((rate) => ({ arm: `${name}-${rate}`, rate, value: 0.8 - 0.1 * Math.log2(rate / best) ** 2 }));
  const all = [...group('lion', 0.04), ...group('adamw', 0.16)];
  const numbers = Object.fromEntries(
    all.map(({ arm, value }) => [arm, Array.from({ length: 8 }, () => value + 0.01 * random.normal())]),
  );
  const covariates = Object.fromEntries(all.map(({ arm, rate }) => [arm, { learningRate: rate }]));
  const claim: Prediction = {
    measure: 'accuracy',
    kind: 'peakRatio',
    groups: ['lion-*', 'adamw-*'],
    over: 'learningRate',
    between: [0.1, 0.33],
  };
  const { verdict, effectSizes, statement } = findingOf(numbers, claim, { covariates });
  expect([verdict, statement]).toEqual([
    'supported',
    'accuracy: best at a learningRate that is 0.1 to 0.33 times as large over lion-* as over adamw-*',
  ]);
  expect(effectSizes[0]).toMatchObject({ name: 'ratio', estimate: expect.closeTo(0.25, 1) });
  const turned = { ...claim, groups: ['adamw-*', 'lion-*'] } as const;
  expect(findingOf(numbers, turned, { covariates }).verdict).toBe('refuted');
});
