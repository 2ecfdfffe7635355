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
      ours: 'one coordinate of curvature 1, gradient noise of variance 1/S, started at the minimum; the distance |θ| from the minimum after ten relaxation times, whose law is that of θ but for its sign',
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
  // Pilot of base seed pilotA, 1,500 seeds: upper bounds of 0.013; base seed 0 had 0.025 with as many, undecided: its half width was 0.012. 4,000 seeds bring it to 0.007, and the bound for what the discretization explains to 0.013.
  replicates: { quick: 4000, full: 6000 },
  measures: [{ kind: 'distanceFromStart', name: 'distance' }],
  predictions: [
    {
      kind: 'sameDistribution',
      measure: 'distance',
      arms: ['slow', 'base'],
      margin: 0.02,
      because: 'a ratio that is wrong by a quarter is 0.023 away, one that is wrong by two 0.064; the discretization explains 0.006',
    },
    { kind: 'sameDistribution', measure: 'distance', arms: ['base', 'fast'], margin: 0.02, because: 'the same' },
  ],
  controls: [{ kind: 'differs', measure: 'distance', scale: 'ratio', arms: ['base', 'otherRatio'], by: 1.25 }],
});
