/**
 * What stands beside every verdict: each diagnostic on numbers that have its trouble, and on numbers that have none.
 */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { stream } from '../../src/random/index.ts';
import { findingOf, type Given, type Numbers } from './numbers.ts';

const pair = { measure: 'accuracy', arms: ['a', 'b'] } as const;
const greater: Prediction = { kind: 'greater', ...pair };
const within = (margin: number): Prediction => ({ kind: 'equivalent', ...pair, margin });

const said = (numbers: Numbers, prediction: Prediction, given?: Given): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (findingOf(numbers, prediction, given).diagnostics ?? []).map(({ name, says }) => [name, says]),
  );

/** Eight seeds of two arms without any trouble. */
const sound = {
  a: [0.8, 0.84, 0.79, 0.83, 0.81, 0.82, 0.805, 0.835],
  b: [0.7, 0.731, 0.705, 0.7224, 0.7137, 0.7352, 0.695, 0.7422],
};
const lastOf = (changed: number) => sound.a.map((value, i) => (i === 7 ? changed : value));

test('sound numbers are told what eight seeds cannot see, and that ranks agree', () => {
  const beside = said(sound, greater);
  expect(Object.keys(beside)).toEqual(['second method', 'missed collapse']);
  // 1 − 0.05^(1/8) = 0.312. Eight positive differences: p of signed ranks 1/256.
  expect(beside['missed collapse']).toBe('8 seeds can miss a collapse of up to 31 % of runs');
  expect(beside['second method']).toBe('Wilcoxon signed rank, exact agrees (p = 0.00391)');
});

test('a collapsed seed is named', () => {
  const beside = said({ ...sound, a: lastOf(0.1) }, greater);
  expect(beside['outlying seeds']).toMatch(
    /^an outlying seed: seed 1\/7, \d+(\.\d+)? spreads from the median$/,
  );
  expect(beside['skewness']).toMatch(/^skewed: L-skewness -0\.[5-9]/);
  expect(beside['unequal spreads']).toMatch(/^spreads differ ×\d+(\.\d+)?: a 0\.\d+, b 0\.\d+$/);
});

test('a second method that decides otherwise is told', () => {
  const { verdict } = findingOf({ ...sound, a: lastOf(5) }, greater);
  expect(verdict).toBe('inconclusive');
  expect(said({ ...sound, a: lastOf(5) }, greater)['second method']).toBe(
    'Wilcoxon signed rank, exact says supported (p = 0.00391)',
  );
});

test.each([2, 3])('%d seeds are few', (n) => {
  const few = { a: sound.a.slice(0, n), b: sound.b.slice(0, n) };
  // Student's quantiles at 0.95: 6.3138 of 1, 2.9200 of 2 degrees of freedom.
  expect(said(few, greater)['few seeds']).toContain(n === 2 ? 'reaches 6.31' : 'reaches 2.92');
});

test.each([4, 7])('%d seeds are told what they cannot show of skewness', (n) => {
  const few = { a: sound.a.slice(0, n), b: sound.b.slice(0, n) };
  expect(said(few, greater)['unseen skewness']).toBe(
    `${n} seeds cannot show whether numbers are skewed: if they are (exp(Z)), a false word comes in up to ${n === 4 ? 18 : 11} % in place of 5; from 8 seeds on in at most 6.5 %`,
  );
  expect(said(few, { ...greater, method: 'wilcoxon' })['unseen skewness']).toBeUndefined();
  expect(said(sound, greater)['unseen skewness']).toBeUndefined();
});

test('few distinct numbers are counted, those together that rounding tells apart', () => {
  const steps = { a: [0.1 + 0.2, 0.3, 0.2, 0.3, 0.2, 0.3], b: [0, 0, 0, 0, 0, 0] };
  expect(said(steps, greater)['few distinct numbers']).toBe('2 different numbers in 6 seeds');
});

test('an arm at the level of guessing is named', () => {
  const guessing = { ...sound, b: [0.1, 0.102, 0.099, 0.1, 0.101, 0.1, 0.098, 0.103] };
  expect(said(guessing, greater)['at chance']).toBe('at the level of guessing, 0.1: b');
});

test('a margin as wide as the measure says that nothing could fail', () => {
  expect(said(sound, within(0.9))['wide margin']).toContain('nothing could fail');
  expect(said(sound, within(0.5))['wide margin']).toBeUndefined();
  const losses = { a: [0.1, 0.12, 0.11, 0.13], b: [0.2, 0.21, 0.22, 0.2] };
  const loss: Prediction = { ...within(0.3), measure: 'loss' };
  expect(said(losses, loss, { measure: 'loss' })['wide margin']).toBe(
    'the margin 0.3 is as wide as the range of the measure, 0.22: nothing could fail',
  );
  // The place of a break is no margin of the measure.
  const breaks: Prediction = {
    kind: 'breaks',
    measure: 'testAccuracy',
    along: 'beta',
    arms: ['a', 'b', 'c'],
    margin: 0.01,
    between: [4, 16],
  };
  expect(said({ ...sound, c: sound.a! }, breaks)['wide margin']).toBeUndefined();
});

test('ranks are seconded by means', () => {
  expect(said(sound, { ...greater, method: 'wilcoxon' })['second method']).toMatch(
    /guarded against skewness agrees/,
  );
});

test('rates, which exact tests judge, have neither', () => {
  const rates = { a: [0, 0, 1, 0, 0, 0], b: [0, 1, 0, 0, 0, 0] };
  const beside = said(rates, { ...within(0.5), measure: 'diverged' }, { measure: 'diverged' });
  expect(Object.keys(beside)).toEqual([]);
});

test('nothing stands beside arithmetic', () => {
  expect(
    findingOf({ a: sound.a, b: sound.a }, within(0.1), { runs: { a: '1', b: '1' } }).diagnostics,
  ).toBeUndefined();
});

test('kinds without a location are told of their arms', () => {
  const covariates = { a: { ratio: 1 }, b: { ratio: 2 }, c: { ratio: 3 } };
  const trend: Prediction = { kind: 'trend', measure: 'accuracy', along: 'ratio', direction: 'increasing' };
  const numbers = { ...sound, c: sound.a.map((value, i) => value + (i % 2 === 0 ? 0.2 : -0.2)) };
  expect(said(numbers, trend, { covariates })['unequal spreads']).toMatch(/c 0\.198, b 0\.01/);
});

describe('false alarms on normal numbers', () => {
  test.each([8, 20])('at n = %d are few', (n) => {
    const random = stream('diagnostics', 'simulate');
    const count = { 'outlying seeds': 0, skewness: 0, 'few distinct numbers': 0 };
    const draws = 400;
    for (let i = 0; i < draws; i++) {
      const beside = said(
        { a: Array.from({ length: n }, () => 0.8 + 0.01 * random.normal()) },
        {
          kind: 'above',
          measure: 'accuracy',
          arm: 'a',
          than: 0.5,
        },
      );
      for (const name of Object.keys(count) as (keyof typeof count)[]) if (name in beside) count[name]++;
    }
    // Two standard deviations are passed in 5 %; a seed is outlying in at most 12 % of small normal samples. Three
    // standard errors of 400 draws are 3 and 5 points.
    expect(count.skewness / draws).toBeLessThan(0.08);
    expect(count['outlying seeds'] / draws).toBeLessThan(0.17);
    expect(count['few distinct numbers']).toBe(0);
  });
});
