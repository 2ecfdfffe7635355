import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'rivals/excess-loss-by-hessian-where-unequal',
  claim: 'Near a minimum E[L] − L* = (η/4S)·Tr(H), where H and C differ',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on the Ornstein–Uhlenbeck process at a minimum where H = C',
    boundary: {
      paper: 'derived under H = C near a minimum',
      ours: 'a bowl with curvatures 0.5, 1, 2 and gradient noise of another covariance, Tr(C) = 7 beside Tr(H) = 3.5, not diagonal; mean loss of the stationary law',
      mayDiffer: 'the premise H = C is taken away on purpose: the relation is expected to fail by Tr(C)/Tr(H) = 2',
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
  replicates: { quick: { min: 24, max: 72, looks: 3, spending: 'pocock' }, full: 128 },
  measures: [{ kind: 'trainLossCurve', at: 'time', from: 0.1, name: 'excessLoss' }],
  predictions: [
    { kind: 'equals', measure: 'excessLoss', arm: 'quarter', value: 0.002188, margin: 0.000219, because: 'a tenth of 0.000625 · 3.5' },
    { kind: 'equals', measure: 'excessLoss', arm: 'full', value: 0.00875, margin: 0.000875, because: 'a tenth of 0.0025 · 3.5' },
  ],
  controls: [{ kind: 'above', measure: 'excessLoss', arm: 'full', than: 0.004376, because: 'twice what a quarter of the rate is to give' }],
  expected: 'refuted',
});
