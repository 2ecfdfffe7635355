import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'controls/arm-against-itself',
  claim: 'An arm is equivalent to itself: the same design twice is the same runs, and never differs',
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    one: { learningRate: 0.1, batchSize: 32 },
    same: { learningRate: 0.1, batchSize: 32 },
    untrained: { learningRate: 0.001, batchSize: 512 },
  },
  stop: { kind: 'epochs', epochs: 5 },
  // n not planned: the two arms that are compared are the same runs at any n.
  replicates: 6,
  measures: ['testAccuracy'],
  predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['one', 'same'], margin: 0.01 }],
  controls: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['one', 'untrained'],
      by: 0.01,
      although: 'it asks whether the measure sees that anything is learned at all',
    },
  ],
});
