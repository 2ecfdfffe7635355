/**
 * Exponents and curves: tested as comparisons of arms are, with what stands beside them; and numbers that only rounding
 * tells apart.
 */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { stream } from '../../src/random/index.ts';
import { findingOf, type Given, type Numbers } from './numbers.ts';

const covariates: NonNullable<Given['covariates']> = {
  a: { ratio: 1 },
  b: { ratio: 2 },
  c: { ratio: 4 },
  d: { ratio: 8 },
};
const scales = { measure: 'width', kind: 'scales', along: 'ratio', exponent: -1, within: 0.1 } as const;
const depends = { measure: 'width', kind: 'depends', along: 'ratio', outside: [-0.25, 0.25] } as const;
const given: Given = { measure: 'width', covariates };

const powerLaw = (seeds: number, noise: (arm: number) => number): Numbers =>
  Object.fromEntries(
    [...'abcd'].map((name, arm) => [
      name,
      Array.from({ length: seeds }, () => 2 ** -arm * Math.exp(noise(arm))),
    ]),
  );
const said = (numbers: Numbers, prediction: Prediction, how = given): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (findingOf(numbers, prediction, how).diagnostics ?? []).map(({ name, says }) => [name, says]),
  );

describe('an exponent', () => {
  const random = stream('an exponent', 'simulate');
  const sound = powerLaw(8, () => 0.02 * random.normal());

  test.each([scales, depends])(
    'of $kind is judged by the guarded t of the slopes, ranks beside it',
    (claim) => {
      const { verdict, method } = findingOf(sound, claim, given);
      expect([verdict, method]).toEqual(['supported', 'Student t of slopes, guarded against skewness']);
      expect(said(sound, claim)['second method']).toMatch(/^Wilcoxon signed rank, exact agrees/);
    },
  );

  test('names the seed whose slope lies apart, and that slopes are skewed', () => {
    const apart = { ...sound, d: (sound.d as number[]).map((y, seed) => (seed === 5 ? y * 3 : y)) };
    const beside = said(apart, depends);
    expect(beside['outlying seeds']).toMatch(/^an outlying seed: seed 1\/5/);
    expect(beside['skewness']).toMatch(/^skewed: L-skewness 0\.[5-9]/);
  });

  test('compares the spreads of logarithms: a power law spreads its values as it does their sizes', () => {
    expect(said(sound, depends)['unequal spreads']).toBeUndefined();
    const random = stream('noisier', 'simulate');
    const noisier = powerLaw(8, (arm) => (arm === 3 ? 0.2 : 0.02) * random.normal());
    expect(said(noisier, depends)['unequal spreads']).toMatch(/: d .*/);
  });

  test('the second method speaks of the exponent where the form is what is missing', () => {
    const random = stream('bent', 'simulate');
    const bent = powerLaw(8, (arm) => (arm % 3 === 0 ? 0.3 : -0.3) + 0.02 * random.normal());
    expect(findingOf(bent, scales, given).verdict).toBe('inconclusive');
    expect(said(bent, scales)['second method']).toMatch(/agrees/);
  });
});

describe('slopes without a spread', () => {
  /** Exactly 1/ratio in every seed, but for a unit in the last place. */
  const equal: Numbers = Object.fromEntries(
    [...'abcd'].map((name, arm) => [
      name,
      [0, 1, 2, 3, 4].map((seed) => 2 ** -arm * (1 + ((seed + arm) % 2) * 2 ** -52)),
    ]),
  );

  test.each([scales, { ...scales, fit: 1.1 }, depends])('are no certainty: %o', (claim) => {
    const { verdict, p, interval, reason } = findingOf(equal, claim, given);
    expect([verdict, p, interval]).toEqual(['inconclusive', undefined, undefined]);
    expect(reason).toBe('all 5 seeds agree: up to 45 % of seeds may still depart');
  });

  test('are known where the design decides the numbers', () => {
    const decided: Numbers = { a: [800, 800, 800], b: [400, 400, 400], c: [200, 200, 200] };
    const counts: Given = { measure: 'count', covariates };
    const claims = [
      { ...scales, measure: 'count' },
      { ...scales, measure: 'count', fit: 1.01 },
      { ...depends, measure: 'count' },
    ] as const;
    for (const claim of claims) {
      const { verdict, p, method } = findingOf(decided, claim, counts);
      expect([verdict, method]).toEqual(['supported', 'arithmetic (the design decides the number)']);
      if (!('fit' in claim)) expect(p).toBeUndefined();
    }
    const off: Numbers = { ...decided, b: [500, 500, 500] };
    expect(findingOf(off, claims[0], counts)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^not a power law: the largest departure .* in every seed/) as string,
    });
    expect(findingOf(off, claims[1], counts).verdict).toBe('refuted');
  });

  test('have no lack of fit out of rounding', () => {
    // Exponents differ from seed to seed, and every seed is on its own line but for rounding.
    const lines: Numbers = Object.fromEntries(
      [...'abcd'].map((name, arm) => [name, [0.98, 1, 1.01, 1.02, 0.99].map((by) => 3 * 2 ** (-arm * by))]),
    );
    const { verdict, notes, reason } = findingOf(lines, scales, given);
    expect(verdict).toBe('supported');
    expect([...(notes ?? []), reason].join()).not.toMatch(/lack of fit p = [0-9]/);
    const within = findingOf(lines, { ...scales, fit: 1.1 }, given);
    expect([within.verdict, within.reason]).toEqual([
      'inconclusive',
      'all 5 seeds agree: up to 45 % of seeds may still depart',
    ]);
  });
});

test('a ratio that is one number but for rounding has no Bayes factor', () => {
  const claim: Prediction = { kind: 'greater', measure: 'width', arms: ['a', 'b'], scale: 'ratio' };
  const { notes, reason } = findingOf({ a: [100, 200], b: [200, 400] }, claim, { measure: 'width' });
  expect((notes ?? []).join()).not.toContain('Bayes factor');
  expect(reason).toContain('all 2 seeds agree');
});

describe('curves', () => {
  const random = stream('curves', 'simulate');
  const curves = (shift: number): Numbers[string] =>
    Array.from({ length: 8 }, () => ({
      curve: [0, 1, 2].map((at) => at + (at === 2 ? shift : 0) + 0.05 * random.normal()),
    }));
  const numbers = { a: curves(0), b: curves(0.5) };

  test('say what the position says at which they are furthest apart', () => {
    const claim: Prediction = { kind: 'sameCurve', measure: 'path', arms: ['a', 'b'], margin: 1 };
    const { verdict, method } = findingOf(numbers, claim, { measure: 'path' });
    expect([verdict, method]).toEqual([
      'supported',
      'largest distance of paired curves, guarded against skewness',
    ]);
    expect(said(numbers, claim, { measure: 'path' })['second method']).toMatch(/agrees/);
    const differ: Prediction = { kind: 'curvesDiffer', measure: 'path', arms: ['a', 'b'], by: 0.2 };
    expect(said(numbers, differ, { measure: 'path' })['second method']).toMatch(/agrees/);
  });
});
