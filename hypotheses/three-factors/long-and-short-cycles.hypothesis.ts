import { hypothesis } from 'optimizer-assay';

/** One of the two ways to the same ratio, at a period in epochs; all cycles end half-way, on the small ratio. */
const rate = (period: number) => ({ learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.02, high: 0.1, period }, batchSize: 16 }) as const;
const batch = (period: number) => ({ learningRate: 0.1, batchSize: { kind: 'cyclic', shape: 'discrete', low: 80, high: 16, period } }) as const;

export default hypothesis({
  id: 'three-factors/long-and-short-cycles',
  claim: 'Long cycles do no worse than short ones, and cycles of the rate and of the batch size do alike at either length',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on cyclic schedules (4.5 of the ICLR 2018 submission)',
    boundary: {
      paper: 'VGG-11 on CIFAR-10, 8 repeats: 90.2 ± 0.10 (rate) and 89.9 ± 0.20 (batch size), 0.2 to 0.3 points above short cycles',
      ours: 'MLP on Fashion-MNIST, 14 epochs: cycles of 4 epochs and of 4/3',
      mayDiffer: 'at this scale a gain of 0.2 points is less than seeds differ, so it is claimed that long cycles lose nothing, not that they win',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 8000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    rate: rate(4),
    batch: batch(4),
    shortRate: rate(28 / 21),
    shortBatch: batch(28 / 21),
    neither: { learningRate: 0.02, batchSize: 80 },
  },
  stop: { kind: 'epochs', epochs: 14 },
  replicates: { quick: 8, full: 24 },
  measures: ['testAccuracy'],
  predictions: [
    { kind: 'nonInferior', measure: 'testAccuracy', arms: ['rate', 'shortRate'], margin: 0.01, because: 'one point, as between the two kinds' },
    { kind: 'nonInferior', measure: 'testAccuracy', arms: ['batch', 'shortBatch'], margin: 0.01, because: 'one point, as between the two kinds' },
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['rate', 'batch'], margin: 0.01, because: 'one point; the paper saw 0.3' },
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['shortRate', 'shortBatch'], margin: 0.01, because: 'one point' },
  ],
  controls: [{ kind: 'greater', measure: 'testAccuracy', arms: ['rate', 'neither'], by: 0.01, because: 'the cycle itself must matter' }],
});
