/** Diverged runs of a measure without a finite worst value: ranks give verdicts, means say which runs have none. */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { findingOf, type Given, type Numbers } from './numbers.ts';

const given: Given = {
  measure: 'loss',
  covariates: { a: { ratio: 1 }, b: { ratio: 2 }, c: { ratio: 4 } },
};
const worst = { measure: 'loss', diverged: 'worst' } as const;
const finding = (numbers: Numbers, prediction: Prediction) => findingOf(numbers, prediction, given);

const one: Numbers = {
  a: [0.1, 0.2, 0.1, 0.15, 0.12, 0.13, 0.11, 0.14],
  b: [0.3, 0.4, null, 0.35, 0.33, 0.34, 0.36, 0.3],
};
const ladder: Numbers = {
  a: [1, 1.1, 1.2, 1, 1.3, 1.1],
  b: [1, 1.1, 1.2, 1, 1.3, 1.12],
  c: [null, null, null, null, null, null],
};

describe('a comparison with diverged runs', () => {
  const less: Prediction = { ...worst, kind: 'less', arms: ['a', 'b'] };

  test('is judged by ranks where no method is named, as where they are: p is that of SciPy', () => {
    for (const prediction of [less, { ...less, method: 'wilcoxon' } as const]) {
      const found = finding(one, prediction);
      expect(found).toMatchObject({ verdict: 'supported', p: 0.00390625, n: 8 });
      expect(found.method).toBe('Wilcoxon signed rank, exact, diverged runs as the worst rank');
      expect(found.parameter).toBe('pseudo-median difference of loss, a − b');
      expect(found.notes).toContain('1 diverged run counts as the worst value: b, seed 1/2');
      expect(found.interval!.lower).toBe(-Infinity);
    }
  });

  test('without one is judged as ever', () => {
    const whole = { ...one, b: [0.3, 0.4, 0.31, 0.35, 0.33, 0.34, 0.36, 0.3] };
    expect(finding(whole, less).method).toBe('paired t, guarded against skewness');
  });

  const claims: readonly Prediction[] = [
    { ...worst, kind: 'equivalent', arms: ['a', 'b'], margin: 0.05 },
    { ...worst, kind: 'nonInferior', arms: ['a', 'b'], margin: 0.01 },
    { ...worst, kind: 'differs', arms: ['a', 'b'] },
    { ...worst, kind: 'greater', arms: ['b', 'a'], by: 0.1 },
    { ...worst, kind: 'ordered', arms: ['a', 'b'], direction: 'increasing' },
  ];
  test.each(claims)('$kind has a verdict', (prediction) => {
    const expected = prediction.kind === 'equivalent' ? 'refuted' : 'supported';
    expect(finding(one, prediction).verdict).toBe(expected);
  });

  test('ratios of an infinite loss are ranked too, and their interval is shown as a factor', () => {
    const found = finding(one, { ...less, scale: 'ratio', by: 1.5 });
    expect(found.verdict).toBe('supported');
    expect(found.effectSizes[0]).toMatchObject({ name: 'ratio', interval: { lower: 0 } });
  });

  test('takes runs that both diverged as ties, whatever the margin, and says where nothing is left', () => {
    const never = { a: [null, null, null, null, null, null], b: [null, null, null, null, null, null] };
    const equivalent: Prediction = { ...worst, kind: 'equivalent', arms: ['a', 'b'], margin: 1 };
    expect(finding(never, equivalent)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'both runs of every seed diverged: they tie',
    });
    const few = { a: [0.1, 0.2, 0.1, null, null, 0.1], b: [0.3, 0.4, 0.3, null, null, null] };
    expect(finding(few, less)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'signed ranks of 4 seeds that do not tie cannot reach 0.05: it takes 5',
      replicatesNeeded: 10, // P(five or more of ten do not tie) = 0.92, of nine 0.86, where two thirds do not
      replicatesFor: 'supported',
    });
  });

  test('by a method of means is invalid, and names the runs and what to declare', () => {
    for (const method of ['student', 'skew-guarded', 'sign-flip', 'bootstrap'] as const)
      expect(finding(one, { ...less, method })).toMatchObject({
        verdict: 'invalid',
        reason:
          "1 run diverged and counts as infinite (b, seed 1/2), so loss has no mean: declare no `method`, or 'wilcoxon': ranks take them as the worst",
      });
  });
});

describe('a ladder whose last rung always diverges', () => {
  test('breaks there', () => {
    const found = finding(ladder, {
      ...worst,
      kind: 'breaks',
      along: 'ratio',
      arms: ['a', 'b', 'c'],
      margin: 0.5,
      between: [2, 4],
    });
    expect(found).toMatchObject({ verdict: 'supported', interval: { lower: 2, upper: 4 } });
  });

  test('rises', () => {
    expect(
      finding(ladder, { ...worst, kind: 'trend', along: 'ratio', direction: 'increasing' }).verdict,
    ).toBe('supported');
    expect(
      finding(ladder, { ...worst, kind: 'correlates', with: 'ratio', direction: 'positive' }).verdict,
    ).toBe('supported');
  });
});

describe('claims about means', () => {
  const claims: readonly (readonly [Prediction, string])[] = [
    [{ ...worst, kind: 'equals', arm: 'c', value: 1, margin: 0.1 }, "`method: 'wilcoxon'`"],
    [{ ...worst, kind: 'below', arm: 'c', than: 1 }, "`method: 'wilcoxon'`"],
    [{ ...worst, kind: 'scales', along: 'ratio', exponent: 1, within: 0.5 }, '`trend`'],
    [{ ...worst, kind: 'sameDistribution', arms: ['b', 'c'], margin: 0.5 }, '`equivalent`'],
  ];
  test.each(claims)('$kind is invalid with the runs, their number and another way', (prediction, way) => {
    const { verdict, reason } = finding(ladder, prediction);
    expect(verdict).toBe('invalid');
    expect(reason).toContain(
      '6 runs diverged and count as infinite (c, seed 1/0; c, seed 1/1; c, seed 1/2, and 3 more)',
    );
    expect(reason).toContain(`declare ${way}`);
  });

  test('of one arm and a number may be made of ranks, where that is asked for', () => {
    const arm = { a: [0.1, 0.2, 0.1, null, 0.12, 0.13] };
    expect(finding(arm, { ...worst, kind: 'below', arm: 'a', than: 1, method: 'wilcoxon' }).verdict).toBe(
      'inconclusive',
    );
    const more = { a: [...arm.a, 0.1, 0.11, 0.14, 0.12] };
    expect(finding(more, { ...worst, kind: 'below', arm: 'a', than: 1, method: 'wilcoxon' }).verdict).toBe(
      'supported',
    );
  });
});
