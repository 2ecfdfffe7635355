import { describe, expect, test } from 'vitest';
import { lintSuite } from '../../src/declare/lint/suite.ts';
import { trainingTime } from '../../src/declare/lint/training-amount.ts';
import type { LoadedHypothesis } from '../../src/declare/types.ts';
import { validate } from '../../src/declare/validate.ts';
import { smallHypothesis } from './small-hypothesis.ts';

type Draft = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- drafts are changed at will

/** What is said of a hypothesis after a change: of problems the path and the message, of warnings as well. */
function saidAfter(change: (draft: Draft) => void): readonly string[] {
  const draft = JSON.parse(JSON.stringify(smallHypothesis())) as Draft;
  change(draft);
  const result = validate(draft);
  const remarks = result.kind === 'valid' ? result.warnings : result.problems;
  return remarks.map(({ path, message }) => `${path}: ${message}`);
}

const loaded = (id: string, change: (draft: Draft) => void = () => {}): LoadedHypothesis => {
  const draft = JSON.parse(JSON.stringify({ ...smallHypothesis(), id })) as Draft;
  change(draft);
  const result = validate(draft);
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems));
  return { file: `hypotheses/${id}.hypothesis.ts`, hypothesis: result.hypothesis, warnings: [] };
};

describe('a control', () => {
  test('on a number that the design decides is refused', () => {
    const said = saidAfter((draft) => {
      draft['measures'] = ['testAccuracy', 'steps'];
      draft['controls'] = [{ kind: 'differs', measure: 'steps', arms: ['base', 'other'] }];
    });
    expect(said.join('\n')).toContain('controls[0].measure: expected a control that can fail, got steps');
  });

  test('on steps to a target loss is none of those', () => {
    const said = saidAfter((draft) => {
      draft['measures'] = ['testAccuracy', 'steps'];
      draft['stop'] = { kind: 'trainLoss', below: 0.1, checkEvery: 1, maxEpochs: 5 };
      draft['controls'] = [{ kind: 'differs', measure: 'steps', arms: ['base', 'other'] }];
    });
    expect(said.join('\n')).not.toContain('can fail');
  });

  const undertrained = (draft: Draft) => {
    draft['arms'].base = { learningRate: 0.1, batchSize: 10 };
    draft['arms'].other = { learningRate: 0.01, batchSize: 10 };
    draft['controls'] = [{ kind: 'differs', measure: 'testAccuracy', arms: ['base', 'other'] }];
  };

  test('that compares arms of different amounts of training is refused', () => {
    expect(saidAfter(undertrained).join('\n')).toContain('controls[0].arms: expected arms of equal training');
  });

  test('stands where the file says why', () => {
    const said = saidAfter((draft) => {
      undertrained(draft);
      draft['controls'][0].although = 'the control asks whether training matters at all';
    });
    expect(said).toEqual([]);
  });

  test('that repeats a prediction is remarked', () => {
    const said = saidAfter((draft) => {
      draft['controls'] = [
        ...(draft['controls'] ?? []),
        { ...draft['predictions'][0], because: 'another reason' },
      ];
    });
    expect(said.join('\n')).toContain('got the words of predictions[0]');
  });
});

test('an equivalence is remarked unless its own measure tells arms apart', () => {
  const said = saidAfter((draft) => {
    draft['measures'] = ['testAccuracy', 'trainLoss'];
    draft['predictions'] = [
      { kind: 'equivalent', measure: 'trainLoss', arms: ['base', 'other'], margin: 0.1 },
    ];
  });
  expect(said.join('\n')).toContain('controls: expected a contrast on "trainLoss"');
});

test('a measure between two ends of its own is told apart by the same one between others', () => {
  const said = (contrast: object) =>
    saidAfter((draft) => {
      draft['arms'].third = { learningRate: 0.2, batchSize: 10 };
      const between = (name: string, ...arms: string[]) => ({ kind: 'lineSharpness', name, between: arms });
      draft['measures'] = [
        'testAccuracy',
        between('alike', 'base', 'other'),
        between('unlike', 'base', 'third'),
        { ...between('further', 'base', 'third'), delta: 2 },
      ];
      draft['predictions'] = [
        { kind: 'equivalent', measure: 'alike', arms: ['base', 'other'], margin: 0.1, because: 'a tenth' },
      ];
      draft['controls'] = [
        { kind: 'differs', arms: ['base', 'third'], by: 0.1, although: 'it may be', ...contrast },
      ];
    }).filter((each) => each.includes('contrast'));
  expect(said({ measure: 'unlike' })).toEqual([]);
  expect(said({ measure: 'further' })).toHaveLength(1);
  expect(said({ measure: 'testAccuracy' })).toHaveLength(1);
});

