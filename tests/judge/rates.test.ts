/** Yes/no measures through the judge: no spread among few values is no certainty. */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { ratePaths } from '../../bench/calibration/rate-verdicts.ts';
import { kinds, type Verdict } from '../../src/predictions/index.ts';
import { powerOfPairedRates, powerOfRate } from '../../src/statistics/index.ts';
import { binomialLaw } from '../../src/statistics/rates/binomial-law.ts';
import { findingOf, judgeBlocks, judgeNumbers, type Given, type Numbers } from './numbers.ts';

const measure = 'diverged';
const bits = (yes: number, n: number): number[] => Array.from({ length: n }, (_, i) => (i < yes ? 1 : 0));
const found = (numbers: Numbers, prediction: object, given: Given = {}) =>
  findingOf(numbers, { measure, ...prediction } as Prediction, { measure, ...given });

test('rates of the same runs are compared by arithmetic', () => {
  const prediction = { kind: 'equivalent', arms: ['a', 'b'], margin: 0.1 };
  const same = found({ a: bits(2, 6), b: bits(2, 6) }, prediction, { runs: { a: 'one', b: 'one' } });
  expect(same).toMatchObject({ verdict: 'supported', method: 'arithmetic (the same runs)' });
  expect(same.p).toBeUndefined();
  expect(found({ a: bits(2, 6), b: bits(2, 6) }, prediction).verdict).toBe('inconclusive');
});

describe('runs that are all alike', () => {
  test('five without a divergence do not show a rate below 1 %', () => {
    const { verdict, interval, region, method, p } = found(
      { a: bits(0, 5) },
      { kind: 'below', arm: 'a', than: 0.01 },
    );
    expect(verdict).toBe('inconclusive');
    expect(interval!.lower).toBe(0);
    expect(interval!.upper).toBeCloseTo(0.450719728346941, 12);
    expect(region).toEqual({ lower: -Infinity, upper: 0.01 });
    expect(method).toBe('Clopper–Pearson, exact');
    expect(p).toBeCloseTo(0.99 ** 5, 12);
  });

  test('eight that all diverge do not show a rate within 0.1 of 1; 29 do', () => {
    const prediction = { kind: 'equals', arm: 'a', value: 1, margin: 0.1 };
    const eight = found({ a: bits(8, 8) }, prediction);
    expect(eight.verdict).toBe('inconclusive');
    expect(eight.interval!.lower).toBeCloseTo(0.6876560219336321, 12);
    expect(eight.replicatesNeeded).toBe(29);
    expect(found({ a: bits(28, 28) }, prediction).verdict).toBe('inconclusive');
    expect(found({ a: bits(29, 29) }, prediction).verdict).toBe('supported');
  });

  test('eight pairs without a divergence do not show equivalence within 0.1; 29 do', () => {
    const prediction = { kind: 'equivalent', arms: ['a', 'b'], margin: 0.1 };
    const eight = found({ a: bits(0, 8), b: bits(0, 8) }, prediction);
    expect([eight.verdict, eight.replicatesNeeded]).toEqual(['inconclusive', 29]);
    expect(eight.notes).toEqual(['0 of 8 seeds only the first, 0 only the second']);
    expect(found({ a: bits(0, 29), b: bits(0, 29) }, prediction).verdict).toBe('supported');
  });

  test.each([5, 8, 16, 29, 40])(
    'rates 0.1 and 0 in %i pairs are called equivalent within 0.1 in at most 5 %',
    (n) => {
      const { mass } = binomialLaw(n);
      let supported = 0;
      for (let k = 0; k <= n; k++) {
        const prediction = { kind: 'equivalent', arms: ['a', 'b'], margin: 0.1 };
        const { verdict } = found({ a: bits(k, n), b: bits(0, n) }, prediction, { details: false });
        if (verdict === 'supported') supported += mass(k, n, 0.1);
      }
      expect(supported).toBeLessThanOrEqual(0.05);
    },
  );
});

const few = { a: bits(1, 40), b: bits(14, 40), c: bits(32, 40) };
const alike = { a: bits(0, 40), b: bits(0, 40), c: bits(1, 40) };
const covariates = { a: { ratio: 1 }, b: { ratio: 2 }, c: { ratio: 4 } };
const also = { reached: { a: bits(39, 40), b: bits(26, 40), c: bits(8, 40) } };

