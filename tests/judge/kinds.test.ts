import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import type { Verdict } from '../../src/judge/types.ts';
import { stream } from '../../src/random/index.ts';
import { findingOf, simulate, type Given } from './numbers.ts';

const ladder: Given['covariates'] = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'e'].map((arm, index) => [arm, { ratio: 2 ** index }]),
);

const ladders: Given['covariates'] = {
  a: { factor: 1, scale: 1 },
  b: { factor: 2, scale: 1 },
  c: { factor: 4, scale: 1 },
  d: { factor: 1, scale: 2 },
  e: { factor: 4, scale: 2 },
  f: { factor: 8, scale: 2 },
};

interface Kind {
  readonly name: string;
  readonly prediction: Prediction;
  /** Means of arms for which the prediction holds with room, and for which its opposite does. */
  readonly holds: Readonly<Record<string, number>>;
  readonly fails: Readonly<Record<string, number>>;
  /** Means at the boundary: the prediction is false, only just. */
  readonly boundary?: Readonly<Record<string, number>>;
  readonly given?: Given;
}

const on = { measure: 'accuracy' } as const;
const factorial = {
  kind: 'interaction',
  arms: [
    ['a', 'b'],
    ['c', 'd'],
  ],
} as const;
const power = (exponent: number) =>
  Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((arm, index) => [arm, 10 * 2 ** (exponent * index)]));

/** Batch sizes 2 … 64 at ratios 1 and 4: the best is 4·ratio^exponent. */
const peakArms = [1, 4].flatMap((ratio) =>
  [2, 4, 8, 16, 32, 64].map((batchSize) => ({ arm: `${ratio}of${batchSize}`, ratio, batchSize })),
);
const peakCovariates: Given['covariates'] = Object.fromEntries(
  peakArms.map(({ arm, ratio, batchSize }) => [arm, { ratio, batchSize }]),
);
const fromBest = (exponent: number, value: (octaves: number) => number) =>
  Object.fromEntries(
    peakArms.map(({ arm, ratio, batchSize }) => [arm, value(Math.log2(batchSize / (4 * ratio ** exponent)))]),
  );
const peaks = (exponent: number) => fromBest(exponent, (octaves) => 0.8 - 0.1 * octaves ** 2);
const valleys = (exponent: number) => fromBest(exponent, (octaves) => Math.exp(0.1 * octaves ** 2));

