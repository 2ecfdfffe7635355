import { describe, expect, test } from 'vitest';
import { gradientNoise } from '../../src/measures/kinds/gradient-noise.ts';
import { buildModel } from '../../src/models/index.ts';
import { evaluateOn, randomExamples, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

const count = 200;
const model = buildModel({ kind: 'mlp', hidden: [8] }, { features: [5], outputs: 3 });
const stand: Stand = {
  model,
  lossKind: 'cross-entropy',
  outputs: 3,
  train: randomExamples(count, 5, 3, 'gradient noise'),
  weights: stateOf(model, 'gradient noise', 0.3),
};
type Statistic = 'variance' | 'excessKurtosis' | 'scaledKurtosis' | 'rejections';
const measure = (batchSize: number, statistic: Statistic, draws = 4000) =>
  evaluateOn(stand, gradientNoise, { kind: 'gradientNoise', batchSize, statistic, draws });

describe('mini-batch gradients at a fixed point', () => {
  test.each([1, 10, 100, 190])(
    'of batch size %i have the variance (N − S)/(N − 1) · C/S',
    async (batchSize) => {
      const { value } = await measure(batchSize, 'variance');
      const theory = (count - batchSize) / (count - 1);
      // A variance of 4,000 draws has a relative error of √((κ + 2)/4000) with κ up to 5 for single examples, halved by
      // four directions: four standard errors are 8 %, for nearly Gaussian means 4.5 %.
      expect(Math.abs(value / theory - 1)).toBeLessThan(batchSize === 1 ? 0.08 : 0.045);
    },
  );

  test('are visibly not Gaussian for single examples and nearly so for large batches', async () => {
    const [one, many] = [await measure(1, 'excessKurtosis'), await measure(64, 'excessKurtosis')];
    expect(one.value).toBeGreaterThan(0.5);
    // The kurtosis of 4,000 Gaussian draws has the standard error √(24/4000) = 0.08, of four directions 0.04.
    expect(Math.abs(many.value)).toBeLessThan(4 * 0.04 + one.value / 64);
  });
});

describe('the share of directions in which normality is rejected', () => {
  const share = (batchSize: number, along: 'projections' | 'coordinates', on = stand) =>
    evaluateOn(on, gradientNoise, {
      kind: 'gradientNoise',
      batchSize,
      statistic: 'rejections',
      along,
      draws: 1000,
      directions: 40,
    });

  test('is one for single examples and near 0.05 for large batches of many', async () => {
    expect((await share(1, 'projections')).value).toBe(1);
    const many = { ...stand, train: randomExamples(4000, 5, 3, 'many') };
    // Of 40 directions at 5 % more than 8 are rejected in less than 0.1 %; half a batch in 500 of skewness is left.
    expect((await share(500, 'projections', many)).value).toBeLessThan(0.2);
  });

  test('passes over coordinates in which no example has a gradient', async () => {
    const features = Float32Array.from(stand.train.features, (value, i) => (i % 5 < 4 ? 0 : value));
    const blank = { ...stand, train: { ...stand.train, features } };
    const { value, detail } = await share(1, 'coordinates', blank);
    expect(value).toBe(1);
    // 32 of 75 parameters are weights of blank inputs.
    expect(detail!['looks']).toBeGreaterThan(40);
  });
});

test('the scaled kurtosis is S times the kurtosis of the same batches', async () => {
  const [kurtosis, scaled] = [await measure(4, 'excessKurtosis'), await measure(4, 'scaledKurtosis')];
  expect(scaled.value).toBeCloseTo(4 * kurtosis.value, 12);
});

test('a batch of all examples has no noise to measure and is refused', async () => {
  await expect(measure(count, 'variance')).rejects.toThrow(
    'Cannot measure gradientNoise: expected a batchSize below the 200 examples, got 200',
  );
});