const cases: readonly (readonly [object, Numbers, Verdict, string])[] = [
  [{ kind: 'equals', arm: 'c', value: 0.8, margin: 0.2 }, few, 'supported', 'Clopper–Pearson'],
  [{ kind: 'equals', arm: 'a', value: 0.8, margin: 0.2 }, few, 'refuted', 'Clopper–Pearson'],
  [{ kind: 'above', arm: 'c', than: 0.6 }, few, 'supported', 'Clopper–Pearson'],
  [{ kind: 'above', arm: 'c', than: 0.6, by: 0.15 }, few, 'inconclusive', 'Clopper–Pearson'],
  [{ kind: 'above', arm: 'a', than: 0.6 }, few, 'refuted', 'Clopper–Pearson'],
  [{ kind: 'below', arm: 'a', than: 0.2 }, few, 'supported', 'Clopper–Pearson'],
  [{ kind: 'below', arm: 'c', than: 0.6 }, few, 'refuted', 'Clopper–Pearson'],
  [{ kind: 'below', arm: 'a', than: 'reached' }, few, 'supported', 'paired rates'],
  [{ kind: 'above', arm: 'c', than: 'reached', by: 0.1 }, few, 'supported', 'paired rates'],
  [{ kind: 'equals', arm: 'c', value: 'reached', margin: 0.1 }, few, 'refuted', 'paired rates'],
  [{ kind: 'equivalent', arms: ['a', 'b'], margin: 0.15 }, alike, 'supported', 'paired rates'],
  [{ kind: 'equivalent', arms: ['a', 'b', 'c'], margin: 0.2 }, alike, 'supported', 'all of 3 pairs'],
  [{ kind: 'equivalent', arms: ['a', 'b', 'c'], margin: 0.1 }, few, 'refuted', 'all of 3 pairs'],
  [{ kind: 'differs', arms: ['a', 'b'] }, few, 'supported', 'paired rates'],
  [{ kind: 'differs', arms: ['a', 'b'] }, alike, 'inconclusive', 'paired rates'],
  [{ kind: 'differs', arms: ['a', 'b'], by: 0.1 }, few, 'supported', 'paired rates'],
  [{ kind: 'differs', arms: ['a', 'b'], by: 0.2 }, alike, 'refuted', 'paired rates'],
  [{ kind: 'greater', arms: ['b', 'a'] }, few, 'supported', 'paired rates'],
  [{ kind: 'greater', arms: ['a', 'b'] }, few, 'refuted', 'paired rates'],
  [{ kind: 'less', arms: ['a', 'c'], by: 0.5 }, few, 'supported', 'paired rates'],
  [{ kind: 'nonInferior', arms: ['a', 'b'], margin: 0.1 }, alike, 'supported', 'paired rates'],
  [{ kind: 'nonInferior', arms: ['c', 'b'], margin: 0.1 }, few, 'refuted', 'paired rates'],
  [{ kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'increasing' }, few, 'supported', 'all of 2 pairs'],
  [{ kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'decreasing' }, few, 'refuted', 'all of 2 pairs'],
  [
    { kind: 'trend', along: 'ratio', direction: 'increasing' },
    few,
    'supported',
    'Cochran–Armitage within seeds (exact)',
  ],
  [
    { kind: 'trend', along: 'ratio', direction: 'decreasing' },
    few,
    'refuted',
    'Cochran–Armitage within seeds (exact)',
  ],
  [
    { kind: 'trend', along: 'ratio', direction: 'increasing' },
    alike,
    'inconclusive',
    'Cochran–Armitage within seeds (exact)',
  ],
  [
    { kind: 'breaks', along: 'ratio', arms: ['a', 'b', 'c'], margin: 0.2, between: [2, 4] },
    { ...few, b: bits(1, 40) },
    'supported',
    'breakdown',
  ],
];