const kinds: readonly Kind[] = [
  {
    name: 'equivalent',
    prediction: { ...on, kind: 'equivalent', arms: ['a', 'b'], margin: 0.05 },
    holds: { a: 0.8, b: 0.8 },
    fails: { a: 0.8, b: 0.9 },
    boundary: { a: 0.8, b: 0.85 },
  },
  {
    name: 'equivalent, three arms',
    prediction: { ...on, kind: 'equivalent', arms: ['a', 'b', 'c'], margin: 0.05 },
    holds: { a: 0.8, b: 0.8, c: 0.8 },
    fails: { a: 0.8, b: 0.9, c: 0.8 },
    boundary: { a: 0.8, b: 0.825, c: 0.85 },
  },
  {
    name: 'equivalent, by sign flips',
    prediction: { ...on, kind: 'equivalent', arms: ['a', 'b'], margin: 0.05, method: 'sign-flip' },
    holds: { a: 0.8, b: 0.8 },
    fails: { a: 0.8, b: 0.9 },
    boundary: { a: 0.8, b: 0.85 },
  },
  {
    name: 'equivalent, by signed ranks',
    prediction: { ...on, kind: 'equivalent', arms: ['a', 'b'], margin: 0.05, method: 'wilcoxon' },
    holds: { a: 0.8, b: 0.8 },
    fails: { a: 0.8, b: 0.9 },
    boundary: { a: 0.8, b: 0.85 },
  },
  {
    name: 'interaction',
    prediction: { ...on, ...factorial, direction: 'positive', by: 0.05 },
    holds: { a: 0.9, b: 0.7, c: 0.8, d: 0.7 },
    fails: { a: 0.8, b: 0.7, c: 0.8, d: 0.7 },
    boundary: { a: 0.85, b: 0.7, c: 0.8, d: 0.7 },
  },
  {
    name: 'interaction of either sign',
    prediction: { ...on, ...factorial, by: 0.05 },
    holds: { a: 0.7, b: 0.7, c: 0.8, d: 0.7 },
    fails: { a: 0.8, b: 0.7, c: 0.8, d: 0.7 },
    boundary: { a: 0.75, b: 0.7, c: 0.8, d: 0.7 },
  },
  {
    name: 'no interaction',
    prediction: { ...on, ...factorial, margin: 0.05 },
    holds: { a: 0.9, b: 0.8, c: 0.8, d: 0.7 },
    fails: { a: 0.9, b: 0.7, c: 0.8, d: 0.7 },
    boundary: { a: 0.85, b: 0.7, c: 0.8, d: 0.7 },
  },
  {
    name: 'differs by',
    prediction: { ...on, kind: 'differs', arms: ['a', 'b'], by: 0.05 },
    holds: { a: 0.8, b: 0.9 },
    fails: { a: 0.8, b: 0.8 },
    boundary: { a: 0.8, b: 0.85 },
  },
  {
    name: 'greater by',
    prediction: { ...on, kind: 'greater', arms: ['a', 'b'], by: 0.02 },
    holds: { a: 0.9, b: 0.8 },
    fails: { a: 0.8, b: 0.8 },
    boundary: { a: 0.82, b: 0.8 },
  },
  {
    name: 'above a number by',
    prediction: { ...on, kind: 'above', arm: 'a', than: 0.5, by: 0.1 },
    holds: { a: 0.7 },
    fails: { a: 0.5 },
    boundary: { a: 0.6 },
  },
  {
    name: 'below a number by a ratio',
    prediction: { ...on, kind: 'below', arm: 'a', than: 0.8, by: 2, scale: 'ratio' },
    holds: { a: 0.3 },
    fails: { a: 0.6 },
  },
  {
    name: 'less',
    prediction: { ...on, kind: 'less', arms: ['a', 'b'] },
    holds: { a: 0.8, b: 0.9 },
    fails: { a: 0.9, b: 0.8 },
    boundary: { a: 0.8, b: 0.8 },
  },
  {
    name: 'nonInferior',
    prediction: { ...on, kind: 'nonInferior', arms: ['a', 'b'], margin: 0.02 },
    holds: { a: 0.8, b: 0.8 },
    fails: { a: 0.75, b: 0.8 },
    boundary: { a: 0.78, b: 0.8 },
  },
  {
    name: 'nonInferior where lower is better',
    prediction: { measure: 'loss', kind: 'nonInferior', arms: ['a', 'b'], margin: 0.02 },
    holds: { a: 0.7, b: 0.8 },
    fails: { a: 0.85, b: 0.8 },
    boundary: { a: 0.82, b: 0.8 },
    given: { measure: 'loss' },
  },
  {
    name: 'ordered',
    prediction: { ...on, kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'increasing' },
    holds: { a: 0.8, b: 0.85, c: 0.9 },
    fails: { a: 0.8, b: 0.85, c: 0.8 },
    boundary: { a: 0.8, b: 0.85, c: 0.85 },
  },
  {
    name: 'trend',
    prediction: { ...on, kind: 'trend', along: 'ratio', direction: 'increasing' },
    holds: { a: 0.8, b: 0.83, c: 0.86, d: 0.89 },
    fails: { a: 0.89, b: 0.86, c: 0.83, d: 0.8 },
    boundary: { a: 0.8, b: 0.8, c: 0.8, d: 0.8 },
    given: { covariates: ladder },
  },
  {
    name: 'correlates with a covariate',
    prediction: { ...on, kind: 'correlates', with: 'ratio', direction: 'negative' },
    holds: { a: 0.9, b: 0.87, c: 0.83, d: 0.8 },
    fails: { a: 0.8, b: 0.83, c: 0.86, d: 0.9 },
    boundary: { a: 0.8, b: 0.8, c: 0.8, d: 0.8 },
    given: { covariates: ladder },
  },
  {
    name: 'scales',
    prediction: { ...on, kind: 'scales', along: 'ratio', exponent: -1, within: 0.02 },
    holds: power(-1),
    fails: power(-1.1),
    given: { covariates: ladder },
  },
  {
    name: 'depends',
    prediction: { ...on, kind: 'depends', along: 'ratio', outside: [-0.5, 0.5] },
    holds: power(-1),
    fails: power(0),
    given: { covariates: ladder },
  },
  {
    name: 'peakDepends',
    prediction: { ...on, kind: 'peakDepends', over: 'batchSize', along: 'ratio', outside: [-0.4, 0.4] },
    holds: peaks(1),
    fails: peaks(0),
    given: { covariates: peakCovariates },
  },
  {
    name: 'peakScales',
    prediction: { ...on, kind: 'peakScales', over: 'batchSize', along: 'ratio', exponent: 1, within: 0.3 },
    holds: peaks(1),
    fails: peaks(0.5),
    boundary: peaks(0.7),
    given: { covariates: peakCovariates },
  },
  {
    name: 'peakScales where lower is better',
    prediction: {
      measure: 'loss',
      kind: 'peakScales',
      scale: 'ratio',
      over: 'batchSize',
      along: 'ratio',
      exponent: 1,
      within: 0.3,
    },
    holds: valleys(1),
    fails: valleys(0.5),
    given: { measure: 'loss', covariates: peakCovariates },
  },
  {
    name: 'breaks',
    prediction: {
      ...on,
      kind: 'breaks',
      along: 'ratio',
      arms: ['a', 'b', 'c', 'd', 'e'],
      margin: 0.03,
      between: [2, 8],
    },
    holds: { a: 0.8, b: 0.8, c: 0.79, d: 0.7, e: 0.5 },
    fails: { a: 0.8, b: 0.7, c: 0.7, d: 0.7, e: 0.5 },
    boundary: { a: 0.8, b: 0.77, c: 0.75, d: 0.7, e: 0.5 },
    given: { covariates: ladder },
  },
  {
    name: 'breakScales',
    prediction: {
      ...on,
      kind: 'breakScales',
      over: 'factor',
      along: 'scale',
      exponent: 1,
      within: 0.3,
      margin: 0.2,
    },
    // The first ladder departs by 0.2 halfway between factors 2 and 4; at twice the scale it should do so between 4 and
    // 8.
    holds: { a: 0.8, b: 0.7, c: 0.5, d: 0.8, e: 0.7, f: 0.5 },
    fails: { a: 0.8, b: 0.7, c: 0.5, d: 0.8, e: 0.5, f: 0.3 },
    boundary: { a: 0.8, b: 0.7, c: 0.5, d: 0.8, e: 0.65, f: 0.4 },
    given: { covariates: ladders },
  },
  {
    name: 'equals',
    prediction: { ...on, kind: 'equals', arm: 'a', value: 0.8, margin: 0.03 },
    holds: { a: 0.8 },
    fails: { a: 0.9 },
    boundary: { a: 0.83 },
  },
  {
    name: 'sameDistribution',
    prediction: { ...on, kind: 'sameDistribution', arms: ['a', 'b'], margin: 0.2 },
    holds: { a: 0.8, b: 0.8 },
    fails: { a: 0.8, b: 1.2 },
  },
];

