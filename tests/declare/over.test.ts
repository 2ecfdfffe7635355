import { describe, expect, test } from 'vitest';
import { hypothesis } from '../../src/declare/hypothesis.ts';
import { writtenOut } from '../../src/declare/over.ts';
import { validate } from '../../src/declare/validate.ts';
import { smallHypothesis } from './small-hypothesis.ts';

const clusters = { kind: 'clusters', train: 400, test: 100, classes: 4, dimensions: 6 } as const;
const two = { fashion: {}, clusters: { workload: { data: clusters } } };

const problemsOf = (fields: Readonly<Record<string, unknown>>) => {
  const result = validate({ ...smallHypothesis(), ...fields });
  return result.kind === 'valid' ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('a block written out', () => {
  test('is the hypothesis with what the block says', () => {
    const arms = {
      base: { learningRate: 0.01 },
      other: { workload: { loss: 'mean-squared-error' as const } },
    };
    const stop = { kind: 'steps', steps: 40 } as const;
    const over = { ...two, slow: { arms, stop } };
    const [fashion, second, slow] = writtenOut({ ...smallHypothesis(), over });
    expect(fashion).toEqual({ block: 'fashion', hypothesis: smallHypothesis() });
    expect(second!.hypothesis).toEqual({
      ...smallHypothesis(),
      workload: { ...smallHypothesis().workload, data: clusters },
    });
    expect(slow!.hypothesis).toMatchObject({
      stop,
      arms: {
        base: { learningRate: 0.01, batchSize: 25 },
        other: { learningRate: 0.05, batchSize: 250, workload: { loss: 'mean-squared-error' } },
      },
    });
  });

  test('is what the hypothesis would be if it were written for that block alone', () => {
    const over = { ...two, wide: { workload: { model: { kind: 'mlp' as const, hidden: [16] } } } };
    const whole = validate({ ...smallHypothesis(), over });
    if (whole.kind === 'invalid') throw new Error(JSON.stringify(whole.problems));
    for (const { hypothesis: one, block } of writtenOut(whole.hypothesis)) {
      const own = over[block as keyof typeof over];
      const workload = { ...smallHypothesis().workload, ...('workload' in own ? own.workload : {}) };
      const alone = validate({ ...smallHypothesis(), workload });
      expect({ kind: 'valid', hypothesis: one, warnings: [] }).toEqual(alone);
    }
  });

  test('does not exist without blocks', () => {
    expect(writtenOut(smallHypothesis())).toEqual([]);
  });

  test('may name no arm that the hypothesis does not have', () => {
    const parts = smallHypothesis();
    hypothesis({
      ...parts,
      measures: ['testAccuracy'],
      predictions: [{ kind: 'greater', measure: 'testAccuracy', arms: ['base', 'double'] }],
      controls: [],
      // @ts-expect-error the compiler knows the arms
      over: { fashion: {}, other: { arms: { bass: { learningRate: 0.1 } } } },
    });
    const over = { ...two, third: { arms: { bass: { learningRate: 0.1 } } } };
    expect(problemsOf({ over }).join()).toMatch(/over\.third\.arms\.bass: .*did you mean "base"/);
  });
});

describe('blocks that cannot be meant are refused', () => {
  test.each([
    [
      'holds without blocks',
      { holds: 'on-average' },
      'holds: expected `over` beside it, with two or more blocks, got none',
    ],
    ['no block', { over: {} }, 'over: expected two or more blocks, got none'],
    ['one block', { over: { fashion: {} } }, 'over: expected two or more blocks, got "fashion"'],
    [
      'two blocks that train the same',
      { over: { fashion: {}, again: { stop: { kind: 'epochs', epochs: 2 } } } },
      'over.again: expected something that differs from "fashion", got the same training; for more runs of one workload raise `replicates`',
    ],
    [
      'a name that no command line takes',
      { over: { ...two, 'a b': { sampler: 'iid' } } },
      'expected letters',
    ],
    [
      'an unknown field',
      { over: { ...two, third: { replicates: 4 } } },
      'over.third: unknown field "replicates"',
    ],
    [
      'another word for what holds',
      { over: two, holds: 'everywhere' },
      'holds: expected "in-each" | "on-average", got "everywhere"',
    ],
    [
      'an unknown data set',
      { over: { ...two, third: { workload: { data: { kind: 'imagenet' } } } } },
      'over.third.workload.data.kind',
    ],
  ])('%s', (_, fields, problem) => {
    expect(problemsOf(fields).join('\n')).toContain(problem);
  });

  test('a data set that does not reach an arm with data of its own', () => {
    const { arms } = smallHypothesis();
    const data = { kind: 'fashion-mnist', train: 300, test: 300, downsample: 14 } as const;
    const small = { ...arms, other: { ...arms.other, workload: { data } } };
    expect(problemsOf({ arms: small, over: two })).toEqual([
      'over.clusters.workload.data: expected over.clusters.arms.other.workload.data beside it, since the arm "other" has a data of its own, which would stay',
    ]);
    const few = { ...clusters, train: 100 };
    const reached = {
      fashion: {},
      clusters: { ...two.clusters, arms: { other: { workload: { data: few } } } },
    };
    expect(problemsOf({ arms: small, over: reached }).join()).toContain('at most the 100 training examples');
  });

  test('several comparisons on average', () => {
    const predictions = [
      { kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'double', 'other'], margin: 0.1 },
    ];
    expect(
      problemsOf({ predictions, over: { fashion: {}, iid: { sampler: 'iid' } }, holds: 'on-average' }),
    ).toEqual([
      "predictions[0]: expected an effect that has a mean where a claim holds on average over blocks, got 3 comparisons, which have no one mean; write a prediction for each, or `holds: 'in-each'`",
    ]);
    expect(problemsOf({ predictions, over: { fashion: {}, iid: { sampler: 'iid' } } })).toEqual([]);
  });
});

