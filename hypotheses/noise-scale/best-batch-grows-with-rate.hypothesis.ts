import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/best-batch-grows-with-rate',
  claim: 'The batch size that ends best grows in proportion to the learning rate',
  source: {
    paper: 'Smith & Le, A Bayesian Perspective on Generalization and Stochastic Gradient Descent',
    arxiv: '1710.06451',
    section: 'on the best batch size',
    boundary: {
      paper: 'best test accuracy of a net over batch sizes at several learning rates',
      ours: 'loss of a noisy bowl of curvature 1 after 2,000 examples from far away: ½(9·exp(−2·2000·x) + x/2) a coordinate, x = η/S, so that the best S is proportional to η',
      mayDiffer:
        'noise of our own making: x = η/S by construction, which proves the tool; what a net does is best-batch-of-a-net. What a small ratio loses here is time, in the paper the escape from sharp minima; finite rates move the exponent to 1.04',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: { kind: 'quadratic', hessian: [1, 1, 1, 1, 1, 1, 1, 1], noiseCovariance: [1, 1, 1, 1, 1, 1, 1, 1], start: [3, 3, 3, 3, 3, 3, 3, 3] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    'rate0.05batch4': { learningRate: 0.05, batchSize: 4, stop: { kind: 'steps', steps: 500 } },
    'rate0.05batch8': { learningRate: 0.05, batchSize: 8, stop: { kind: 'steps', steps: 250 } },
    'rate0.05batch16': { learningRate: 0.05, batchSize: 16, stop: { kind: 'steps', steps: 125 } },
    'rate0.05batch32': { learningRate: 0.05, batchSize: 32, stop: { kind: 'steps', steps: 62 } },
    'rate0.05batch64': { learningRate: 0.05, batchSize: 64, stop: { kind: 'steps', steps: 31 } },
    'rate0.05batch128': { learningRate: 0.05, batchSize: 128, stop: { kind: 'steps', steps: 16 } },
    'rate0.1batch4': { learningRate: 0.1, batchSize: 4, stop: { kind: 'steps', steps: 500 } },
    'rate0.1batch8': { learningRate: 0.1, batchSize: 8, stop: { kind: 'steps', steps: 250 } },
    'rate0.1batch16': { learningRate: 0.1, batchSize: 16, stop: { kind: 'steps', steps: 125 } },
    'rate0.1batch32': { learningRate: 0.1, batchSize: 32, stop: { kind: 'steps', steps: 62 } },
    'rate0.1batch64': { learningRate: 0.1, batchSize: 64, stop: { kind: 'steps', steps: 31 } },
    'rate0.1batch128': { learningRate: 0.1, batchSize: 128, stop: { kind: 'steps', steps: 16 } },
    'rate0.2batch4': { learningRate: 0.2, batchSize: 4, stop: { kind: 'steps', steps: 500 } },
    'rate0.2batch8': { learningRate: 0.2, batchSize: 8, stop: { kind: 'steps', steps: 250 } },
    'rate0.2batch16': { learningRate: 0.2, batchSize: 16, stop: { kind: 'steps', steps: 125 } },
    'rate0.2batch32': { learningRate: 0.2, batchSize: 32, stop: { kind: 'steps', steps: 62 } },
    'rate0.2batch64': { learningRate: 0.2, batchSize: 64, stop: { kind: 'steps', steps: 31 } },
    'rate0.2batch128': { learningRate: 0.2, batchSize: 128, stop: { kind: 'steps', steps: 16 } },
  },
  stop: { kind: 'steps', steps: 62 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 96 },
  measures: ['trainLoss'],
  predictions: [
    {
      kind: 'peakScales',
      measure: 'trainLoss',
      scale: 'ratio',
      over: 'batchSize',
      along: 'learningRate',
      exponent: 1,
      within: 0.3,
      because: 'proportional, well apart from the square root',
    },
  ],
});
