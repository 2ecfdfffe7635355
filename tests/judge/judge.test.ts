import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { findingOf, judgeNumbers, simulate, type Given, type Numbers } from './numbers.ts';

const equivalent: Prediction = { kind: 'equivalent', measure: 'accuracy', arms: ['a', 'b'], margin: 0.02 };
const close = { a: [0.8, 0.81, 0.79, 0.8, 0.82], b: [0.802, 0.809, 0.793, 0.801, 0.818] };
const apart = { a: [0.8, 0.81, 0.79, 0.8, 0.82], b: [0.7, 0.712, 0.689, 0.7, 0.721] };
const vague = { a: [0.8, 0.9, 0.7, 0.8], b: [0.9, 0.8, 0.72, 0.69] };

describe('one prediction', () => {
  test('is supported where its interval lies in the region, refuted where it lies outside, else inconclusive', () => {
    expect(judgeNumbers(close, [equivalent])).toMatchObject({ verdict: 'supported', asExpected: true });
    expect(judgeNumbers(apart, [equivalent])).toMatchObject({ verdict: 'refuted', asExpected: false });
    expect(judgeNumbers(vague, [equivalent])).toMatchObject({ verdict: 'inconclusive', asExpected: false });
  });

  test('shows its paired t interval, region, unit and statement', () => {
    const finding = findingOf({ a: [1, 2, 3], b: [0, 0, 0] }, equivalent);
    // Student's t of 1, 2, 3: mean 2, standard error 1/√3, t(2) at 0.95 = 2.919986.
    expect(finding.estimate).toBe(2);
    expect(finding.interval!.lower).toBeCloseTo(2 - 2.919986 / Math.sqrt(3), 5);
    expect(finding).toMatchObject({
      statement: 'accuracy: a and b equivalent within ±0.02',
      region: { lower: -0.02, upper: 0.02 },
      unit: 'fraction',
      n: 3,
    });
  });

  test('that is undecided says how many replicates would decide it', () => {
    const inside = { a: [0.8, 0.83, 0.77, 0.8], b: [0.82, 0.8, 0.78, 0.81] };
    expect(findingOf(inside, equivalent)).toMatchObject({
      verdict: 'inconclusive',
      replicatesFor: 'supported',
    });
    expect(findingOf(inside, equivalent).replicatesNeeded).toBeGreaterThan(4);
    // 0.0225 is just outside of 0.02, with a spread of 0.1.
    expect(findingOf(vague, equivalent).undecidable).toMatch(/^no number of seeds up to 1024 decides it/);
    expect(findingOf(close, equivalent).replicatesNeeded).toBeUndefined();
  });

  test('that was expected to be refuted is as expected', () => {
    expect(judgeNumbers(apart, [equivalent], { expected: 'refuted' })).toMatchObject({ asExpected: true });
  });

  test('on the scale of ratios compares logarithms', () => {
    const doubled = { a: [2, 4.1, 8, 15.9], b: [1, 2, 4, 8] };
    const finding = findingOf(doubled, { ...equivalent, scale: 'ratio', margin: 1.25 });
    expect(finding.verdict).toBe('refuted');
    expect(finding.estimate).toBeCloseTo(Math.log(2), 1);
    expect(finding.region.upper).toBeCloseTo(Math.log(1.25), 12);
    expect(finding.effectSizes[0]).toMatchObject({ name: 'ratio' });
    expect(finding.effectSizes[0]!.estimate).toBeCloseTo(2, 1);
  });
});

test('the first of many looks, with an error rate of 2e-18, is judged with its details', () => {
  const finding = judgeNumbers(vague, [equivalent], { looks: [5, 50, 100], look: 0 }).findings[0]!;
  expect(finding.verdict).toBe('inconclusive');
  const { lower, upper } = finding.effectSizes[0]!.interval!;
  expect(lower).toBeLessThan(finding.effectSizes[0]!.estimate);
  expect(upper).toBeGreaterThan(finding.effectSizes[0]!.estimate);
});

test('a bootstrap judges alike in any unit', () => {
  const scaled = (unit: number) =>
    Object.fromEntries(Object.entries(close).map(([arm, values]) => [arm, values.map((v) => v * unit)]));
  for (const unit of [1, 1e80, 1e-80]) {
    const claim: Prediction = { ...equivalent, margin: 0.02 * unit, method: 'bootstrap' };
    expect(judgeNumbers(scaled(unit), [claim]).verdict).toBe('supported');
  }
});

