import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/batches-without-replacement',
  claim: 'The fluctuations of SGD have the scale g = η(N/S − 1), divided by 1 − m with momentum m: they vanish for full batches',
  source: {
    paper: 'Smith & Le, A Bayesian Perspective on Generalization and Stochastic Gradient Descent',
    arxiv: '1710.06451',
    section: 'on the noise scale; momentum: Smith et al. 2017, arXiv:1711.00489, on the effective learning rate',
    boundary: {
      paper: 'derived for the limit of small rates; shown by the best batch size of a net',
      ours: 'linear regression on N = 640 points, batches without replacement, where the loss above the minimum is (η/4S)·(N − S)/(N − 1)·Tr(C)/(1 − m)',
      mayDiffer: 'regression of our own making: it proves the tool; finite rates: ηh/2 adds 1 %, the noise of the curvature itself as much at S = 80',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: { kind: 'linear-regression' },
    data: { kind: 'linear', eigenvalues: Array<number>(64).fill(1), noise: 10, train: 640, test: 64 },
    loss: 'mean-squared-error',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.01, batchSize: 80 },
    half: { learningRate: 0.01, batchSize: 320 },
    nearlyAll: { learningRate: 0.01, batchSize: 560 },
    momentum: { learningRate: 0.005, batchSize: 80, optimizer: { kind: 'heavy-ball', momentum: 0.5 }, stop: { kind: 'steps', steps: 1600 } },
  },
  sampler: 'without-replacement',
  stop: { kind: 'steps', steps: 800 },
  // n not planned: no pilot is on record; the first look takes half of the 96 seeds of the first design, and more are added where it decides nothing.
  replicates: { quick: { min: 48, max: 144, looks: 3, spending: 'pocock' }, full: 288 },
  measures: [{ kind: 'excessLoss', per: 'gradientCovarianceTrace' }],
  predictions: [
    {
      kind: 'scales',
      measure: 'excessLoss',
      along: 'noiseScale',
      exponent: 1,
      within: 0.1,
      fit: 1.1,
      because: 'proportional, to a tenth of the exponent and of each level',
    },
    // η/4S · (N − S)/(N − 1) for S = 80, 320, 560
    { kind: 'equals', measure: 'excessLoss', arm: 'small', value: 2.739e-5, margin: 2.739e-6, because: 'a tenth' },
    { kind: 'equals', measure: 'excessLoss', arm: 'half', value: 3.912e-6, margin: 3.912e-7, because: 'a tenth' },
    { kind: 'equals', measure: 'excessLoss', arm: 'nearlyAll', value: 5.589e-7, margin: 5.589e-8, because: 'a tenth' },
    { kind: 'equals', measure: 'excessLoss', arm: 'momentum', value: 2.739e-5, margin: 2.739e-6, because: 'a tenth: half the rate over 1 − ½' },
  ],
  controls: [
    { kind: 'greater', measure: 'excessLoss', scale: 'ratio', arms: ['half', 'nearlyAll'], by: 3.5, because: 'η/S alone says 1.75; g says 7' },
  ],
});
