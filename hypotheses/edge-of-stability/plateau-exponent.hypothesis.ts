import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'edge-of-stability/plateau-exponent',
  claim: 'The sharpness at which full-batch gradient descent hovers is proportional to 1/η at rates of 0.1 to 0.28: its exponent is −1 to a tenth',
  source: {
    paper: 'Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability',
    arxiv: '2103.00065',
    section: 'introduction; the exponent is our reading of "right at, or just above" 2/η',
    figure: '1',
    boundary: {
      paper: 'the sharpness hovers right at, or just above, 2/η, whatever the rate',
      ours: 'MLP 49-32-32-32-32-10, tanh, on 250 images of Fashion-MNIST at 7×7, standardized, cross-entropy, rates 0.1 … 0.28',
      mayDiffer:
        'refuted here: the larger the rate, the further above 2/η it hovers. A pilot of eight seeds (base seed pilotD) saw 1.00, 1.14 and 1.29 times 2/η and an exponent of −0.75 [−0.81, −0.55]: sixteen seeds were enough under four base seeds; the exponent comes nearer to −1 at smaller rates (near −0.9 at 0.035 … 0.1 without standardization)',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32, 32, 32, 32], activation: 'tanh', init: 'glorot' },
    data: { kind: 'fashion-mnist', train: 250, test: 50, downsample: 7, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  sampler: 'full-batch',
  arms: {
    'rate0.1': { learningRate: 0.1, batchSize: 250 },
    'rate0.17': { learningRate: 0.17, batchSize: 250 },
    'rate0.28': { learningRate: 0.28, batchSize: 250 },
  },
  stop: { kind: 'time', time: 60 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  measures: [{ kind: 'hessianLargestEigenvalueCurve', name: 'sharpness', at: 'time', from: 0.5, points: 20, relativeError: 0.05 }],
  predictions: [{ kind: 'scales', measure: 'sharpness', along: 'learningRate', exponent: -1, within: 0.1, because: 'a tenth of the exponent' }],
  controls: [
    { kind: 'greater', measure: 'sharpness', scale: 'ratio', arms: ['rate0.1', 'rate0.28'], by: 1.25, because: 'it follows the rate' },
    { kind: 'above', measure: 'sharpness', arm: 'rate0.1', than: 18, because: 'nine tenths of 2/η: it is at the edge' },
    { kind: 'above', measure: 'sharpness', arm: 'rate0.17', than: 10.6, because: 'as above' },
    { kind: 'above', measure: 'sharpness', arm: 'rate0.28', than: 6.4, because: 'as above' },
  ],
  expected: 'refuted',
});