describe('an arm against itself', () => {
  const values = [0.81, 0.8, 0.79, 0.83, 0.82, 0.8];
  const itself = { a: values, b: values };

  const same: Given = { runs: { a: '1', b: '1' } };

  test('is compared by arithmetic, without a p', () => {
    const finding = findingOf(itself, equivalent, same);
    expect(finding).toMatchObject({
      verdict: 'supported',
      estimate: 0,
      method: 'arithmetic (the same runs)',
    });
    expect(finding.interval).toEqual({ lower: 0, upper: 0, level: 1 });
    expect(finding.p).toBeUndefined();
  });

  test('is equivalent from two seeds on, for no chance is in it', () => {
    expect(findingOf({ a: [0.8, 0.81], b: [0.8, 0.81] }, equivalent, same).verdict).toBe('supported');
  });

  test('neither differs nor is greater, which is certain as well', () => {
    const verdict = (prediction: Prediction) => findingOf(itself, prediction, same).verdict;
    expect(verdict({ kind: 'differs', measure: 'accuracy', arms: ['a', 'b'] })).toBe('refuted');
    expect(verdict({ kind: 'greater', measure: 'accuracy', arms: ['a', 'b'] })).toBe('refuted');
    expect(verdict({ kind: 'nonInferior', measure: 'accuracy', arms: ['a', 'b'], margin: 0.01 })).toBe(
      'supported',
    );
  });
});

describe('numbers without a spread', () => {
  const constant = { a: [0.8, 0.8, 0.8, 0.8, 0.8], b: [0.8, 0.8, 0.8, 0.8, 0.8] };
  // 1 − 0.05^(1/5) = 0.4507: Clopper and Pearson's upper limit of 0 of 5.
  const open = 'all 5 seeds agree: up to 45 % of seeds may still depart';

  test.each<Prediction>([
    equivalent,
    { kind: 'nonInferior', measure: 'accuracy', arms: ['a', 'b'], margin: 0.01 },
    { kind: 'less', measure: 'accuracy', arms: ['a', 'b'] },
    { kind: 'equals', measure: 'accuracy', arm: 'a', value: 0.8, margin: 0.1 },
    { kind: 'above', measure: 'accuracy', arm: 'a', than: 0.5, method: 'sign-flip' },
    { kind: 'below', measure: 'accuracy', arm: 'a', than: 0.5, method: 'bootstrap' },
  ])('of different runs decide nothing: $kind', (prediction) => {
    expect(findingOf(constant, prediction)).toMatchObject({ verdict: 'inconclusive', reason: open });
    expect(findingOf(constant, prediction).p).toBeUndefined();
  });

  test('are told with a tolerance of rounding', () => {
    // log 100 − log 200 and log 200 − log 400 differ by one unit in the last place.
    const ratio: Prediction = { kind: 'less', measure: 'accuracy', arms: ['a', 'b'], scale: 'ratio' };
    const found = [
      findingOf({ a: [100, 200], b: [200, 400] }, ratio),
      findingOf({ a: [438, 219], b: [1000, 500] }, ratio),
    ];
    for (const { verdict, p, reason } of found)
      expect([verdict, p, reason]).toEqual([
        'inconclusive',
        undefined,
        expect.stringContaining('all 2 seeds agree'),
      ]);
  });

  test('that the design decides are compared by arithmetic', () => {
    const decided = findingOf(
      { a: [100, 100], b: [200, 200] },
      { ...equivalent, measure: 'count', margin: 1 },
      { measure: 'count' },
    );
    expect(decided).toMatchObject({ verdict: 'refuted', estimate: -100 });
    expect(decided.method).toBe('arithmetic (the design decides the number)');
    expect(decided.p).toBeUndefined();
  });

  test('refute a hypothesis by arithmetic, whatever the other predictions are', () => {
    const steps: Prediction = { kind: 'less', measure: 'count', arms: ['b', 'a'] };
    const vagueToo: Prediction = { ...equivalent, margin: 0.001 };
    const judged = judgeNumbers({ a: vague.a, b: vague.b }, [vagueToo, steps], {
      also: { count: { a: [100, 100, 100, 100], b: [200, 200, 200, 200] } },
    });
    expect(judged).toMatchObject({ verdict: 'refuted', reason: 'count: b less than a' });
  });
});

