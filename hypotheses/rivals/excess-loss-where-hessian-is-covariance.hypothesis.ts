import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'rivals/excess-loss-where-hessian-is-covariance',
  claim: 'Near a minimum where H = C the three-factor and the four-factor relation say the same: E[L] − L* = (η/4S)·Tr(H) = (η/4S)·Tr(C)',
  source: {
    paper: 'Luo et al., How Many Factors Influence Minima in SGD?, against Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '2009.11858',
    section: 'on the three-factor relation (Jastrzębski et al., version 3) and the four-factor relation of Wang 2019 (abstract)',
    boundary: {
      paper: 'the one is derived under H = C, the other for any H and C from HΣ + ΣH = (η/S)·C',
      ours: 'a bowl with curvatures 0.5, 1, 2 and gradient noise of the same covariance as the Hessian; mean loss of the stationary law',
      mayDiffer:
        'noise of our own making: it proves the tool, and no rival wins; excess-loss-by-hessian-where-unequal and excess-loss-by-covariance-where-unequal part them. A finite rate adds a factor of at most 1/(1 − ηh/2), 5 % at the largest curvature',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: { kind: 'quadratic', hessian: [0.5, 1, 2], noiseCovariance: [0.5, 1, 2], start: [0, 0, 0] },
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
});
