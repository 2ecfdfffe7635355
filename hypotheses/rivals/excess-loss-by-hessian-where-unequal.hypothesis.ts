import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'rivals/excess-loss-by-hessian-where-unequal',
  claim: 'Near a minimum E[L] − L* = (η/4S)·Tr(H) beyond H = C too (it is not: there the relation of three factors fails by Tr(C)/Tr(H))',
  source: {
    paper: 'Luo et al., How Many Factors Influence Minima in SGD?, against Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '2009.11858',
    section:
      'abstract: "the three-factor and associated relationship results found in Jastrzębski et al. (2018) may not hold beyond the considered special case"',
    boundary: {
      paper: 'Luo et al. by numerical findings; Jastrzębski et al. (version 3) derive the relation under H = C and claim it nowhere beyond',
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
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 24, max: 72, looks: 3, spending: 'pocock' }, full: 128 },
  measures: [{ kind: 'trainLossCurve', at: 'time', from: 0.1, name: 'excessLoss' }],
  predictions: [
    { kind: 'equals', measure: 'excessLoss', arm: 'quarter', value: 0.002188, margin: 0.000219, because: 'a tenth of 0.000625 · 3.5' },
    { kind: 'equals', measure: 'excessLoss', arm: 'full', value: 0.00875, margin: 0.000875, because: 'a tenth of 0.0025 · 3.5' },
  ],
  controls: [{ kind: 'above', measure: 'excessLoss', arm: 'full', than: 0.004376, because: 'twice what a quarter of the ratio is to give' }],
  expected: 'refuted',
});