describe('all together', () => {
  const greater: Prediction = { kind: 'greater', measure: 'accuracy', arms: ['a', 'b'], by: 0.05 };

  test('a control that is not supported makes the hypothesis invalid, whatever the predictions say', () => {
    const judged = judgeNumbers(close, [equivalent], { controls: [greater] });
    expect(judged).toMatchObject({ verdict: 'invalid', asExpected: false });
    expect(judged.reason).toContain('accuracy: a greater than b by more than 0.05');
    expect(judgeNumbers(apart, [greater], { controls: [greater] }).verdict).toBe('supported');
  });

  test('one refuted prediction refutes the hypothesis', () => {
    expect(judgeNumbers(apart, [greater, equivalent]).verdict).toBe('refuted');
  });

  test('a refutation that does not hold over all predictions leaves the hypothesis undecided', () => {
    // Differences just so far from 0 that one-sided p is 0.044: below 0.05, above 0.05 / 4.
    const numbers = { a: [0.1, 0.25, -0.06, 0.3, 0.05], b: [0.2, 0.2, 0.2, 0.2, 0.05], c: [0, 0, 0, 0, 0] };
    const less: Prediction = { kind: 'less', measure: 'accuracy', arms: ['a', 'c'], by: 0.02 };
    const alone = judgeNumbers(numbers, [less]);
    const open: Prediction = { kind: 'equivalent', measure: 'accuracy', arms: ['a', 'b'], margin: 0.01 };
    const together = judgeNumbers(numbers, [less, open, open, open]);
    expect(alone.verdict).toBe('refuted');
    expect(together.findings[0]!.verdict).toBe('refuted');
    expect(together.verdict).toBe('inconclusive');
    expect(together.reason).toContain('not at the error rate over 4 predictions');
  });

  test('three arms are equivalent when all pairs are, and the finding shows the pair that decides', () => {
    const three = { ...close, c: close.a.map((value) => value + 0.1) };
    const all: Prediction = { ...equivalent, arms: ['a', 'b', 'c'] };
    const finding = findingOf(three, all);
    expect(finding.verdict).toBe('refuted');
    expect(finding.parameter).toMatch(/− c$/);
    expect(finding.notes).toHaveLength(4); // three pairs and a second opinion
    const nearB = close.b.map((value, i) => value + [0.001, -0.001, 0.0005, 0, -0.0008][i]!);
    expect(findingOf({ ...close, c: nearB }, all).verdict).toBe('supported');
  });
});

describe('runs that are not there', () => {
  test('make the hypothesis invalid, with arm, seed and reason', () => {
    const judged = judgeNumbers({ a: [0.8, 'the run was not trained', 0.8], b: [0.8, 0.8, 0.8] }, [
      equivalent,
    ]);
    expect(judged.verdict).toBe('invalid');
    expect(judged.reason).toContain(
      '1 of 6 values of accuracy are missing: a, seed 1/1: the run was not trained',
    );
  });

  test('because they diverged count as the worst value only where the prediction says so', () => {
    const numbers = { a: [0.8, 0.82, 0.79, 0.81, 0.8], b: [null, null, null, 0.12, 0.11] };
    const greater: Prediction = { kind: 'greater', measure: 'accuracy', arms: ['a', 'b'] };
    expect(judgeNumbers(numbers, [greater]).verdict).toBe('invalid');
    const counted = findingOf(numbers, { ...greater, diverged: 'worst' });
    expect(counted.verdict).toBe('supported');
    expect(counted.notes).toContain('3 diverged runs count as the worst value');
  });

  test('because they diverged leave a measure without a worst value invalid', () => {
    const numbers = { a: [1, 2, 3], b: [null, 2, 3] };
    const differs: Prediction = { kind: 'differs', measure: 'width', arms: ['a', 'b'], diverged: 'worst' };
    expect(findingOf(numbers, differs, { measure: 'width' })).toMatchObject({ verdict: 'invalid' });
  });

  test('with a worst value of infinity speak in ranks and never give NaN', () => {
    const covariates = { a: { ratio: 1 }, b: { ratio: 2 }, c: { ratio: 3 } };
    const numbers = { a: [1, 1.1, 1.2, 1, 1.3], b: [2, 2.1, 2.2, 2, 2], c: [null, null, null, null, null] };
    const trend: Prediction = {
      kind: 'trend',
      measure: 'loss',
      along: 'ratio',
      direction: 'increasing',
      diverged: 'worst',
    };
    expect(findingOf(numbers, trend, { measure: 'loss', covariates }).verdict).toBe('supported');
    const greater: Prediction = { kind: 'greater', measure: 'loss', arms: ['c', 'a'], diverged: 'worst' };
    expect(findingOf(numbers, greater, { measure: 'loss' })).toMatchObject({
      verdict: 'supported',
      p: 1 / 32,
      estimate: Infinity,
      interval: { lower: Infinity, upper: Infinity },
    });
  });
});

