import { hypothesis } from '../../src/declare/hypothesis.ts';

/** The smallest hypothesis that is complete; tests change one thing in it. */
export const smallHypothesis = () =>
  hypothesis({
    id: 'small/two-arms',
    claim: 'Doubling learning rate and batch size together leaves the accuracy alone',
    workload: {
      model: { kind: 'mlp', hidden: [8] },
      data: { kind: 'fashion-mnist', train: 500, test: 500, downsample: 14 },
      loss: 'cross-entropy',
    },
    optimizer: { kind: 'sgd' },
    arms: {
      base: { learningRate: 0.05, batchSize: 25 },
      double: { learningRate: 0.1, batchSize: 50 },
      other: { learningRate: 0.05, batchSize: 250 },
    },
    stop: { kind: 'epochs', epochs: 2 },
    replicates: 6,
    measures: ['testAccuracy', 'trainLoss'],
    predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'double'], margin: 0.02 }],
    controls: [
      {
        kind: 'differs',
        measure: 'testAccuracy',
        arms: ['base', 'other'],
        although: 'it asks for nothing but steps',
      },
    ],
  });