test.each(['trend', 'correlates', 'scales'] as const)('%s on the measure is a contrast', (kind) => {
  const said = saidAfter((draft) => {
    draft['arms'].third = { learningRate: 0.2, batchSize: 10 };
    const prediction = {
      trend: { kind, along: 'learningRate', direction: 'increasing' },
      correlates: { kind, with: 'learningRate', direction: 'positive' },
      scales: { kind, along: 'learningRate', exponent: 1, within: 0.1 },
    }[kind];
    draft['controls'] = [{ measure: 'testAccuracy', ...prediction }];
  });
  expect(said.filter((each) => each.includes('contrast'))).toEqual([]);
});

test('a bracket that spans most of the ladder is remarked', () => {
  const between = (bracket: number[]) =>
    saidAfter((draft) => {
      const arm = (factor: number) => ({ learningRate: 0.1, batchSize: 10, covariates: { factor } });
      draft['arms'] = { a: arm(1), b: arm(2), c: arm(4), d: arm(64) };
      draft['predictions'] = [
        {
          kind: 'breaks',
          measure: 'testAccuracy',
          along: 'factor',
          arms: ['a', 'b', 'c', 'd'],
          margin: 0.1,
          between: bracket,
        },
      ];
      draft['controls'] = [];
    }).filter((each) => each.includes('bracket'));
  expect(between([4, 64])).toEqual([expect.stringContaining('got 67 % of it')]);
  expect(between([4, 16])).toEqual([]);
});

describe('the amount of training', () => {
  const of = { batchSize: 10, examples: 100, learningRate: 0.1 } as const;
  test('is learning rate times steps', () => {
    // A sum of a hundred readings rounds.
    expect(trainingTime({ ...of, stop: { kind: 'epochs', epochs: 2 } })).toBeCloseTo(2, 12);
    expect(trainingTime({ ...of, stop: { kind: 'steps', steps: 30 } })).toBeCloseTo(3, 12);
    expect(trainingTime({ ...of, stop: { kind: 'time', time: 7 } })).toBe(7);
  });

  test('of schedules is their mean', () => {
    const cyclic = { kind: 'cyclic', shape: 'discrete', low: 0.1, high: 0.3, period: 1 } as const;
    expect(trainingTime({ ...of, learningRate: cyclic, stop: { kind: 'epochs', epochs: 2 } })).toBeCloseTo(
      4,
      12,
    );
  });

  test('is nothing to compare where training stops at a loss', () => {
    const stop = { kind: 'trainLoss', below: 0.1, checkEvery: 1, maxEpochs: 9 } as const;
    expect(trainingTime({ ...of, stop })).toBeUndefined();
  });
});

describe('files of one suite', () => {
  test('of equal runs and predictions are one piece of evidence', () => {
    const [found] = lintSuite([loaded('suite/one'), loaded('suite/two')]);
    expect(found).toMatchObject({
      file: 'hypotheses/suite/two.hypothesis.ts',
      message: expect.stringContaining(
        'got the runs and the predictions of hypotheses/suite/one.hypothesis.ts',
      ),
    });
  });

  const other = (draft: Draft) => (draft['stop'] = { kind: 'epochs', epochs: 7 });

  test('have one margin for one measure', () => {
    const wider = loaded('suite/three', (draft) => {
      draft['stop'] = { kind: 'epochs', epochs: 9 };
      draft['predictions'][0].margin *= 2;
    });
    const found = lintSuite([loaded('suite/one'), loaded('suite/two', other), wider]);
    expect(found.map(({ file, path }) => [file, path])).toEqual([
      ['hypotheses/suite/three.hypothesis.ts', 'predictions[0].margin'],
    ]);
    expect(lintSuite([loaded('suite/one'), loaded('elsewhere/two', other)])).toEqual([]);
  });

  test('do not claim opposites of the same runs', () => {
    const opposite = loaded('suite/two', (draft) => {
      const { measure, arms, margin } = draft['predictions'][0];
      draft['predictions'] = [{ kind: 'differs', measure, arms, by: margin }];
    });
    const found = lintSuite([loaded('suite/one'), opposite]);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('claims that can both hold'),
    ]);
  });
});
