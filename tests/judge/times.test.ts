/** Times to a target: cut off where a run ended, infinite where it diverged before. */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { findingOf, type Given, type Numbers } from './numbers.ts';

const given: Given = {
  measure: 'steps',
  covariates: { a: { ratio: 1 }, b: { ratio: 2 }, c: { ratio: 4 } },
};
const finding = (numbers: Numbers, prediction: object) =>
  findingOf(numbers, { measure: 'steps', ...prediction } as Prediction, given);

const never = { cutOff: 1200 };
const slow: Numbers = {
  a: [900, never, 1000, 1100, 700, 800, never, 1000],
  b: [400, 500, 450, 600, 350, 420, 700, 480],
};

describe('that one arm takes longer', () => {
  test('is asked of the paired log-rank test, with the ratio of restricted means beside it', () => {
    const found = finding(slow, { kind: 'greater', arms: ['a', 'b'] });
    expect(found).toMatchObject({ verdict: 'supported', p: 1 / 256, n: 8, unit: 'log ratio' });
    expect(found.method).toBe('paired log-rank, exact');
    expect(found.parameter).toBe('log ratio of steps, a − b');
    expect(found.effectSizes[0]).toMatchObject({ name: 'ratio of times' });
    expect(found.notes).toContain('not there by 1200 steps: a 2 of 8, b 0 of 8');
    expect(
      found.notes!.some((note) => note.startsWith('paired Prentice–Wilcoxon, exact: ratio of times')),
    ).toBe(true);
    // Σ min(T, 1200) of a over that of b: 7,900 / 3,900.
    expect(found.notes!.some((note) => note.includes('sign-flip: ratio of means 2.03 ['))).toBe(true);
    expect(finding(slow, { kind: 'less', arms: ['a', 'b'] }).verdict).toBe('refuted');
    expect(finding(slow, { kind: 'differs', arms: ['a', 'b'] }).verdict).toBe('supported');
    expect(finding(slow, { kind: 'ordered', arms: ['b', 'a'], direction: 'increasing' }).verdict).toBe(
      'supported',
    );
  });

  test('a run that diverged takes for ever, whatever `diverged` says', () => {
    const found = finding(
      { ...slow, a: [Infinity, ...slow['a']!.slice(1)] },
      { kind: 'greater', arms: ['a', 'b'] },
    );
    expect(found.verdict).toBe('supported');
    expect(found.notes).toContain('not there by 1200 steps: a 3 of 8, b 0 of 8');
  });

  test('where an arm never gets there the ratio has no upper end', () => {
    const found = finding(
      { a: slow['b']!.map(() => never), b: slow['b']! },
      { kind: 'greater', arms: ['a', 'b'] },
    );
    expect(found).toMatchObject({ verdict: 'supported', interval: { upper: Infinity } });
  });

  test('where none gets there nothing is known', () => {
    const none = { a: slow['b']!.map(() => never), b: slow['b']!.map(() => never) };
    expect(finding(none, { kind: 'greater', arms: ['a', 'b'] })).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no run gets there by 1200, up to where all were watched',
    });
  });

  test('takes five seeds in which a run gets there, and says so', () => {
    const few = { a: [never, never, never, never, never, never], b: [never, 400, 500, 450, 300, never] };
    expect(finding(few, { kind: 'greater', arms: ['a', 'b'] })).toMatchObject({
      verdict: 'inconclusive',
      reason: '4 seeds in which a run gets there cannot reach 0.05: it takes 5',
    });
  });
});

describe('times without a spread', () => {
  const same: Numbers = { b: [7, 7, 7, 7, 7, 7], c: [6, 6, 6, 6, 6, 6] };
  const claims: readonly object[] = [
    { kind: 'less', arms: ['c', 'b'] },
    { kind: 'less', arms: ['c', 'b'], by: 1.1, scale: 'ratio' },
    { kind: 'less', arms: ['c', 'b'], by: 0.5 },
    { kind: 'equivalent', arms: ['c', 'b'], margin: 1.25, scale: 'ratio' },
  ];

  test.each(claims)('are no certainty where the runs are not the same: %o', (claim) => {
    expect(finding(same, claim)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'all 6 seeds agree: up to 39 % of seeds may still depart',
    });
  });

  test('of the same runs are compared by arithmetic', () => {
    const found = findingOf(
      { b: [7, 8, 9, never, 7, 7], c: [7, 8, 9, never, 7, 7] },
      { kind: 'equivalent', measure: 'steps', scale: 'ratio', arms: ['b', 'c'], margin: 1.25 },
      { ...given, runs: { b: 'one', c: 'one' } },
    );
    expect(found).toMatchObject({ verdict: 'supported', method: 'arithmetic (the same runs)' });
    expect(found.p).toBeUndefined();
  });
});

