import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'rivals/excess-loss-by-covariance-where-unequal',
  claim: 'Near a minimum E[L] − L* = (η/4S)·Tr(C), where H and C differ',
  source: {
    paper: 'Luo et al., How Many Factors Influence Minima in SGD?, against Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '2009.11858',
    section: 'on the four-factor relation of Wang 2019, which it confirms where the three-factor relation may fail (abstract)',
    boundary: {
      paper: 'derived for any H and C from HΣ + ΣH = (η/S)·C',
      ours: 'a bowl with curvatures 0.5, 1, 2 and gradient noise of two other covariances, Tr(C) = 7 beside Tr(H) = 3.5, one not diagonal, one largest where the bowl is flattest; mean loss of the stationary law',
      mayDiffer: 'nothing but the discretization: a finite rate adds a factor of at most 1/(1 − ηh/2), 5 % at the largest curvature',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: {
      kind: 'quadratic',
      hessian: [0.5, 1, 2],
      noiseCovariance: [
        [4, 1, 0],
        [1, 2, 0],
        [0, 0, 1],
      ],
      start: [0, 0, 0],
    },
    data: { kind: 'gradient-noise' },
    loss: 'model',
  },
  optimizer: { kind: 'sgd' },
  arms: { quarter: { learningRate: 0.05, batchSize: 20 }, full: { learningRate: 0.05, batchSize: 5 } },
  stop: { kind: 'time', time: 300 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 24, max: 72, looks: 3, spending: 'pocock' }, full: 128 },
  over: {
    correlated: {},
    reversed: { workload: { model: { kind: 'quadratic', hessian: [0.5, 1, 2], noiseCovariance: [4, 2, 1], start: [0, 0, 0] } } },
  },
  measures: [{ kind: 'trainLossCurve', at: 'time', from: 0.1, name: 'excessLoss' }],
  predictions: [
    { kind: 'equals', measure: 'excessLoss', arm: 'quarter', value: 0.004375, margin: 0.000438, because: 'a tenth of 0.000625 · 7' },
    { kind: 'equals', measure: 'excessLoss', arm: 'full', value: 0.0175, margin: 0.00175, because: 'a tenth of 0.0025 · 7' },
  ],
  controls: [{ kind: 'above', measure: 'excessLoss', arm: 'full', than: 0.00875, because: 'twice what a quarter of the ratio is to give' }],
});
