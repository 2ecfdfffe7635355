import { hypothesis } from 'optimizer-assay';

/** The claim at one learning rate. */
export const at = (learningRate) =>
  hypothesis({
    id: `rmsprop/starts-faster-at-${learningRate}`,
    claim:
      'RMSprop ends with a lower test loss than Adam without momentum, for nothing corrects its first steps',
    workload: {
      model: { kind: 'mlp', hidden: [16] },
      data: { kind: 'clusters', classes: 10, dimensions: 20, train: 1000, test: 1000, spread: 2 },
      loss: 'cross-entropy',
    },
    optimizer: { kind: 'rmsprop', decay: 0.99 },
    arms: {
      rmsprop: { learningRate, batchSize: 10 },
      adam: { learningRate, batchSize: 10, optimizer: { kind: 'adam', beta1: 0, beta2: 0.99 } },
    },
    stop: { kind: 'epochs', epochs: 5 },
    replicates: 8,
    measures: ['testLoss'],
    predictions: [{ kind: 'less', measure: 'testLoss', scale: 'ratio', arms: ['rmsprop', 'adam'], by: 1.05 }],
  });

export default at(0.001);