describe('bounded effects on average', () => {
  const over = { fashion: {}, iid: { sampler: 'iid' } };
  const trend = { kind: 'trend', measure: 'testAccuracy', along: 'batchSize', direction: 'increasing' };

  test('need blocks enough for their ranks to decide', () => {
    expect(problemsOf({ predictions: [trend], over, holds: 'on-average' })).toEqual([
      'over: expected 5 or more blocks for predictions[0], whose effects are bounded, so that fewer are far from normal (the smallest p of the ranks of 2 blocks is 0.25), got 2',
    ]);
    expect(
      problemsOf({ predictions: [{ ...trend, alpha: 0.01 }], over, holds: 'on-average' }).join(),
    ).toContain('7 or more');
    expect(problemsOf({ predictions: [trend], over })).toEqual([]);
  });

  test('are no trends of rates, which are tested and not measured', () => {
    const measures = ['testAccuracy', 'trainLoss', 'diverged'];
    const predictions = [{ ...trend, measure: 'diverged' }];
    expect(problemsOf({ measures, predictions, over, holds: 'on-average' }).join('\n')).toContain(
      'predictions[0]: expected an effect that has a mean where a claim holds on average over blocks, got a trend of rates, which is tested and not measured',
    );
  });
});

describe('the rules between fields', () => {
  test('speak of the block in which they are broken', () => {
    expect(
      problemsOf({ over: { ...two, few: { workload: { data: { ...clusters, train: 100 } } } } }),
    ).toEqual(['over.few: arms.other.batchSize: expected at most the 100 training examples, got 250']);
  });

  test('speak once of what is broken in every block', () => {
    const arms = { ...smallHypothesis().arms, other: { learningRate: 0.1, batchSize: 900 } };
    expect(problemsOf({ arms, over: { fashion: {}, iid: { sampler: 'iid' } } })).toEqual([
      'arms.other.batchSize: expected at most the 500 training examples, got 900',
    ]);
  });

  test('do not ask of the hypothesis what no block does', () => {
    const large = { workload: { data: { kind: 'fashion-mnist', train: 1000, test: 500, downsample: 14 } } };
    const arms = { ...smallHypothesis().arms, other: { learningRate: 0.1, batchSize: 900 } };
    expect(problemsOf({ arms, over: { large, iid: { ...large, sampler: 'iid' } } })).toEqual([]);
  });
});
