import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { check, hypothesis } from '../../src/index.ts';

const data = { kind: 'fashion-mnist', train: 1000, test: 1000, downsample: 14 } as const;
const settings = {
  stop: { kind: 'epochs', epochs: 2 },
  replicates: { quick: 6, full: 6 },
} as const;
const module = './users-code.ts';

/** False: it takes half the steps. */
const lookahead = hypothesis({
  id: 'users-code/lookahead',
  claim: 'Lookahead(5, 0.5) ends where plain SGD ends, to a thousandth of a nat',
  workload: { model: { kind: 'mlp', hidden: [16] }, data, loss: 'cross-entropy' },
  optimizer: { kind: 'sgd' },
  arms: {
    sgd: { learningRate: 0.01, batchSize: 20 },
    lookahead: {
      learningRate: 0.01,
      batchSize: 20,
      optimizer: { kind: 'custom', module, export: 'look' },
    },
    half: { learningRate: 0.005, batchSize: 20 },
  },
  ...settings,
  measures: ['trainLoss'],
  predictions: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['sgd', 'lookahead'], margin: 0.001 }],
  controls: [
    {
      kind: 'differs',
      measure: 'trainLoss',
      arms: ['sgd', 'half'],
      by: 0.05,
      although: 'half of the way is what the control is about',
    },
  ],
});

/** False: it climbs. */
const reversal = hypothesis({
  id: 'users-code/reversed-gradient',
  claim: 'A net whose gradient is reversed by tf.customGrad learns as well as a plain one',
  workload: { model: { kind: 'custom', module, export: 'plain' }, data, loss: 'cross-entropy' },
  optimizer: { kind: 'sgd' },
  arms: {
    plain: { learningRate: 0.05, batchSize: 20 },
    reversed: {
      learningRate: 0.05,
      batchSize: 20,
      workload: { model: { kind: 'custom', module, export: 'reversed' } },
    },
    untrained: { learningRate: 1e-7, batchSize: 20 },
  },
  ...settings,
  measures: ['testAccuracy'],
  predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['plain', 'reversed'], margin: 0.01 }],
  controls: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['plain', 'untrained'],
      by: 0.1,
      although: 'an arm that does not train is what the control is about',
    },
  ],
});

test(
  'false claims about code of the user are refuted: a counter that acts after step 3, a gradient of its own',
  { timeout: 600_000 },
  async () => {
    const root = fileURLToPath(new URL('.', import.meta.url));
    const { hypotheses } = await check([lookahead, reversal], { root, workers: 2, store: null });
    // Each has its prediction, and the control that shows that a difference would be seen.
    const findings = [{ verdict: 'refuted', n: 6 }, { verdict: 'supported' }];
    expect(hypotheses).toMatchObject([
      { id: 'users-code/lookahead', verdict: 'refuted', findings },
      { id: 'users-code/reversed-gradient', verdict: 'refuted', findings },
    ]);
  },
);
