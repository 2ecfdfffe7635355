import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'edge-of-stability/momentum-plateaus',
  claim: 'With momentum the sharpness rises to the optimizer’s own limit: 2(1+β)/η for heavy ball, (2/η)(1+β)/(1+2β) for Nesterov',
  source: {
    paper: 'Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability',
    arxiv: '2103.00065',
    section: 'on gradient descent with momentum',
    boundary: {
      paper: 'nets on 5,000 images of CIFAR-10, Polyak and Nesterov momentum',
      ours: 'MLP 49-32-32-32-32-10, tanh, on 250 images of Fashion-MNIST at 7×7, cross-entropy, β = 0.5, rates at which all three limits are 30',
      mayDiffer: 'β = 0.9 would pass from the edge to saturation within a few dozen steps here',
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
    plain: { learningRate: 0.0667, batchSize: 250, stop: { kind: 'time', time: 80 } },
    heavyBall: { learningRate: 0.1, batchSize: 250, optimizer: { kind: 'heavy-ball', momentum: 0.5 } },
    nesterov: { learningRate: 0.05, batchSize: 250, optimizer: { kind: 'nesterov', momentum: 0.5 } },
    heavyBallSlow: { learningRate: 0.0667, batchSize: 250, optimizer: { kind: 'heavy-ball', momentum: 0.5 } },
  },
  stop: { kind: 'time', time: 40 },
  // Eight seeds had a power of 0.8, by a pilot whose base seed is on no record; more are added where a look decides nothing.
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [{ kind: 'hessianLargestEigenvalueCurve', name: 'sharpness', at: 'time', from: 0.6, points: 15, relativeError: 0.05 }],
  predictions: [
    { kind: 'equals', measure: 'sharpness', scale: 'ratio', arm: 'heavyBall', value: 30, margin: 1.15, because: 'half way to 2/η = 20, and less' },
    { kind: 'equals', measure: 'sharpness', scale: 'ratio', arm: 'nesterov', value: 30, margin: 1.15, because: 'half way to 2/η = 40' },
    { kind: 'equals', measure: 'sharpness', scale: 'ratio', arm: 'plain', value: 30, margin: 1.15, because: 'the same margin' },
  ],
  controls: [
    { kind: 'greater', measure: 'sharpness', scale: 'ratio', arms: ['heavyBallSlow', 'plain'], by: 1.2, because: 'its limit is 1.5 times as high' },
  ],
});
