import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/best-batch-grows-with-data',
  claim: 'The batch size that ends best grows in proportion to the size of the training set (a noisy bowl)',
  source: {
    paper: 'Smith & Le, A Bayesian Perspective on Generalization and Stochastic Gradient Descent',
    arxiv: '1710.06451',
    section: 'on the best batch size',
    boundary: {
      paper: 'best test accuracy of a net over batch sizes at one learning rate, for training sets of several sizes',
      ours: 'loss of a noisy bowl of curvature 1 after one pass over N = 1,000, 2,000, 4,000 examples: ½(9·exp(−2Nx) + x/2) a coordinate, x = η/S',
      mayDiffer:
        'noise of our own making: the exponent is known in advance and proves the tool; no net is asked this, for best-batch-of-a-net varies the rate. The best x is ln(36·N)/2N, so the exponent is 1 − 1/ln(36·N), about 0.91: proportional but for a logarithm',
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
    data1000batch8: { learningRate: 0.1, batchSize: 8, stop: { kind: 'steps', steps: 125 }, covariates: { examples: 1000 } },
    data1000batch16: { learningRate: 0.1, batchSize: 16, stop: { kind: 'steps', steps: 62 }, covariates: { examples: 1000 } },
    data1000batch32: { learningRate: 0.1, batchSize: 32, stop: { kind: 'steps', steps: 31 }, covariates: { examples: 1000 } },
    data1000batch64: { learningRate: 0.1, batchSize: 64, stop: { kind: 'steps', steps: 16 }, covariates: { examples: 1000 } },
    data1000batch128: { learningRate: 0.1, batchSize: 128, stop: { kind: 'steps', steps: 8 }, covariates: { examples: 1000 } },
    data2000batch8: { learningRate: 0.1, batchSize: 8, stop: { kind: 'steps', steps: 250 }, covariates: { examples: 2000 } },
    data2000batch16: { learningRate: 0.1, batchSize: 16, stop: { kind: 'steps', steps: 125 }, covariates: { examples: 2000 } },
    data2000batch32: { learningRate: 0.1, batchSize: 32, stop: { kind: 'steps', steps: 62 }, covariates: { examples: 2000 } },
    data2000batch64: { learningRate: 0.1, batchSize: 64, stop: { kind: 'steps', steps: 31 }, covariates: { examples: 2000 } },
    data2000batch128: { learningRate: 0.1, batchSize: 128, stop: { kind: 'steps', steps: 16 }, covariates: { examples: 2000 } },
    data4000batch8: { learningRate: 0.1, batchSize: 8, stop: { kind: 'steps', steps: 500 }, covariates: { examples: 4000 } },
    data4000batch16: { learningRate: 0.1, batchSize: 16, stop: { kind: 'steps', steps: 250 }, covariates: { examples: 4000 } },
    data4000batch32: { learningRate: 0.1, batchSize: 32, stop: { kind: 'steps', steps: 125 }, covariates: { examples: 4000 } },
    data4000batch64: { learningRate: 0.1, batchSize: 64, stop: { kind: 'steps', steps: 62 }, covariates: { examples: 4000 } },
    data4000batch128: { learningRate: 0.1, batchSize: 128, stop: { kind: 'steps', steps: 31 }, covariates: { examples: 4000 } },
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
      along: 'examples',
      exponent: 1,
      within: 0.3,
      because: 'proportional, well apart from the square root',
    },
  ],
  controls: (
    [
      ['data1000batch8', 'data1000batch16'],
      ['data1000batch32', 'data1000batch16'],
      ['data4000batch32', 'data4000batch64'],
      ['data4000batch128', 'data4000batch64'],
    ] as const
  ).map((arms) => ({
    kind: 'greater',
    measure: 'trainLoss',
    scale: 'ratio',
    arms,
    because: 'the best batch of the fewest and of the most data lies inside the ladder',
    although: 'each arm makes one pass, in as many steps as its batch size leaves',
  })),
});
