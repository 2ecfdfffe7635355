import { hypothesis } from 'optimizer-assay';

const checked = (checkEvery: number) => ({ stop: { kind: 'trainLoss', below: 0.05, checkEvery, maxEpochs: 300 } }) as const;

export default hypothesis({
  id: 'three-factors/larger-ratio-generalizes-no-worse',
  claim: 'A larger ratio of learning rate to batch size generalizes no worse, up to a peak, and worse beyond it',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on the impact of SGD on minima (4.1 and figure 1 of the ICLR 2018 submission)',
    boundary: {
      paper: 'deep ReLU MLP on Fashion-MNIST: the validation accuracy grows with the ratio',
      ours: 'MLP 196-64-64-10 on 1,000 images at 14×14, all arms trained to a loss of 0.05',
      mayDiffer:
        'at a matched training loss twelve pilot seeds saw a gain of 0.3 points with a spread of 0.6, so it is claimed that nothing is lost, not that something is won',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 1000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.1, batchSize: 256, ...checked(4) },
    peak: { learningRate: 0.1, batchSize: 8, ...checked(0.5) },
    beyond: { learningRate: 0.3, batchSize: 16, ...checked(0.5) },
  },
  stop: { kind: 'trainLoss', below: 0.05, checkEvery: 0.5, maxEpochs: 300 },
  replicates: { quick: { min: 24, max: 72, looks: 3, spending: 'pocock' }, full: 72 },
  measures: ['trainLoss', 'testAccuracy'],
  predictions: [
    { kind: 'nonInferior', measure: 'testAccuracy', arms: ['peak', 'small'], margin: 0.01, because: 'one point of accuracy' },
    { kind: 'less', measure: 'testAccuracy', arms: ['beyond', 'peak'], because: 'any loss, so that there is a peak' },
  ],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'peak', 'beyond'], margin: 0.02, because: 'compared at equal depth' }],
});
