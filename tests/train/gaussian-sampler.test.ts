import { expect, test } from 'vitest';
import { decodeTensors } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { planOf } from './small-suite.ts';

const examples = 5;
const batchSize = 2;
const rate = 0.5;
const fields = {
  id: 'one-step',
  workload: {
    model: { kind: 'linear-regression' },
    data: { kind: 'linear', eigenvalues: [1, 4], noise: 1, train: examples, test: 2 },
    loss: 'mean-squared-error',
  },
  arms: { base: { learningRate: rate, batchSize }, other: { learningRate: 0.1, batchSize } },
  sampler: 'gaussian',
  stop: { kind: 'steps', steps: 1 },
  measures: ['trainLoss'],
} as const;

/** Gradients gᵢ of (y − t)² at the start, where all parameters are 0: −2 tᵢ (xᵢ, 1). */
function gradientsAtStart(features: ArrayLike<number>, targets: ArrayLike<number>): number[][] {
  return Array.from({ length: examples }, (_, i) =>
    [features[2 * i]!, features[2 * i + 1]!, 1].map((x) => -2 * targets[i]! * x),
  );
}

const mean = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length);

function covariance(rows: readonly (readonly number[])[]): number[][] {
  const center = mean(rows);
  return center.map((a, j) =>
    center.map((b, k) => rows.reduce((sum, row) => sum + (row[j]! - a) * (row[k]! - b), 0) / rows.length),
  );
}

test('a gaussian step has the mean and the covariance of a mini-batch drawn iid', async () => {
  const replicates = 400;
  const { runPlan, analyses } = await planOf({ ...fields, replicates });
  const store = openStore(null);
  const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
  expect(failures).toEqual([]);
  const steps = await Promise.all(
    Object.values(analyses[0]!.runs['base']!).map(async (key) => {
      const state = decodeTensors((await store.getBlob(records.get(key)!.weights))!);
      return ['parameters/affine.weight', 'parameters/affine.bias'].flatMap((name) =>
        [...state[name]!.data].map((value) => -value / rate),
      );
    }),
  );
  const { features, labels } = [...runPlan.datasets.values()][0]!.train;
  const each = gradientsAtStart(features, labels);
  const [center, spread] = [mean(each), covariance(each)];
  const [seen, seenSpread] = [mean(steps), covariance(steps)];
  for (let j = 0; j < 3; j++) {
    const deviation = (k: number) => Math.sqrt(spread[k]![k]! / batchSize);
    // Five standard errors of a mean over 400 seeds.
    expect(Math.abs(seen[j]! - center[j]!)).toBeLessThan((5 * deviation(j)) / Math.sqrt(replicates));
    for (let k = 0; k < 3; k++)
      // Five standard errors of a covariance of Gaussian numbers, at most √2 of the product of their deviations.
      expect(Math.abs(seenSpread[j]![k]! - spread[j]![k]! / batchSize)).toBeLessThan(
        5 * Math.sqrt(2 / replicates) * deviation(j) * deviation(k),
      );
  }
});

test('gaussian steps refuse a net whose normalization ties the examples together', async () => {
  const model = { kind: 'mlp', hidden: [4], normalization: 'batch' } as const;
  const data = { kind: 'clusters', classes: 2, dimensions: 2, train: 20, test: 4 } as const;
  await expect(
    planOf({ sampler: 'gaussian', workload: { model, data, loss: 'cross-entropy' } }),
  ).rejects.toThrow('Cannot draw gaussian mini-batches: expected a model without running statistics');
});

test('a gaussian arm counts epochs by its mini-batch size', async () => {
  const { runPlan } = await planOf({ ...fields, stop: { kind: 'epochs', epochs: 2 }, replicates: 2 });
  const { records } = await trainRuns(runPlan, { store: openStore(null), workers: 1 });
  for (const { steps, epochs, outcome } of records.values())
    expect({ steps, epochs, outcome: outcome.kind }).toEqual({ steps: 5, epochs: 2, outcome: 'finished' });
});
