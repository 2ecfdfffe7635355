import { hypothesis } from 'optimizer-assay';

/** The seed of the data set, not of the runs: other centres, other examples. */
const clusters = (seed: string) => ({ kind: 'clusters', classes: 10, dimensions: 20, train: 4000, test: 5000, spread: 2, seed }) as const;

export default hypothesis({
  id: 'controls/planted-effect',
  claim: 'A learning rate a thousand times smaller leaves the net at the same accuracy (planted: it does not)',
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: { base: { learningRate: 0.1, batchSize: 32 }, planted: { learningRate: 0.0001, batchSize: 32 } },
  stop: { kind: 'epochs', epochs: 5 },
  // n not planned: the effect of a rate a thousand times smaller is as large as effects come.
  replicates: 6,
  over: {
    fashion: {},
    clusters: { workload: { data: clusters('0') } },
    otherClusters: { workload: { data: clusters('1') } },
  },
  measures: ['testAccuracy'],
  predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'planted'], margin: 0.01 }],
  expected: 'refuted',
});
