import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'three-factors/cycles-alternate-width',
  claim: 'Cycles of the rate alternate between sharp and deep regions, and wide and shallow ones',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on cyclic schedules (4.5 of the ICLR 2018 submission)',
    boundary: {
      paper: 'VGG-11 on CIFAR-10, sharpness along cyclic schedules: low in the stages of a high ratio',
      ours: 'MLP 49-32-32-32-32-10, tanh, on 2,000 images of Fashion-MNIST at 7×7, a fifth of their labels flipped; discrete cycles of eight epochs, trace of the Hessian and training loss at the ends of the stages, run by run',
      mayDiffer:
        'the setting was found by search: of thirteen tried, ReLU nets with either loss on plain labels showed no such contrast (arm `saturating`), deep tanh nets a weak one; flipped labels, which keep the cross-entropy from saturating, and small batches bring it out; the stages compared have the same mean epoch',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32, 32, 32, 32], activation: 'tanh', init: 'glorot' },
    data: { kind: 'fashion-mnist', train: 2000, test: 200, downsample: 7, labelNoise: { fraction: 0.2 } },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    cyclic: { learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.02, high: 0.2, period: 8 }, batchSize: 4 },
    steady: { learningRate: 0.06, batchSize: 4 },
    saturating: {
      learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.01, high: 0.1, period: 8 },
      batchSize: 16,
      workload: {
        model: { kind: 'mlp', hidden: [64, 64] },
        data: { kind: 'fashion-mnist', train: 2000, test: 200, downsample: 14, standardize: true },
      },
    },
  },
  stop: { kind: 'epochs', epochs: 24 },
  replicates: { quick: { min: 6, max: 24, looks: 4, spending: 'pocock' }, full: 24 },
  measures: [
    { kind: 'hessianTraceCurve', name: 'quietTrace', epochs: [12, 20] },
    { kind: 'hessianTraceCurve', name: 'noisyTrace', epochs: [8, 16, 24] },
    { kind: 'trainLossCurve', name: 'quietLoss', epochs: [12, 20] },
    { kind: 'trainLossCurve', name: 'noisyLoss', epochs: [8, 16, 24] },
  ],
  predictions: [
    { kind: 'above', measure: 'quietTrace', scale: 'ratio', arm: 'cyclic', than: 'noisyTrace', by: 1.25, because: 'a quarter, as elsewhere' },
    { kind: 'below', measure: 'quietLoss', scale: 'ratio', arm: 'cyclic', than: 'noisyLoss', by: 1.05, because: 'deeper by a twentieth' },
  ],
  controls: [
    { kind: 'equals', measure: 'quietTrace', scale: 'ratio', arm: 'steady', value: 'noisyTrace', margin: 1.25, because: 'no cycle, no contrast' },
    { kind: 'equals', measure: 'quietTrace', scale: 'ratio', arm: 'saturating', value: 'noisyTrace', margin: 1.25, because: 'it fails here' },
  ],
});
