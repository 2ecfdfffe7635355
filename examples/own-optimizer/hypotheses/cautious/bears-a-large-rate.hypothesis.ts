import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'cautious/bears-a-large-rate',
  claim: 'At a rate that is too large for momentum 0.9, cautious momentum ends with a higher test accuracy',
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 2000, test: 2000, downsample: 14 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'heavy-ball', momentum: 0.9 },
  arms: {
    cautious: {
      learningRate: 0.12,
      batchSize: 20,
      optimizer: { kind: 'custom', module: '../../optimizers/cautious-momentum.optimizer.ts' },
    },
    momentum: { learningRate: 0.12, batchSize: 20 },
    smallerRate: { learningRate: 0.03, batchSize: 20 },
  },
  stop: { kind: 'epochs', epochs: 5 },
  replicates: { quick: 16, full: 32 },
  measures: ['testAccuracy'],
  predictions: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['cautious', 'momentum'],
      by: 0.03,
      because: 'three points at least; the pilot has eleven',
    },
  ],
  controls: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['smallerRate', 'momentum'],
      by: 0.03,
      although: 'these arms differ in their rate: that it is too large is what has to hold',
    },
  ],
});
