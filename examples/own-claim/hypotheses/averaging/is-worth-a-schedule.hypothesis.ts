import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'averaging/is-worth-a-schedule',
  claim: 'SGD with a constant rate and averaged weights ends with the test accuracy of SGD with a cosine schedule',
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 2000, test: 2000, downsample: 14 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    averaged: { learningRate: 0.1, batchSize: 4, optimizer: { kind: 'sgd', average: { kind: 'ema', decay: 0.99 } } },
    cosine: { learningRate: { kind: 'cosine', start: 0.1, end: 0, over: 5 }, batchSize: 4 },
    constant: { learningRate: 0.1, batchSize: 4 },
  },
  stop: { kind: 'epochs', epochs: 5 },
  replicates: { quick: 16, full: 32 },
  measures: ['testAccuracy'],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['averaged', 'cosine'],
      margin: 0.02,
      because: 'two points: in a pilot the schedule was worth three',
    },
  ],
  // The same runs without averages end worse. Without this, "the same accuracy" could mean that nothing matters here.
  controls: [{ kind: 'greater', measure: 'testAccuracy', arms: ['averaged', 'constant'], by: 0.01 }],
});