const verdicts = (means: Readonly<Record<string, number>>, kind: Kind, sets: number, seeds: number) =>
  Array.from({ length: sets }, (_, set): Verdict => {
    const numbers = simulate(means, seeds, stream(`${kind.name} ${set}`, 'simulate'));
    return findingOf(numbers, kind.prediction, { ...kind.given, details: false }).verdict;
  });

test.each(kinds)('$name is supported where it holds and refuted where its opposite does', (kind) => {
  expect(verdicts(kind.holds, kind, 5, 12)).toEqual(Array(5).fill('supported'));
  expect(verdicts(kind.fails, kind, 5, 12)).toEqual(Array(5).fill('refuted'));
});

const bounded = kinds.filter((kind) => kind.boundary !== undefined);

test.each(bounded)('$name at its boundary is supported at most as often as alpha', (kind) => {
  const sets = 150;
  const found = verdicts(kind.boundary!, kind, sets, 8);
  const supported = found.filter((verdict) => verdict === 'supported').length / sets;
  // Alpha and three standard errors of a share of 150.
  expect(supported).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / sets));
});

test('a correlation that another measure explains does not hold given that measure', () => {
  const random = stream('partial', 'simulate');
  const arms = ['a', 'b', 'c', 'd', 'e', 'f'];
  const cause = Object.fromEntries(
    arms.map((arm, i) => [arm, Array.from({ length: 12 }, () => 10 + i + 0.1 * random.normal())]),
  );
  const noisy = () =>
    Object.fromEntries(arms.map((arm) => [arm, cause[arm]!.map((value) => value + 0.8 * random.normal())]));
  const numbers = noisy();
  const given: Given = { also: { width: noisy(), loss: cause } };
  const plain: Prediction = { ...on, kind: 'correlates', with: 'width', direction: 'positive' };
  expect(findingOf(numbers, plain, given).verdict).toBe('supported');
  expect(findingOf(numbers, { ...plain, given: 'loss' }, given).verdict).not.toBe('supported');
});

