import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'three-factors/gradient-noise-central-limit',
  claim:
    "The central limit theorem's assumptions break for batches near the size of the data: the noise vanishes faster than 1/S, and it is not Gaussian for the smallest",
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on the central limit theorem and the breaking point of the theory (3.1 and 4.4 of the ICLR 2018 submission)',
    boundary: {
      paper: 'given as the reason why small data sets with large batches leave the theory',
      ours: 'gradients of 1,024 images at a trained MLP: S·variance is (N − S)/(N − 1), and the excess kurtosis falls with S',
      mayDiffer: 'projections on random directions are closer to Gaussian than single coordinates',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 1024, test: 1000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: { trained: { learningRate: 0.05, batchSize: 32 } },
  stop: { kind: 'epochs', epochs: 5 },
  replicates: { quick: { min: 16, max: 64, looks: 4, spending: 'pocock' }, full: 64 },
  measures: [
    { kind: 'gradientNoise', batchSize: 16, statistic: 'variance', name: 'smallBatch' },
    { kind: 'gradientNoise', batchSize: 768, statistic: 'variance', name: 'largeBatch' },
    { kind: 'gradientNoise', batchSize: 1, statistic: 'excessKurtosis', name: 'kurtosisOfOne' },
    { kind: 'gradientNoise', batchSize: 128, statistic: 'excessKurtosis', name: 'kurtosisOfMany' },
  ],
  predictions: [
    { kind: 'equals', measure: 'smallBatch', arm: 'trained', value: 0.985, margin: 0.05, because: 'near 1: the theory holds for small batches' },
    {
      kind: 'equals',
      measure: 'largeBatch',
      arm: 'trained',
      value: 0.25,
      margin: 0.05,
      because: '(1024 − 768)/1023, not 1: for batches near the data it fails',
    },
    { kind: 'equals', measure: 'kurtosisOfMany', arm: 'trained', value: 0, margin: 0.5, because: 'Gaussian' },
  ],
  controls: [{ kind: 'equals', measure: 'kurtosisOfOne', arm: 'trained', value: 10, margin: 8, because: 'single examples are visibly not Gaussian' }],
});
