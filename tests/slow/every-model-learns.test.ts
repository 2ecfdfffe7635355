import { describe, expect, test } from 'vitest';
import type { ModelSpec } from '../../src/models/schema.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { planOf } from '../train/small-suite.ts';

/** Final numbers of four runs on 1,000 images of 14 × 14. */
async function finals(model: ModelSpec) {
  const { runPlan } = await planOf({
    workload: {
      model,
      data: { kind: 'fashion-mnist', train: 1000, test: 500, downsample: 14, standardize: true },
      loss: 'cross-entropy',
    },
    arms: { base: { learningRate: 0.01, batchSize: 20 }, other: { learningRate: 0.01, batchSize: 25 } },
    optimizer: { kind: 'heavy-ball', momentum: 0.9 },
    stop: { kind: 'epochs', epochs: 4 },
    replicates: 2,
  });
  const { records, failures } = await trainRuns(runPlan, { store: openStore(null), workers: 1 });
  expect(failures).toEqual([]);
  return [...records.values()].map(({ final }) => final);
}

const nets: readonly { readonly model: ModelSpec; readonly atLeast?: number }[] = [
  { model: { kind: 'softmax-regression' } },
  { model: { kind: 'mlp', hidden: [64, 64] } },
  { model: { kind: 'mlp', hidden: [64], activation: 'gelu', init: 'orthogonal' } },
  { model: { kind: 'mlp', hidden: [64], activation: 'tanh', init: 'glorot' } },
  { model: { kind: 'mlp', hidden: [64], normalization: 'batch' } },
  { model: { kind: 'mlp', hidden: [64], normalization: 'layer' } },
  { model: { kind: 'cnn', channels: [8, 16], dense: 32 } },
  { model: { kind: 'vgg', blocks: [[8], [16, 16]], normalization: 'batch' } },
  // PyTorch's own, in the same setting, comes to 0.64 … 0.67: small residual nets start slowly.
  { model: { kind: 'resnet', channels: [8, 16] }, atLeast: 0.58 },
];

describe('every net for images learns Fashion-MNIST', () => {
  test.each(nets)('$model', async ({ model, atLeast = 0.65 }) => {
    for (const final of await finals(model)) {
      // Guessing gives 0.1; 200 small steps of any of these nets give 0.73 or more, the least of 27 runs.
      expect(final['testAccuracy']).toBeGreaterThan(atLeast);
    }
  });
});