describe('every kind that takes a rate', () => {
  test.each(cases)('%o', (prediction, numbers, verdict, method) => {
    const finding = found(numbers, prediction, { covariates, also });
    expect([finding.verdict, finding.reason]).toEqual([verdict, undefined]);
    expect(finding.method).toContain(method);
  });

  test('is judged here, and has rows in docs/calibration.md', () => {
    const taking = Object.keys(kinds).filter((name) =>
      kinds[name as Prediction['kind']].values.includes('yes/no'),
    );
    const judged = new Set(cases.map(([prediction]) => (prediction as Prediction).kind));
    const calibrated = new Set(ratePaths.map(({ prediction }) => prediction(0.1).kind));
    expect(taking.filter((name) => !judged.has(name as Prediction['kind']))).toEqual([]);
    expect(taking.filter((name) => !calibrated.has(name as Prediction['kind']))).toEqual([]);
  });

  test('no finding of rates carries what rests on a normal law', () => {
    for (const [prediction, numbers] of cases) {
      const { effectSizes, notes = [] } = found(numbers, prediction, { covariates, also });
      expect(effectSizes.map(({ name }) => name).filter((name) => name.includes('Hedges'))).toEqual([]);
      expect(notes.join()).not.toContain('Bayes');
    }
  });
});

test('a value that is neither 0 nor 1 makes the finding invalid, and so does a measure of another type', () => {
  const { verdict, reason } = found({ a: [0, 0.5, 1] }, { kind: 'below', arm: 'a', than: 0.9 });
  expect([verdict, reason]).toEqual([
    'invalid',
    '1 of 3 values of diverged are wrong: a, seed 1/1: expected 0 or 1 of a yes/no measure, got 0.5',
  ]);
  const mixed = found(
    { a: bits(1, 3) },
    { kind: 'below', arm: 'a', than: 'loss' },
    { also: { loss: { a: [1, 2, 3] } } },
  );
  expect(mixed.reason).toBe('expected two yes/no measures or two of numbers, got diverged and loss');
});

test('the seeds that are said to be needed reach the power, if the rates are those that were seen', () => {
  const one = found({ a: bits(2, 20) }, { kind: 'below', arm: 'a', than: 0.2 });
  expect(one.verdict).toBe('inconclusive');
  const region = { lower: -Infinity, upper: 0.2 };
  expect(powerOfRate(one.replicatesNeeded!, { rate: 0.1, region })).toBeGreaterThanOrEqual(0.9);
  const two = found({ a: bits(3, 12), b: bits(0, 12) }, { kind: 'greater', arms: ['a', 'b'] });
  expect(two.verdict).toBe('inconclusive');
  const plan = { firstOnly: 0.25, secondOnly: 0, region: { lower: 0, upper: Infinity } };
  expect(powerOfPairedRates(two.replicatesNeeded!, plan)).toBeGreaterThanOrEqual(0.9);
  expect(powerOfPairedRates(two.replicatesNeeded! - 1, plan)).toBeLessThan(0.9);
});

test('at a planned look the level is the stricter one of the look', () => {
  const prediction = { measure, kind: 'equals', arm: 'a', value: 0, margin: 0.1 } as const;
  const early = judgeNumbers({ a: bits(0, 30) }, [prediction], { measure, looks: [30, 60], look: 0 });
  const last = judgeNumbers({ a: bits(0, 60) }, [prediction], { measure, looks: [30, 60] });
  // 0.9³⁰ = 0.042 is above the 0.0055 that O'Brien and Fleming spend half-way.
  expect([early.verdict, last.verdict]).toEqual(['inconclusive', 'supported']);
});

describe('a rate on average over blocks', () => {
  const prediction = { measure, kind: 'below', arm: 'a', than: 0.1 } as const;
  /** Eight runs a block, of which so many diverge. */
  const judged = (...yes: readonly number[]) => {
    const blocks = Object.fromEntries(yes.map((count, index) => [`block${index}`, { a: bits(count, 8) }]));
    return judgeBlocks(blocks, [prediction], { measure, holds: 'on-average' }).findings[0]!;
  };

  test('says no more than all runs together: one divergence in 40 runs leaves room for 0.11', () => {
    const one = judged(1, 0, 0, 0, 0);
    expect(one.verdict).toBe('inconclusive');
    expect(one.method).toBe('Student t over blocks, and Clopper–Pearson, exact of all runs');
    // Clopper and Pearson's limit of 1 in 40, by SciPy's beta.ppf(0.95, 2, 39).
    expect(one.interval!.upper).toBeCloseTo(0.11318836094473754, 10);
    const [alone] = judgeBlocks(
      { block0: { a: bits(1, 40) }, block1: { a: bits(1, 40) }, block2: { a: bits(0, 40) } },
      [prediction],
      { measure, holds: 'on-average' },
    ).findings;
    expect(alone!.verdict).toBe('supported');
  });
});
