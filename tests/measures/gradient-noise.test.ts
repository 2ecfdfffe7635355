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
const measure = (batchSize: number, statistic: 'variance' | 'excessKurtosis', draws = 4000) =>
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

test('a batch of all examples has no noise to measure and is refused', async () => {
  await expect(measure(count, 'variance')).rejects.toThrow(
    'Cannot measure gradientNoise: expected a batchSize below the 200 examples, got 200',
  );
});
