import { describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import { smallHypothesis } from './small-hypothesis.ts';
import { seedsInWords } from '../../src/declare/replicates.ts';
import { looksOf, stoppingOf } from '../../src/plan/replicates.ts';

type Change = (draft: Record<string, any>) => void; // eslint-disable-line @typescript-eslint/no-explicit-any -- drafts are deliberately wrong

const changed = (change: Change) => {
  const draft = JSON.parse(JSON.stringify(smallHypothesis()));
  change(draft);
  return validate(draft);
};

const problemsAfter = (change: Change) => {
  const result = changed(change);
  if (result.kind === 'valid') throw new Error('the changed hypothesis is valid');
  return result.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('a complete hypothesis', () => {
  test('is valid, frozen, and has the defaults of its nouns', () => {
    const result = validate(smallHypothesis());
    if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems));
    expect(result.hypothesis.workload.model).toMatchObject({ kind: 'mlp', activation: 'relu', init: 'he' });
    expect(result.hypothesis).toMatchObject({ alpha: 0.05, expected: 'supported', sampler: 'epoch-shuffle' });
    expect(result.hypothesis.measures).toEqual([
      { kind: 'testAccuracy', name: 'testAccuracy' },
      { kind: 'trainLoss', name: 'trainLoss' },
    ]);
    expect(result.warnings).toEqual([]);
    expect(Object.isFrozen(result.hypothesis.arms)).toBe(true);
  });

  test('stays the same when its validated form is validated again', () => {
    const once = validate(smallHypothesis());
    if (once.kind === 'invalid') throw new Error('invalid');
    expect(validate(once.hypothesis)).toEqual(once);
  });

  test('may take more images in the full tier than in the quick one', () => {
    const sizes = { train: { quick: 500, full: 10_000 }, test: { quick: 500, full: 5000 } };
    const result = changed((draft) => Object.assign(draft['workload'].data, sizes));
    expect(result).toMatchObject({ kind: 'valid', hypothesis: { workload: { data: sizes } } });
  });

  test('may say how planned looks spend the error rate', () => {
    const looks = (spending: string) => (draft: Record<string, unknown>) =>
      Object.assign(draft, { replicates: { min: 8, max: 16, looks: 2, spending } });
    expect(changed(looks('pocock'))).toMatchObject({
      kind: 'valid',
      hypothesis: { replicates: { spending: 'pocock' } },
    });
    expect(problemsAfter(looks('haybittle')).join()).toContain('replicates');
  });

  test('may be sequential in one tier and fixed in the other', () => {
    const replicates = { quick: { min: 8, max: 24, looks: 3, futility: 0.1 }, full: 24 };
    expect(changed((draft) => (draft['replicates'] = replicates))).toMatchObject({
      kind: 'valid',
      hypothesis: { replicates },
    });
    expect(looksOf(replicates, 'quick')).toEqual([8, 16, 24]);
    expect(looksOf(replicates, 'full')).toEqual([24]);
    expect(stoppingOf(replicates, 'quick')).toEqual({ futility: 0.1 });
    expect(seedsInWords(replicates.quick)).toBe(
      '8 to 24 seeds in 3 planned looks, stopping where a decision has less than 0.1 chance',
    );
  });

  test('with an equivalence and nothing that must differ is valid with a warning', () => {
    const result = changed((draft) => delete draft['controls']);
    expect(result).toMatchObject({ kind: 'valid' });
    expect(result.kind === 'valid' && result.warnings.map((warning) => warning.path)).toEqual(['controls']);
  });
});

