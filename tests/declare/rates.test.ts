/** What a yes/no measure asks of a hypothesis is told when it is loaded, with what to declare instead. */
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import { smallHypothesis } from './small-hypothesis.ts';

type Design = { readonly replicates?: unknown; readonly expected?: string; readonly role?: string };

/** Problems of a hypothesis on `diverged` with one prediction, as `path: message`. */
function problemsOf(prediction: object, { replicates = 64, expected, role = 'predictions' }: Design = {}) {
  const draft = JSON.parse(JSON.stringify(smallHypothesis())) as Record<string, unknown>;
  const arms = Object.keys(draft['arms'] as object);
  const alike = { kind: 'equals', measure: 'diverged', arm: arms[0], value: 0, margin: 0.5 };
  const sees = { kind: 'greater', measure: 'trainLoss', arms: arms.slice(0, 2) };
  const control = role === 'controls' ? [{ measure: 'diverged', ...prediction }] : [sees];
  Object.assign(draft, {
    replicates,
    measures: ['testAccuracy', 'trainLoss', 'diverged', { kind: 'parameterAbove', name: 'over' }],
    predictions: [role === 'controls' ? alike : { measure: 'diverged', ...prediction }],
    controls: control,
    ...(expected === undefined ? {} : { expected }),
  });
  const result = validate(draft);
  return result.kind === 'valid' ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

const arms = Object.keys(smallHypothesis().arms as object);
const [a, b] = arms as [string, string];
const pair = [a, b];

describe('claims about rates that cannot be', () => {
  test.each([
    [
      { kind: 'equivalent', arms: pair, margin: 0.1, method: 'student' },
      'method: expected no method: rates have exact tests of their own ("diverged" is a yes/no measure), got "student"',
    ],
    [
      { kind: 'greater', arms: pair, scale: 'ratio' },
      'scale: expected "difference": a rate may be 0, and then has no ratio ("diverged" is a yes/no measure), got "ratio"',
    ],
    [
      { kind: 'equals', arm: a, value: 1.2, margin: 0.1 },
      'value: expected a rate from 0 to 1 ("diverged" is a yes/no measure), got 1.2',
    ],
    [
      { kind: 'equals', arm: a, value: 1, margin: 5 },
      'margin: expected a difference of rates below 1 ("diverged" is a yes/no measure), got 5',
    ],
    [
      { kind: 'equals', arm: a, value: 0.5, margin: 0.6 },
      'margin: expected a margin that leaves rates outside of 0.5 ± margin, below 0.5 ("diverged" is a yes/no measure), got 0.6',
    ],
    [
      { kind: 'differs', arms: pair, by: 1 },
      'by: expected a difference of rates below 1 ("diverged" is a yes/no measure), got 1',
    ],
    [
      { kind: 'below', arm: a, than: 0 },
      'than: expected than − by above 0, so that there are rates below it ("diverged" is a yes/no measure), got 0',
    ],
    [
      { kind: 'above', arm: a, than: 0.8, by: 0.3 },
      'than: expected than + by below 1, so that there are rates above it ("diverged" is a yes/no measure), got 0.8',
    ],
    [
      { kind: 'below', arm: a, than: 'trainLoss' },
      'than: expected another yes/no measure beside "diverged", got "trainLoss" (continuous)',
    ],
    [
      { kind: 'above', measure: 'trainLoss', arm: a, than: 'diverged' },
      'than: expected a measure of numbers beside "trainLoss", got "diverged" (yes/no)',
    ],
    [
      { kind: 'correlates', measure: 'trainLoss', with: 'diverged', direction: 'positive' },
      'with: expected a measure of numbers beside "trainLoss", got "diverged" (yes/no)',
    ],
  ])('%o', (prediction, problem) => {
    expect(problemsOf(prediction)).toEqual([`predictions[0].${problem}`]);
  });

  test.each([
    [
      { kind: 'correlates', with: 'ratio', direction: 'positive' },
      '`trend` along a covariate, or `greater` of two arms',
    ],
    [{ kind: 'scales', along: 'ratio', exponent: 1, within: 0.1 }, '`trend` along the covariate'],
    [
      { kind: 'sameDistribution', arms: pair, margin: 0.1 },
      '`equivalent`: its rate is all that two arms can differ in',
    ],
  ])('%o names what to declare instead', (prediction, instead) => {
    const problems = problemsOf(prediction);
    expect(problems.join()).toContain(
      'expected a measure whose values are continuous, positive, count, curve',
    );
    expect(problems.join()).toContain(`of a yes/no measure declare ${instead}`);
  });

  test('a trend of rates has no least size', () => {
    const problems = problemsOf({ kind: 'trend', along: 'ratio', direction: 'increasing', atLeast: 0.5 });
    expect(problems.join()).toContain('declare `greater` or `less` with `by` between two arms');
  });

  test('another yes/no measure of the same run is taken', () => {
    expect(problemsOf({ kind: 'below', arm: a, than: 'over' })).toEqual([]);
  });
});

describe('designs that can never support a claim about rates', () => {
  const equals = { kind: 'equals', arm: a, value: 1, margin: 0.1 };

  test('are told the seeds that can', () => {
    expect(problemsOf(equals, { replicates: 8 })).toEqual([
      'replicates: expected enough replicates for predictions[0]: an exact test of a rate in 8 runs cannot reach 0.05 (its smallest p is 0.43), got 8; 29 can',
    ]);
    expect(problemsOf(equals, { replicates: 29 })).toEqual([]);
    expect(
      problemsOf(
        { kind: 'equivalent', arms: pair, margin: 0.1 },
        { replicates: { min: 8, max: 16, looks: 2 } },
      ),
    ).toEqual([
      'replicates: expected enough replicates for predictions[0]: an exact test of rates in 16 pairs cannot reach 0.05 (its smallest p is 0.185), got 16; 29 can',
    ]);
    expect(problemsOf({ kind: 'greater', arms: pair, by: 0.5 }, { replicates: 4 }).join()).toContain(
      'in 4 pairs cannot reach 0.05',
    );
    expect(problemsOf({ kind: 'below', arm: a, than: 'over', by: 0.5 }, { replicates: 4 }).join()).toContain(
      'in 4 pairs cannot reach',
    );
    expect(problemsOf({ kind: 'below', arm: a, than: 0.01 }, { replicates: 64 }).join()).toContain('299 can');
  });

  test('are taken where the claim is expected to be refuted, but not of a control', () => {
    expect(problemsOf(equals, { replicates: 8, expected: 'refuted' })).toEqual([]);
    expect(problemsOf(equals, { replicates: 8, expected: 'refuted', role: 'controls' }).join()).toContain(
      'controls[0]',
    );
  });
});
