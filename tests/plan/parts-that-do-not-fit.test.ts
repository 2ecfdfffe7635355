import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { landscapeModel } from '../../src/models/index.ts';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import { lossOf } from '../../src/plan/loss.ts';
import { stepProgram } from '../../src/plan/programs/training-programs.ts';
import { planOf } from '../train/small-suite.ts';

const linear = { kind: 'linear', eigenvalues: [1, 2], noise: 0.1, train: 30, test: 10 };
const regression = { model: { kind: 'linear-regression' }, data: linear, loss: 'mean-squared-error' };
const clusters = { kind: 'clusters', classes: 3, dimensions: 4, train: 31, test: 10 };
const normalized = { kind: 'mlp', hidden: [5], normalization: 'batch' };
const classes = { model: normalized, data: clusters, loss: 'cross-entropy' };
const arms = (batchSize: number) => ({
  base: { learningRate: 0.1, batchSize },
  other: { learningRate: 0.2, batchSize },
});
const landscape = {
  model: { kind: 'quadratic', hessian: [1, 2], noiseCovariance: [1, 1] },
  data: { kind: 'gradient-noise' },
  loss: 'model',
};

describe('what does not fit together is refused before anything is trained, with hypothesis, arm and what was got', () => {
  const bad: readonly (readonly [string, object, string])[] = [
    [
      'cross-entropy on targets',
      { workload: { ...regression, loss: 'cross-entropy' }, measures: ['trainLoss'] },
      'small, arm base: Cannot train by cross-entropy on linear: expected examples with classes, got real targets',
    ],
    [
      'one class',
      { workload: { ...classes, data: { ...clusters, classes: 1 } } },
      'small, arm base: Cannot train by cross-entropy on clusters: expected at least 2 classes, got 1',
    ],
    ...['testAccuracy', 'trainAccuracy', 'testAccuracyCurve', 'trainAccuracyCurve'].map(
      (kind) =>
        [
          `${kind} of targets`,
          { workload: regression, measures: ['trainLoss', kind] },
          `small, arm base: Cannot measure ${kind}: expected examples with classes, got linear with real targets`,
        ] as const,
    ),
    [
      'epochs to an accuracy on targets',
      {
        workload: regression,
        measures: ['trainLoss', { kind: 'epochsTo', target: { measure: 'trainAccuracy', above: 0.8 } }],
      },
      'small, arm base: Cannot measure epochsTo: expected examples with classes, got linear with real targets',
    ],
    [
      'testAccuracy of a landscape',
      { workload: landscape, measures: ['trainLoss', 'testAccuracy'], stop: { kind: 'steps', steps: 3 } },
      'small, arm base: Cannot measure testAccuracy: expected examples with classes',
    ],
    [
      'calibrationError of targets',
      { workload: regression, measures: ['trainLoss', 'calibrationError'] },
      'small, arm base: Cannot measure calibrationError: expected a workload with loss cross-entropy, got mean-squared-error',
    ],
    [
      'batch normalization of mini-batches of 1',
      { workload: classes, arms: arms(1) },
      'small, arm base: Cannot use model mlp on 1 example: Cannot normalize hidden1 over the batch: expected at least 2 values a channel, got shape [1,5]',
    ],
    [
      'batch normalization of the one example that an epoch leaves over',
      { workload: classes, arms: arms(15) },
      'small, arm base: Cannot use model mlp on 1 example: Cannot normalize hidden1',
    ],
    [
      'a rescaled layer that the net has not',
      { optimizer: { kind: 'sgd', rescale: { grown: 'hidden1', shrunk: 'hidden9', by: 2 } } },
      'small, arm base: Cannot rescale layer hidden9: expected a net with hidden9.weight, got hidden1.weight',
    ],
  ];
  test.each(bad)('%s', async (_, fields, message) => {
    await expect(planOf(fields)).rejects.toMatchObject({
      code: expect.stringMatching(/^(configuration|program)$/),
      message: expect.stringContaining(message),
    });
  });

  test('and what fits is planned: targets by their squared error, classes too, and 2 examples over', async () => {
    const good: readonly object[] = [
      { workload: regression, measures: ['trainLoss'] },
      { workload: { ...classes, loss: 'mean-squared-error' }, arms: arms(31) },
      { workload: { ...classes, data: { ...clusters, train: 32 } }, arms: arms(15) },
    ];
    for (const fields of good) expect((await planOf(fields)).runPlan.jobs).toHaveLength(6);
  });
});

test('a parameter that no gradient of the loss reaches is refused, by its name', () => {
  const step = (value: (theta: tf.Tensor) => tf.Tensor) => {
    const model = landscapeModel({ kind: 'stairs', dimension: 2, value });
    const source = { kind: 'noise', shape: [2] } as const;
    const loss = lossOf(model, 'model');
    const optimizer = buildOptimizer({ kind: 'sgd' });
    return stepProgram({ model, optimizer, loss, batchSize: 1, source, scheduledMomentum: false });
  };
  expect(() => step((theta) => tf.sum(tf.floor(theta)))).toThrow(
    'Cannot train model stairs: expected a gradient of the loss for every parameter, got none for theta',
  );
  expect(step((theta) => tf.sum(tf.square(theta))).carried).toEqual(['parameters/theta']);
});