/** One mistake a row: what is wrong, the change, and all that is said about it. */
const mistakes: readonly (readonly [string, Change, readonly (string | RegExp)[]])[] = [
  [
    'a field that does not exist',
    (draft) => (draft['replicate'] = 5),
    [/^: unknown field "replicate"; did you mean "replicates"\? \(fields: id, claim, source, /],
  ],
  [
    'a misspelt field of an arm',
    (draft) => (draft['arms'].base.batchsize = 5),
    [/^arms\.base: unknown field "batchsize"; did you mean "batchSize"\?/],
  ],
  [
    'an unknown kind of optimizer',
    (draft) => (draft['optimizer'].kind = 'adma'),
    [/^optimizer\.kind: expected "sgd" \| "heavy-ball" .*, got "adma"; did you mean "adam"\?$/],
  ],
  [
    'an unknown measure',
    (draft) => (draft['measures'][0] = 'testAcuracy'),
    [
      /^measures\[0\]\.kind: expected "trainLoss" .*, got "testAcuracy"; did you mean "testAccuracy"\?$/,
      /^predictions\[0\]\.measure: expected a measure of this hypothesis \(trainLoss\), got "testAccuracy"$/,
      /^controls\[0\]\.measure: expected a measure of this hypothesis \(trainLoss\), got "testAccuracy"$/,
    ],
  ],
  [
    'a pair measure between an unknown arm and another',
    (draft) => draft['measures'].push({ kind: 'lineSharpness', between: ['base', 'duoble'] }),
    [
      'measures[2].between[1]: expected an arm of this hypothesis (base, double, other), got "duoble"; did you mean "double"?',
    ],
  ],
  [
    'a pair measure of an arm with itself',
    (draft) => draft['measures'].push({ kind: 'lineSharpness', between: ['base', 'base'] }),
    ['measures[2].between[1]: expected another arm, got "base" twice'],
  ],
  [
    'a measure on more examples than there are',
    (draft) => draft['measures'].push({ kind: 'hessianTrace', examples: 501 }),
    ['measures[2].examples: expected at most the 500 training examples, got 501'],
  ],
  [
    'a prediction about an unknown arm',
    (draft) => (draft['predictions'][0].arms[1] = 'duoble'),
    [
      'predictions[0].arms[1]: expected an arm of this hypothesis (base, double, other), got "duoble"; did you mean "double"?',
    ],
  ],
  [
    'an arm against itself by name',
    (draft) => (draft['predictions'][0].arms[1] = 'base'),
    ['predictions[0].arms[1]: expected another arm, got "base" twice'],
  ],
  [
    'a missing arm list',
    (draft) => delete draft['arms'],
    [
      'arms: expected an object, but it is missing',
      'arms: expected at least one arm, got none',
      /^predictions\[0\]\.arms\[0\]: expected an arm of this hypothesis \(none is declared\)/,
      /^predictions\[0\]\.arms\[1\]/,
      /^controls\[0\]\.arms\[0\]/,
      /^controls\[0\]\.arms\[1\]/,
    ],
  ],
  [
    'a margin of zero',
    (draft) => (draft['predictions'][0].margin = 0),
    ['predictions[0].margin: expected a number above 0, got 0'],
  ],
  [
    'a negative margin',
    (draft) => (draft['predictions'][0].margin = -0.01),
    ['predictions[0].margin: expected a number above 0, got -0.01'],
  ],
  [
    'a ratio margin that allows nothing',
    (draft) => Object.assign(draft['predictions'][0], { scale: 'ratio', margin: 0.2 }),
    ['predictions[0].margin: expected a factor above 1 on the ratio scale (1.25 allows 0.8 … 1.25), got 0.2'],
  ],
  [
    'fewer pairs than a sign-flip test can decide with',
    (draft) => {
      draft['replicates'] = 4;
      draft['predictions'][0].method = 'sign-flip';
    },
    [
      'replicates: expected enough replicates for predictions[0]: a sign-flip test of 4 pairs cannot reach 0.05 (its smallest p is 0.0625), got 4; 5 can',
    ],
  ],
  [
    'too few seeds in the quick tier only',
    (draft) => {
      draft['replicates'] = { quick: 3, full: 10 };
      draft['predictions'][0].method = 'wilcoxon';
    },
    [/^replicates\.quick: .* a signed-rank test of 3 pairs cannot reach 0\.05/],
  ],
  [
    'looks of one tier that end before they begin',
    (draft) => (draft['replicates'] = { quick: { min: 9, max: 8, looks: 2 }, full: 24 }),
    ['replicates.quick.min: expected at most max = 8, got 9'],
  ],
  [
    'too few seeds for an exact test, with a stop for futility',
    (draft) => {
      draft['replicates'] = { min: 2, max: 4, looks: 2, futility: 0.1 };
      draft['predictions'][0].method = 'sign-flip';
    },
    [/^replicates: .* a sign-flip test of 4 pairs cannot reach 0\.05/],
  ],
  [
    'a single replicate',
    (draft) => (draft['replicates'] = 1),
    ['replicates: expected at least 2 replicates (one seed has no spread), got 1'],
  ],
  [
    'a batch larger than the data',
    (draft) => (draft['arms'].other.batchSize = 501),
    ['arms.other.batchSize: expected at most the 500 training examples, got 501'],
  ],
  [
    'a batch size that comes down from more than the data',
    (draft) => (draft['arms'].other.batchSize = { kind: 'cosine', start: 501, end: 10, over: 2 }),
    ['arms.other.batchSize: expected at most the 500 training examples, got 501'],
  ],
  [
    'a batch size that climbs over a single level',
    (draft) => (draft['arms'].other.batchSize = { kind: 'warm-up', from: 8, to: 64, over: 2, levels: 1 }),
    ['arms.other.batchSize.levels: expected a number at least 2, got 1'],
  ],
  [
    'a piecewise batch size that begins with more than the data',
    (draft) => (draft['arms'].other.batchSize = { kind: 'piecewise', values: [501, 10], at: [2] }),
    ['arms.other.batchSize: expected at most the 500 training examples, got 501'],
  ],
  [
    'a piecewise batch size of half an example',
    (draft) => (draft['arms'].other.batchSize = { kind: 'piecewise', values: [8, 0.5], at: [2] }),
    ['arms.other.batchSize.values[1]: expected a whole number, got 0.5'],
  ],
  [
    'a piecewise schedule with as many values as positions',
    (draft) => (draft['arms'].base.learningRate = { kind: 'piecewise', values: [0.1, 0.2], at: [4, 12] }),
    ['arms.base.learningRate.values: expected one value more than positions in `at` (2), got 2'],
  ],
  [
    'a piecewise schedule whose positions do not increase',
    (draft) => (draft['arms'].base.momentum = { kind: 'piecewise', values: [0, 0.5, 0.9], at: [4, 4] }),
    ['arms.base.momentum.at: expected positions that increase, got [4,4]'],
  ],
  [
    'a piecewise schedule that changes before it starts',
    (draft) => (draft['arms'].base.learningRate = { kind: 'piecewise', values: [0.1, 0.2], at: [0] }),
    ['arms.base.learningRate.at[0]: expected a number above 0, got 0'],
  ],
  [
    'a piecewise batch size without values',
    (draft) => (draft['arms'].other.batchSize = { kind: 'piecewise', at: [2] }),
    ['arms.other.batchSize.values: expected a list, but it is missing'],
  ],
  [
    'a piecewise learning rate of zero',
    (draft) => (draft['arms'].base.learningRate = { kind: 'piecewise', values: [0.1, 0], at: [1] }),
    ['arms.base.learningRate.values[1]: expected a number above 0, got 0'],
  ],
  [
    'a momentum below zero',
    (draft) => (draft['arms'].other.momentum = -0.1),
    ['arms.other.momentum: expected a number at least 0, got -0.1'],
  ],
  [
    'a learning rate of zero',
    (draft) => (draft['arms'].base.learningRate = 0),
    ['arms.base.learningRate: expected a number above 0, got 0'],
  ],
  [
    'a learning rate in quotes',
    (draft) => (draft['arms'].base.learningRate = '0.1'),
    ['arms.base.learningRate: expected a number or an object, got "0.1"'],
  ],
  [
    'a schedule with a wrong field',
    (draft) => (draft['arms'].base.learningRate = { kind: 'cosine', start: 0.1, end: 0 }),
    ['arms.base.learningRate.over: expected a number, but it is missing'],
  ],
  [
    'a trend over two arms',
    (draft) =>
      draft['predictions'].push({
        kind: 'trend',
        measure: 'trainLoss',
        along: 'ratio',
        direction: 'decreasing',
        arms: ['base', 'other'],
      }),
    [
      'predictions[1].arms: expected at least 3 arms for the prediction "trend" at predictions[1], got 2; declare `greater` or `less` between two arms',
    ],
  ],
  [
    'a trend along a covariate that does not vary',
    (draft) => {
      draft['arms'].other = { learningRate: 0.2, batchSize: 100 };
      draft['predictions'].push({
        kind: 'trend',
        measure: 'trainLoss',
        along: 'ratio',
        direction: 'decreasing',
      });
    },
    [
      'predictions[1].along: expected a covariate that varies over the arms, got "ratio", which is 0.002 in all of them',
    ],
  ],
  [
    'a trend along nothing known',
    (draft) =>
      draft['predictions'].push({
        kind: 'trend',
        measure: 'trainLoss',
        along: 'ration',
        direction: 'decreasing',
      }),
    [/^predictions\[1\]\.along: expected a covariate .*, got "ration"; did you mean "ratio"\?$/],
  ],
  [
    'a peak over nothing known, of too few arms',
    (draft) =>
      draft['predictions'].push({
        kind: 'peakScales',
        measure: 'trainLoss',
        over: 'batchsize',
        along: 'learningRate',
        exponent: 1,
        within: 0.3,
        arms: ['base', 'other'],
      }),
    [
      'predictions[1].arms: expected at least 6 arms for the prediction "peakScales" at predictions[1], got 2',
      /^predictions\[1\]\.over: expected a covariate .*, got "batchsize"; did you mean "batchSize"\?$/,
    ],
  ],
  [
    'a breakdown over and along what the arms do not declare',
    (draft) =>
      draft['predictions'].push({
        kind: 'breakScales',
        measure: 'trainLoss',
        over: 'beta',
        along: 'ratio',
        exponent: 1,
        within: 0.2,
        margin: 0.1,
      }),
    [
      /^arms: expected at least 4 arms for the prediction "breakScales" at predictions\[1\], got/,
      /^predictions\[1\]\.over: expected a covariate .*, got "beta"/,
    ],
  ],
  [
    'a measure that needs flipped labels',
    (draft) => draft['measures'].push('flippedLabelAccuracy'),
    ['measures[2]: expected `labelNoise` in workload.data, which flippedLabelAccuracy needs, got none'],
  ],
  [
    'two measures under one name',
    (draft) => draft['measures'].push('trainLoss'),
    ['measures[2]: expected a name of its own, got "trainLoss" twice; add `name` to one of them'],
  ],
  [
    'a batch larger than the data of the smaller tier',
    (draft) => (draft['workload'].data.train = { quick: 200, full: 1000 }),
    ['arms.other.batchSize: expected at most the 200 training examples, got 250'],
  ],
  [
    'a size for one tier alone',
    (draft) => (draft['workload'].data.train = { full: 1000 }),
    ['workload.data.train.quick: expected a number, but it is missing'],
  ],
  [
    'a size that is no number',
    (draft) => (draft['workload'].data.test = 'all'),
    ['workload.data.test: expected a number or an object, got "all"'],
  ],
  [
    'a size a tier of data that are made, not taken from a set',
    (draft) =>
      (draft['workload'].data = {
        kind: 'clusters',
        classes: 3,
        dimensions: 4,
        train: { quick: 500, full: 1000 },
        test: 100,
      }),
    ['workload.data.train: expected a number, got {"quick":500,"full":1000}'],
  ],
  ['an id with capitals', (draft) => (draft['id'] = 'Small Claim'), [/^id: expected lower-case words/]],
  [
    'a loss that the model does not have',
    (draft) => (draft['workload'].loss = 'model'),
    [
      'workload.loss: expected "cross-entropy" or "mean-squared-error" (the model "mlp" has no loss of its own), got "model"',
    ],
  ],
];

describe('a mistake is told with its path and what is allowed', () => {
  test.each(mistakes)('%s', (_what, change, expected) => {
    const problems = problemsAfter(change);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((want, index) =>
      typeof want === 'string' ? expect(problems[index]).toBe(want) : expect(problems[index]).toMatch(want),
    );
  });

  test('all mistakes of a file are told at once', () => {
    const all = problemsAfter((draft) => {
      draft['optimizer'].kind = 'adma';
      draft['predictions'][0].margin = 0;
      draft['controls'][0].arms[1] = 'nobody';
      draft['arms'].other.batchSize = 501;
    });
    expect(all.map((problem) => problem.split(':')[0])).toEqual([
      'optimizer.kind',
      'predictions[0].margin',
      'controls[0].arms[1]',
      'arms.other.batchSize',
    ]);
  });

  test('what is no hypothesis at all is told so', () => {
    expect(validate(undefined)).toMatchObject({ kind: 'invalid', problems: [{ path: '' }] });
    expect(validate(() => 1)).toMatchObject({
      problems: [{ message: 'expected an object as hypothesis({…}) makes it, got a function' }],
    });
  });
});