test('the same numbers give the same judgement', () => {
  const numbers = simulate({ a: 0.8, b: 0.81 }, 20);
  const bootstrap: Prediction = { ...equivalent, method: 'bootstrap' };
  expect(judgeNumbers(numbers, [bootstrap])).toEqual(judgeNumbers(numbers, [bootstrap]));
});

test('a ladder that cannot show where it breaks says why', () => {
  const prediction = (between: [number, number]): Prediction => ({
    kind: 'breaks',
    measure: 'accuracy',
    along: 'ratio',
    arms: ['a', 'b', 'c'],
    margin: 0.03,
    between,
  });
  const covariates = { a: { ratio: 1 }, b: { ratio: 2 }, c: { ratio: 4 } };
  const finding = (numbers: Numbers, between: [number, number]) =>
    judgeNumbers(numbers, [prediction(between)], { covariates }).findings[0]!;
  const seeds = { a: [0.8, 0.81, 0.79], b: [0.8, 0.8, 0.8], c: [0.5, 0.52, 0.49] };
  const short = finding({ ...seeds, c: [0.8, 0.78, 0.75] }, [8, 16]);
  expect([short.verdict, short.reason]).toEqual(['inconclusive', 'a ladder that does not reach the region']);
  expect(finding(seeds, [8, 16])).toMatchObject({ verdict: 'refuted', interval: { upper: 4 } });
  expect(finding(seeds, [8, 16]).reason).toBeUndefined();
  const one = finding({ a: [0.8], b: [0.8], c: [0.5] }, [2, 4]);
  expect([one.verdict, one.reason]).toEqual(['inconclusive', 'too few replicates']);
  expect(finding({ a: [Infinity, 1, 2], b: [1, 2, 2], c: [1, 1, 2] }, [2, 4]).reason).toBe(
    'signed ranks of 3 seeds that do not tie cannot reach 0.05: it takes 5',
  );
  expect(finding(seeds, [4, 2])).toMatchObject({
    verdict: 'invalid',
    reason: 'expected between to ascend, got 4, 2',
  });
});

test('a design that spends its error rate as Pocock does is judged at his levels', () => {
  const differences = (factor: number) =>
    [0.03, 0.01, 0.02, 0.04, 0.01, 0.03, 0.02, 0.0].map((d) => factor * d);
  const greater: Prediction = { kind: 'greater', measure: 'accuracy', arms: ['a', 'b'] };
  const level = (spending?: 'pocock' | 'obrien-fleming', look?: number) =>
    findingOf({ a: differences(1), b: differences(0) }, greater, {
      looks: [4, 8],
      ...(spending === undefined ? {} : { spending }),
      ...(look === undefined ? {} : { look }),
    }).interval!.level;
  // Levels 1 − 2α of α = 0.00557 and 0.0310 at the first look, by the spending functions; at the second those for t,
  // below the 0.0482 and 0.0297 for Z.
  expect([level(undefined, 0), level()].map((each) => each.toFixed(4))).toEqual(['0.9889', '0.9079']);
  expect(level('obrien-fleming', 0)).toBe(level(undefined, 0));
  expect([level('pocock', 0), level('pocock')].map((each) => each.toFixed(4))).toEqual(['0.9380', '0.9468']);
});

test('numbers near 1e300 and 1e-300 are judged as those near 1 are, and differences beyond all numbers have a reason', () => {
  const times = (unit: number): Numbers =>
    Object.fromEntries(Object.entries(apart).map(([arm, values]) => [arm, values.map((v) => v * unit)]));
  for (const method of ['student', 'skew-guarded', 'wilcoxon', 'sign-flip', 'bootstrap'] as const) {
    const greater: Prediction = { kind: 'greater', measure: 'accuracy', arms: ['a', 'b'], method };
    const plain = findingOf(apart, greater);
    for (const unit of [2 ** 1000, 2 ** -1000])
      expect(findingOf(times(unit), greater)).toMatchObject({ verdict: plain.verdict, p: plain.p });
    expect(
      findingOf({ a: [1.7e308, 1.6e308, 1.5e308], b: [-1e308, -1e308, -1.1e308] }, greater),
    ).toMatchObject({
      verdict: 'invalid',
      reason: expect.stringMatching(
        /are wrong: a, seed 1\/0: expected a number within ±8\.99e\+307/,
      ) as string,
    });
  }
});
