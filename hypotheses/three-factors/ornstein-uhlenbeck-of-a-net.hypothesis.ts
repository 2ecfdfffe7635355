import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

const workload = {
  model: { kind: 'mlp', hidden: [16] },
  data: { kind: 'fashion-mnist', train: 1000, test: 1000, downsample: 7, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  quarter: { learningRate: 0.05, batchSize: 64 },
  half: { learningRate: 0.05, batchSize: 32 },
  full: { learningRate: 0.05, batchSize: 16 },
} as const;

export default hypothesis({
  id: 'three-factors/ornstein-uhlenbeck-of-a-net',
  claim: 'A net in passing, whose loss still falls and where H is not C, stays above the bottom of its basin by E[L] − L* = (η/4S)·Tr(H)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      'paraphrase of version 3, on the Ornstein–Uhlenbeck process at a minimum where H = C; no sentence of the ICLR 2018 submission, which assumes C = σ²I',
    boundary: {
      paper: 'derived for the minimum of a deep net',
      ours: 'MLP 49-16-10 on 1,000 images of Fashion-MNIST at 7×7, batches of 16, 32 and 64 drawn with replacement, rate 0.05 for a time of 300; L* and Tr(H) where Newton’s method arrives from the end',
      mayDiffer:
        'a net of this size is not stationary after 100 to 400 epochs: the pilot (base seed pilotA) saw 14 times the excess loss and an exponent of 0.6 [0.35, 0.84]; nor is H = C there (rivals/hessian-is-not-gradient-covariance-in-nets)',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  sampler: 'iid',
  arms,
  stop: { kind: 'time', time: 300 },
  // Pilot of base seed pilotA, 6 seeds: refuted by both predictions, p < 0.001.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  measures: [
    { kind: 'trainLossCurve', at: 'time', from: 0.8 },
    { kind: 'trainLossCurve', at: 'time', from: 0.4, name: 'lossBefore' },
    'hessianCovarianceRatio',
    { kind: 'excessLoss', per: 'hessianTrace', name: 'excessPerTrace', from: 0.8 },
  ],
  predictions: [
    {
      kind: 'scales',
      measure: 'excessPerTrace',
      along: 'ratio',
      exponent: 1,
      within: 0.1,
      because: 'proportional, to a tenth of the exponent, as for the model that is convex',
    },
    { kind: 'equals', measure: 'excessPerTrace', scale: 'ratio', arm: 'full', value: 0.00078125, margin: 1.25, because: 'η/4S' },
  ],
  controls: [
    {
      kind: 'above',
      measure: 'lossBefore',
      scale: 'ratio',
      arm: 'full',
      than: 'trainLossCurve',
      by: 1.1,
      because: 'it is in passing: the mean loss of the last fifth of the time is a tenth below that of the last three',
    },
    { kind: 'above', measure: 'hessianCovarianceRatio', scale: 'ratio', arm: 'full', than: 1.25, because: 'H is not C here' },
  ],
  expected: 'refuted',
  variants: {
    ...variantsOfAnMlp(workload, arms),
    'twice-as-long': { stop: { kind: 'time', time: 600 } },
  },
});
