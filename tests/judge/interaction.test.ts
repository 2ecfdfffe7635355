import { describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import type { Prediction } from '../../src/declare/types.ts';
import { isTwoSided, roleOf } from '../../src/predictions/index.ts';
import { judge } from '../../src/index.ts';
import { studentOneSample } from '../../src/statistics/index.ts';
import { smallHypothesis } from '../declare/small-hypothesis.ts';
import { findingOf, type Numbers } from './numbers.ts';

const claim = {
  kind: 'interaction',
  measure: 'accuracy',
  arms: [
    ['a', 'b'],
    ['c', 'd'],
  ],
} as const;
const numbers = {
  a: [0.81, 0.84, 0.82, 0.86, 0.83, 0.82],
  b: [0.7, 0.74, 0.71, 0.74, 0.73, 0.71],
  c: [0.8, 0.82, 0.82, 0.83, 0.81, 0.8],
  d: [0.79, 0.82, 0.8, 0.83, 0.8, 0.8],
};
const interactions = numbers.a.map((a, seed) => a - numbers.b[seed]! - (numbers.c[seed]! - numbers.d[seed]!));

describe('an interaction', () => {
  test("is tested by Student's t of one difference of differences a seed, where that is named", () => {
    const { estimate, p, n, parameter, method } = findingOf(numbers, { ...claim, method: 'student' });
    const outside = studentOneSample(interactions);
    // Sums in another order.
    expect(estimate).toBeCloseTo(outside.estimate!, 12);
    expect(p).toBeCloseTo(outside.p!, 12);
    expect({ n, parameter, method }).toEqual({
      n: 6,
      parameter: 'difference of differences of accuracy, (a − b) − (c − d)',
      method: 'Student t of differences of differences',
    });
  });

  test('is guarded against skewness where no method is named, and has its diagnostics', () => {
    const { method, diagnostics = [], notes = [] } = findingOf(numbers, { ...claim, direction: 'positive' });
    expect(method).toBe('Student t of differences of differences, guarded against skewness');
    expect(diagnostics.map(({ name }) => name)).toContain('second method');
    expect(notes.join()).toContain('Bayes factor for an interaction');
  });

  test('on the ratio scale is a ratio of ratios', () => {
    const means = { a: 8, b: 2, c: 3, d: 1.5 };
    const noise = [1, 1.02, 0.98, 1.01, 0.99, 1.005];
    const values = Object.fromEntries(
      Object.entries(means).map(([arm, mean], at) => [
        arm,
        noise.map((_, seed) => mean * noise[(seed + 2 * at) % 6]!),
      ]),
    );
    const finding = findingOf(values, { ...claim, scale: 'ratio', direction: 'positive', by: 1.5 });
    expect(finding).toMatchObject({
      verdict: 'supported',
      unit: 'log ratio',
      statement: 'accuracy: interaction: a / b greater than c / d by more than a factor of 1.5',
    });
    expect(finding.effectSizes[0]!.name).toBe('ratio');
    expect(finding.effectSizes[0]!.estimate).toBeCloseTo(2, 1);
  });

  test('says in words what is claimed', () => {
    const words = (fields: object) =>
      findingOf(numbers, { ...claim, ...fields } as Prediction, { details: false }).statement;
    expect(words({})).toBe('accuracy: interaction: a − b differs from c − d');
    expect(words({ direction: 'negative', by: 0.01 })).toBe(
      'accuracy: interaction: a − b less than c − d by more than 0.01',
    );
    expect(words({ margin: 0.02 })).toBe('accuracy: no interaction: a − b and c − d equivalent within ±0.02');
  });

  test('is a contrast, or with a margin an equivalence; two-sided where it names no direction', () => {
    expect([claim, { ...claim, margin: 0.1 }].map(roleOf)).toEqual(['contrast', 'equivalence']);
    expect(
      [claim, { ...claim, direction: 'positive' } as const, { ...claim, margin: 0.1 }].map(isTwoSided),
    ).toEqual([true, false, false]);
  });

  test('is known where the arms of both rows, or of both columns, are the same runs', () => {
    const same = (runs: Readonly<Record<string, string>>, values: Numbers) =>
      findingOf(values, { ...claim, margin: 0.01 }, { runs });
    const { a, b } = numbers;
    const columns = same({ a: '1', b: '2', c: '1', d: '2' }, { a, b, c: a, d: b });
    const rows = same({ a: '1', b: '1', c: '2', d: '2' }, { a, b: a, c: b, d: b });
    for (const finding of [columns, rows]) {
      expect(finding).toMatchObject({
        verdict: 'supported',
        method: 'arithmetic (the same runs)',
        estimate: 0,
      });
      expect(finding.p).toBeUndefined();
    }
    // One row alone: its interaction is chance.
    const one = same({ a: '1', b: '1', c: '2', d: '3' }, { ...numbers, b: a });
    expect(one.method).toContain('Student t');
  });

  test('that is the same in every seed but by chance is undecided', () => {
    const still = { a: [3, 4, 6, 5], b: [1, 2, 4, 3], c: [2, 1, 3, 2], d: [1, 0, 2, 1] };
    const finding = findingOf(still, { ...claim, direction: 'positive' });
    expect(finding.verdict).toBe('inconclusive');
    expect(finding.reason).toContain('all 4 seeds agree');
  });

  test('counts a diverged run as the worst number, and is invalid where that is infinite', () => {
    const diverged = { ...numbers, b: [...numbers.b.slice(0, 5), null] };
    const worst = findingOf(diverged, { ...claim, diverged: 'worst', direction: 'positive' });
    expect(worst.notes).toContain('1 diverged run counts as the worst value');
    const of = (method?: 'wilcoxon') =>
      findingOf(
        diverged,
        { ...claim, measure: 'loss', diverged: 'worst', ...(method && { method }) },
        { measure: 'loss' },
      );
    for (const finding of [of(), of('wilcoxon')]) {
      expect(finding.verdict).toBe('invalid');
      expect(finding.reason).toMatch(
        /b, seed 1\/5.*loss has no mean: declare a measure that diverged runs have/,
      );
    }
    expect(findingOf(diverged, claim).verdict).toBe('invalid');
  });

  test('of a margin that spans twice the range cannot fail, and of one that spans it once can', () => {
    const wide = (margin: number) =>
      (findingOf(numbers, { ...claim, margin }).diagnostics ?? []).filter(
        ({ name }) => name === 'wide margin',
      );
    // Accuracies from guessing, 0.1, to 1: a difference of differences spans 1.8 to either side.
    expect(wide(0.9)).toEqual([]);
    expect(wide(1.8)).toHaveLength(1);
  });

  test('that is undecided says how many seeds it needs', () => {
    const { verdict, replicatesNeeded } = findingOf(numbers, {
      ...claim,
      direction: 'positive',
      by: interactions.reduce((sum, value) => sum + value / 6, 0) - 0.006,
    });
    expect(verdict).toBe('inconclusive');
    expect(replicatesNeeded).toBeGreaterThan(6);
    expect(replicatesNeeded).toBeLessThan(60);
  });
});

describe('a hypothesis with an interaction', () => {
  const with_ = (fields: object, changes: object = {}) => {
    const { arms, ...rest } = smallHypothesis();
    const validation = validate({
      ...rest,
      arms: { ...arms, fourth: { learningRate: 0.1, batchSize: 250 } },
      predictions: [
        {
          kind: 'interaction',
          measure: 'testAccuracy',
          arms: [
            ['base', 'double'],
            ['other', 'fourth'],
          ],
          ...fields,
        },
      ],
      ...changes,
    });
    return validation.kind === 'valid'
      ? validation.warnings.map(({ path }) => path)
      : validation.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  test('names four arms that it has, each once, with the place of what is wrong', () => {
    expect(with_({})).toEqual([]);
    const arms = [
      ['base', 'doubel'],
      ['other', 'base'],
    ];
    const problems = with_({ arms });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^predictions\[0\]\.arms\[0\]\[1\]: .*did you mean "double"/);
    expect(problems[1]).toMatch(/^predictions\[0\]\.arms\[1\]\[1\]: expected another arm, got "base" twice/);
    expect(with_({ arms: ['base', 'double', 'other', 'fourth'] })[0]).toMatch(/^predictions\[0\]\.arms/);
  });

  test('claims that there is one, or that there is none', () => {
    expect(with_({ margin: 0.02, by: 0.01 })[0]).toMatch(
      /^predictions\[0\]\.margin: expected either `margin`/,
    );
    expect(with_({ scale: 'ratio', by: 0.5 })[0]).toMatch(/a factor above 1 on the ratio scale/);
    // A claim that there is none wants a contrast on its measure.
    expect(with_({ margin: 0.02 }, { controls: [] })).toEqual(['controls']);
    expect(with_({ by: 0.02 }, { controls: [] })).toEqual([]);
  });
});

test('an interaction of yes/no values is refused, with what to declare instead', async () => {
  const rates = { a: [1, 1, 1, 0], b: [0, 0, 1, 0], c: [1, 0, 1, 0], d: [0, 0, 1, 0] };
  await expect(judge(rates, claim, { measure: 'accuracy', values: 'yes/no' })).rejects.toMatchObject({
    problems: [{ message: expect.stringContaining('declare `greater`, `less` or `equivalent`') as string }],
  });
});
