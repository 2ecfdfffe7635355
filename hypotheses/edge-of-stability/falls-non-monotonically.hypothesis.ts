import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'edge-of-stability/falls-non-monotonically',
  claim: 'At the edge of stability the training loss behaves non-monotonically over short timescales, yet falls over long ones',
  source: {
    paper: 'Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability',
    arxiv: '2103.00065',
    section: 'abstract and introduction',
    figure: '1',
    boundary: {
      paper: 'nets on 5,000 images of CIFAR-10, the training loss of every step',
      ours: 'MLP 49-32-32-32-32-10, tanh, on 250 images of Fashion-MNIST at 7×7, cross-entropy, the training loss of every step of the second half; once more with a fifth of the labels flipped',
      mayDiffer:
        'the fall is from the steps half way to the last tenth of the run; in a pilot (base seed on no record) tanh nets of one or two layers of 64 did not reach the edge in this time and fell monotonically',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32, 32, 32, 32], activation: 'tanh', init: 'glorot' },
    data: { kind: 'fashion-mnist', train: 250, test: 50, downsample: 7 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  sampler: 'full-batch',
  arms: {
    edge: { learningRate: 0.11, batchSize: 250 },
    stable: { learningRate: 0.02, batchSize: 250, stop: { kind: 'time', time: 20 } },
  },
  stop: { kind: 'time', time: 80 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  over: {
    plainLabels: {},
    noisyLabels: { workload: { data: { kind: 'fashion-mnist', train: 250, test: 50, downsample: 7, labelNoise: { fraction: 0.2 } } } },
  },
  measures: [
    { kind: 'trainLossRises', from: 0.5 },
    { kind: 'trainLossCurve', name: 'lossHalfWay', epochs: [340, 350, 360, 370, 380, 390] },
    { kind: 'trainLossCurve', name: 'lossAtEnd', from: 0.9 },
  ],
  predictions: [
    { kind: 'above', measure: 'trainLossRises', arm: 'edge', than: 0.1, because: 'one step in ten; a monotone descent has none' },
    {
      kind: 'above',
      measure: 'lossHalfWay',
      scale: 'ratio',
      arm: 'edge',
      than: 'lossAtEnd',
      by: 1.25,
      because: 'a fall by a fifth is no standstill',
    },
  ],
  controls: [
    {
      kind: 'less',
      measure: 'trainLossRises',
      arms: ['stable', 'edge'],
      by: 0.1,
      because: 'below the edge the descent is monotone',
      although: 'it is a share of the steps of each arm, and the stable arm is not at the edge at any time',
    },
  ],
});