describe('a best place', () => {
  const claim: Prediction = {
    measure: 'accuracy',
    kind: 'peakScales',
    over: 'batchSize',
    along: 'ratio',
    exponent: 1,
    within: 0.3,
  };
  const given: Given = { covariates: peakCovariates };

  test('is told in words, with the peaks', () => {
    const { statement, notes } = findingOf(simulate(peaks(1), 12), claim, given);
    expect(statement).toBe('accuracy: best at a batchSize proportional to ratio^1, exponent within ±0.3');
    expect(notes).toEqual([
      expect.stringMatching(/^peak at 1: (4|3\.9)/),
      expect.stringMatching(/^peak at 4: 1[56]/),
    ]);
  });

  test('does not exist where neither high nor low is better', () => {
    const finding = findingOf(
      simulate(valleys(1), 12),
      { ...claim, measure: 'width' },
      { ...given, measure: 'width' },
    );
    expect(finding.verdict).toBe('invalid');
    expect(finding.reason).toMatch(/width is neither better high nor better low/);
  });

  test('that lies beyond the arms decides nothing', () => {
    const finding = findingOf(simulate(peaks(3), 12), claim, given);
    expect(finding.verdict).toBe('inconclusive');
    expect(finding.reason).toMatch(/no peak inside the arms/);
  });
});

describe('a claim about breakdowns', () => {
  const { prediction, holds, given } = kinds.find(({ name }) => name === 'breakScales')!;

  test('counts a ladder that never departs as broken beyond its last arm', () => {
    const flat = simulate({ ...holds, f: 0.75 }, 6, stream('flat', 'simulate'));
    const { verdict, reason, notes, interval } = findingOf(
      flat,
      { ...prediction, exponent: 2 } as Prediction,
      given,
    );
    expect([verdict, reason]).toEqual([
      'inconclusive',
      '6 of 12 ladders do not depart by 0.2 up to their last arm',
    ]);
    // From 3 to beyond 8 at twice the scale: an exponent of more than log2(8/3) = 1.4, which refutes one of 1.
    expect(findingOf(flat, prediction, given).verdict).toBe('refuted');
    expect(interval!.upper).toBe(Infinity);
    expect(notes!.at(-1)).toBe('breakdown at scale 2: factor > 8');
  });

  test('stays decided where one seed of eight does not depart', () => {
    const numbers = simulate(holds, 8, stream('one of eight', 'simulate'));
    const open = { ...numbers, f: numbers['f']!.map((value, seed) => (seed === 3 ? 0.75 : value)) };
    const { verdict, method, notes } = findingOf(open, prediction, given);
    expect([verdict, method]).toEqual(['supported', expect.stringContaining('sign test')]);
    expect(notes!.join()).toContain('1 of 16 ladders do not depart');
  });

  test('needs ladders of two arms', () => {
    const alone = simulate(holds, 6, stream('alone', 'simulate'));
    const few = findingOf(alone, { ...prediction, arms: ['a', 'b', 'c', 'd'] } as Prediction, given);
    expect(few.reason).toBe('expected ladders of two arms or more, got one at scale 2');
  });
});
