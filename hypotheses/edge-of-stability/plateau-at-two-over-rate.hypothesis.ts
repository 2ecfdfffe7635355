import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'edge-of-stability/plateau-at-two-over-rate',
  claim: 'Full-batch gradient descent raises the sharpness to 2/η, where it hovers right at, or just above (rates of 0.035 and 0.06)',
  source: {
    paper: 'Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability',
    arxiv: '2103.00065',
    section: 'introduction',
    figure: '1',
    boundary: {
      paper: 'fully connected and convolutional nets on 5,000 images of CIFAR-10, the sharpness hovers right at, or just above, 2/η',
      ours: 'MLP 49-32-32-32-32-32-10, tanh, on 250 images of Fashion-MNIST at 7×7, cross-entropy, rates 0.035 and 0.06, and 0.1 as a control, mean sharpness from 60 % of the time ηk = 80 on',
      mayDiffer:
        'we stop at a training loss near 0.1, since cross-entropy lowers the sharpness as it saturates; the larger the rate, the further it hovers above 2/η: at 0.1 by a seventh, the edge of the margin, so nothing is claimed there; `plateau-exponent` asks for the exponent',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32, 32, 32, 32, 32], activation: 'tanh', init: 'glorot' },
    data: { kind: 'fashion-mnist', train: 250, test: 50, downsample: 7 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  sampler: 'full-batch',
  arms: {
    'rate0.035': { learningRate: 0.035, batchSize: 250 },
    'rate0.06': { learningRate: 0.06, batchSize: 250 },
    'rate0.1': { learningRate: 0.1, batchSize: 250 },
  },
  stop: { kind: 'time', time: 80 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 32 },
  measures: [
    { kind: 'hessianLargestEigenvalueCurve', name: 'sharpness', at: 'time', from: 0.6, points: 24, relativeError: 0.05 },
    { kind: 'hessianLargestEigenvalueCurve', name: 'sharpnessAtStart', epochs: [0], relativeError: 0.05 },
  ],
  predictions: [
    { kind: 'equals', measure: 'sharpness', scale: 'ratio', arm: 'rate0.035', value: 57.1, margin: 1.19, because: 'half way to a rate √2 away' },
    { kind: 'equals', measure: 'sharpness', scale: 'ratio', arm: 'rate0.06', value: 33.3, margin: 1.19, because: 'the same margin' },
    { kind: 'above', measure: 'sharpness', scale: 'ratio', arm: 'rate0.06', than: 'sharpnessAtStart', by: 2, because: 'it rises to the edge' },
  ],
  controls: [{ kind: 'greater', measure: 'sharpness', scale: 'ratio', arms: ['rate0.035', 'rate0.1'], by: 1.5, because: 'rates differ threefold' }],
});