describe('a margin', () => {
  const close: Numbers = {
    a: [900, 1100, 1000, 1100, 700, 800, 1150, 1000],
    b: [880, never, 960, 1120, 730, 780, 1200, 1010],
  };

  test('on the scale ratio is one of restricted means', () => {
    const found = finding(close, { kind: 'equivalent', scale: 'ratio', arms: ['a', 'b'], margin: 1.25 });
    expect(found).toMatchObject({ verdict: 'supported', unit: 'log ratio' });
    expect(found.method).toBe('ratio of means, paired t of Fieller and sign-flip');
    expect(found.estimate).toBeCloseTo(Math.log(7750 / 7880), 12);
    expect(found.parameter).toBe('log ratio of mean steps up to 1200, a − b');
    expect(found.notes!.some((note) => note.startsWith('paired log-rank'))).toBe(true);
    const kinds = (kind: string, more: object) =>
      finding(slow, { kind, scale: 'ratio', arms: ['a', 'b'], ...more }).verdict;
    expect(kinds('equivalent', { margin: 1.25 })).toBe('refuted');
    expect(kinds('greater', { by: 1.5 })).toBe('supported');
    expect(kinds('nonInferior', { margin: 1.2 })).toBe('refuted');
    expect(kinds('differs', { by: 1.5 })).toBe('supported');
  });

  test('on the scale difference is one of restricted means in the unit of the measure', () => {
    const found = finding(close, { kind: 'equivalent', arms: ['a', 'b'], margin: 100 });
    expect(found).toMatchObject({ verdict: 'supported', unit: 'steps' });
    expect(found.estimate).toBeCloseTo((7750 - 7880) / 8, 12);
    expect(found.parameter).toBe('difference of mean steps up to 1200, a − b');
  });

  test('counts times up to the earliest planned end of the arms that are compared, or the earliest cut', () => {
    const arms = { a: close['a']!, d: close['b']! };
    const found = finding(arms, { kind: 'equivalent', scale: 'ratio', arms: ['a', 'd'], margin: 1.25 });
    expect(found.notes![0]).toBe('not there by 1000 steps: a 3 of 8, d 4 of 8');
    const early = { ...close, a: [{ cutOff: 650 }, ...close['a']!.slice(1)] };
    expect(finding(early, { kind: 'greater', arms: ['a', 'b'] }).notes![0]).toContain(
      'not there by 650 steps',
    );
  });
});

describe('ladders of times', () => {
  const ladder: Numbers = {
    a: [400, 500, 450, 600, 350, 420],
    b: [410, 490, 460, 590, 360, 410],
    c: [never, 1100, never, 1190, 900, Infinity],
  };

  test('break where an arm takes longer', () => {
    const breaks = { kind: 'breaks', along: 'ratio', arms: ['a', 'b', 'c'], between: [2, 4] };
    expect(finding(ladder, { ...breaks, scale: 'ratio', margin: 1.5 }).verdict).toBe('supported');
    expect(finding(ladder, { ...breaks, margin: 200 }).verdict).toBe('supported');
  });

  test('rise by ranks, runs that never get there last', () => {
    const apart = { ...ladder, b: [510, 590, 560, 690, 460, 510] };
    const found = finding(apart, { kind: 'trend', along: 'ratio', direction: 'increasing' });
    expect(found).toMatchObject({ verdict: 'supported', estimate: 1 });
    expect(found.notes![0]).toBe('not there by 1200 steps: a 0 of 6, b 0 of 6, c 3 of 6');
    expect(finding(apart, { kind: 'correlates', with: 'ratio', direction: 'positive' }).verdict).toBe(
      'supported',
    );
  });
});

test('a time that is missing makes the claim invalid, with the run', () => {
  const gap: Numbers = { a: [400, 'the record holds no curve testLoss', 300], b: [400, 500, 300] };
  expect(finding(gap, { kind: 'greater', arms: ['a', 'b'] })).toMatchObject({
    verdict: 'invalid',
    reason: '1 of 6 values of steps are missing: a, seed 1/1: the record holds no curve testLoss',
  });
});
