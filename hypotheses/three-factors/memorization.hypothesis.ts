import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'three-factors/memorization',
  claim: 'A larger ratio of learning rate to batch size generalizes better: at equal training loss it has memorized fewer random labels',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on memorization (4.3 and figure 5 of the ICLR 2018 submission)',
    boundary: {
      paper: 'MLP 2×256 on MNIST with 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2',
      ours: 'MLP 196-64-64-10 on 4,000 images of Fashion-MNIST with 25 % random labels, stopped at a training loss of 0.8',
      mayDiffer:
        'we match the training loss, the paper the accuracy on the random labels; matched so, a pilot saw the opposite: the larger ratio ends at a lower test accuracy and with more random labels learnt',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true, labelNoise: { fraction: 0.25 } },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.05, batchSize: 64 },
    middle: { learningRate: 0.05, batchSize: 32 },
    large: { learningRate: 0.05, batchSize: 16 },
    largest: { learningRate: 0.05, batchSize: 8 },
  },
  stop: { kind: 'trainLoss', below: 0.8, checkEvery: 0.25, maxEpochs: 120 },
  replicates: { quick: { min: 6, max: 24, looks: 4, spending: 'pocock' }, full: 24 },
  measures: ['trainLoss', 'testAccuracy', 'flippedLabelAccuracy', 'cleanLabelAccuracy'],
  predictions: [{ kind: 'trend', measure: 'testAccuracy', along: 'ratio', direction: 'increasing', atLeast: 0.3 }],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'largest'], margin: 0.05, because: 'compared at equal depth' }],
  expected: 'refuted',
});
