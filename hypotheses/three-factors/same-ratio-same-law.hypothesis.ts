import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'three-factors/same-ratio-same-law',
  claim: 'SGD with the same ratio of learning rate to batch size has the same stationary law',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.2 of the ICLR 2018 submission: "exchanging learning rate and batch size in a way that keeps the ratio of controllable noise constant will result in the same stationary distribution"',
    boundary: {
      paper: 'drawn from the stationary distribution of the stochastic differential equation, theorem 1',
      ours: 'one coordinate of curvature 1, gradient noise of variance 1/S, started at the minimum; the distance |θ| from the minimum after ten relaxation times, by two moments of its law: the mean and the mean square (twice the loss)',
      mayDiffer: 'noise of our own making: it proves the tool; at a finite rate the variance is larger by exactly 1/(1 − η/2)',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1], start: [0] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    slow: { learningRate: 0.05, batchSize: 5 },
    base: { learningRate: 0.1, batchSize: 10 },
    fast: { learningRate: 0.2, batchSize: 20 },
    otherRatio: { learningRate: 0.1, batchSize: 20 },
  },
  stop: { kind: 'time', time: 10 },
  // Pilot of base seed pilotA, 1,500 seeds. The energy distance of the laws was the first design: 0 and 0.012 with a half width of 0.012 for a margin of 0.02, undecided on base seed 0;
  // the number of seeds that would decide it takes minutes to judge.
  replicates: { quick: { min: 2500, max: 7500, looks: 3, spending: 'pocock' }, full: 7500 },
  measures: [{ kind: 'distanceFromStart', name: 'distance' }, 'trainLoss'],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'distance',
      arms: ['slow', 'base', 'fast'],
      margin: 0.006,
      because: 'a tenth of its mean; a ratio that is wrong by two moves it by 0.017, the discretization by 0.002',
    },
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      arms: ['slow', 'base', 'fast'],
      margin: 0.0005,
      because: 'a fifth of ησ²/4S; a ratio that is wrong by two moves it by half, the discretization by 0.08',
    },
  ],
  controls: [
    { kind: 'differs', measure: 'distance', arms: ['base', 'otherRatio'], by: 0.006 },
    { kind: 'differs', measure: 'trainLoss', arms: ['base', 'otherRatio'], by: 0.0005 },
  ],
});
