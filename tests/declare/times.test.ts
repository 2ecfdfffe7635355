/** What a time to a target asks of a hypothesis is told when it is loaded, with what to declare instead. */
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import { smallHypothesis } from './small-hypothesis.ts';

/** Problems of a hypothesis on `epochsTo` with one prediction, as `path: message`. */
function problemsOf(prediction: object, more: object = {}) {
  const draft = JSON.parse(JSON.stringify(smallHypothesis())) as Record<string, unknown>;
  Object.assign(draft, {
    measures: [
      'trainLoss',
      'testAccuracy',
      { kind: 'epochsTo', target: { measure: 'testAccuracy', above: 0.8 } },
      { kind: 'reaches', target: { measure: 'testAccuracy', above: 0.8 } },
    ],
    predictions: [{ measure: 'epochsTo', ...prediction }],
    controls: [{ kind: 'greater', measure: 'trainLoss', arms: ['base', 'double'] }],
    ...more,
  });
  const result = validate(draft);
  return result.kind === 'valid' ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

const pair = ['base', 'double'];

describe('claims about means of times', () => {
  const rate = '`reaches` with the same target, whose rate a number bounds, or a comparison of arms';
  test.each([
    [{ kind: 'equals', arm: 'base', value: 10, margin: 2 }, rate],
    [{ kind: 'below', arm: 'base', than: 10 }, rate],
    [{ kind: 'above', arm: 'base', than: 10 }, rate],
    [{ kind: 'scales', along: 'batchSize', exponent: -1, within: 0.1 }, '`trend`, which ranks times'],
    [{ kind: 'sameDistribution', arms: pair, margin: 1 }, '`equivalent` on the scale `ratio`'],
  ])('%o', (prediction, instead) => {
    const problems = problemsOf(prediction);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^predictions\[0\].measure: expected a measure whose values are .* got "epochsTo"/,
    );
    expect(problems[0]).toContain(`; of a time measure declare ${instead}`);
  });
});

describe('claims about times that cannot be', () => {
  test.each([
    [
      { kind: 'below', measure: 'trainLoss', arm: 'base', than: 'epochsTo' },
      'predictions[0].than: expected a measure that every run has, got "epochsTo", a time that may be cut off; declare a comparison of arms, or `reaches` with the same target',
    ],
    [
      { kind: 'correlates', with: 'trainLoss', given: 'ratio', direction: 'positive' },
      'predictions[0].given: expected none: a time that may be cut off has ranks and no partial correlation, got "ratio"',
    ],
    [
      { kind: 'less', arms: pair, method: 'student' },
      'predictions[0].method: expected none: times have tests of their own, but for a margin on the scale "difference", got "student"',
    ],
  ])('%o', (prediction, problem) => {
    expect(problemsOf(prediction)).toEqual([problem]);
  });

  test('four seeds are too few for signs', () => {
    const problems = problemsOf({ kind: 'less', arms: pair }, { replicates: 4 });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('a test of times in 4 pairs cannot reach 0.05 (its smallest p is 0.0625)');
  });

  test('a target is a loss below, or an accuracy above', () => {
    const targets = (target: object) =>
      problemsOf({ kind: 'less', arms: pair }, { measures: ['trainLoss', { kind: 'epochsTo', target }] });
    expect(targets({ measure: 'testAccuracy', above: 1 })[0]).toContain(
      'measures[1].target.above: expected a number below 1',
    );
    expect(targets({ measure: 'testLoss', above: 0.5 })[0]).toContain('measures[1].target');
    expect(targets({ measure: 'accuracy', above: 0.5 })[0]).toContain(
      'measures[1].target.measure: expected "trainLoss" | "testLoss"',
    );
  });
});

test('comparisons, orders and trends of times are taken, and so is the share of runs that get there', () => {
  const taken = [
    { kind: 'less', arms: pair },
    { kind: 'equivalent', arms: pair, scale: 'ratio', margin: 1.25 },
    { kind: 'nonInferior', arms: pair, margin: 2, method: 'skew-guarded' },
    { kind: 'ordered', arms: ['base', 'double', 'other'], direction: 'increasing' },
    { kind: 'trend', along: 'ratio', direction: 'decreasing' },
    { kind: 'correlates', with: 'trainLoss', direction: 'positive' },
  ];
  for (const prediction of taken) expect(problemsOf(prediction)).toEqual([]);
  const rate = { kind: 'greater', measure: 'reaches', arms: pair };
  expect(problemsOf(rate, { replicates: 16 })).toEqual([]);
});
