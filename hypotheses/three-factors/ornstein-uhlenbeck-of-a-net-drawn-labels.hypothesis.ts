import { hypothesis } from 'optimizer-assay';
import { otherMomentum, otherSeeds } from './variants.ts';

const labels = { kind: 'labels-from-model', of: 'fashion-mnist', train: 2000, test: 1000, downsample: 4, standardize: true } as const;

const arms = {
  quarter: { learningRate: 0.2, batchSize: 80 },
  half: { learningRate: 0.1, batchSize: 20 },
  full: { learningRate: 0.2, batchSize: 20 },
  shuffled: { learningRate: 0.2, batchSize: 80, sampler: 'epoch-shuffle' },
} as const;

export default hypothesis({
  id: 'three-factors/ornstein-uhlenbeck-of-a-net-drawn-labels',
  claim: 'Where H = C a net that SGD has trained until its loss is stationary stays above the bottom of its basin by E[L] − L* = (η/4S)·Tr(H)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      'paraphrase of version 3, on the Ornstein–Uhlenbeck process at a minimum where H = C; no sentence of the ICLR 2018 submission, which assumes C = σ²I',
    boundary: {
      paper: 'derived for the minimum of a deep net',
      ours: 'MLP 16-8-10 on 2,000 images of Fashion-MNIST at 4×4 with labels drawn from a soft-max regression, batches of 20 and 80 drawn with replacement, rates of 0.1 and 0.2, for a time of 8,000; L* and Tr(H) where Newton’s method arrives from the end',
      mayDiffer: 'pilot',
    },
  },
  workload: { model: { kind: 'mlp', hidden: [8] }, data: labels, loss: 'cross-entropy' },
  optimizer: { kind: 'sgd' },
  sampler: 'iid',
  arms,
  stop: { kind: 'time', time: 8000 },
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [
    { kind: 'trainLossCurve', at: 'time', from: 0.7 },
    { kind: 'trainLossCurve', at: 'time', from: 0.4, name: 'lossBefore' },
    { kind: 'excessLoss', per: 'hessianTrace', name: 'excessPerTrace', from: 0.7 },
  ],
  predictions: [
    {
      kind: 'equals',
      measure: 'excessPerTrace',
      scale: 'ratio',
      arm: 'quarter',
      value: 0.000625,
      margin: 1.25,
      because: 'η/4S, to a quarter, as for the model that is convex',
    },
    { kind: 'equals', measure: 'excessPerTrace', scale: 'ratio', arm: 'half', value: 0.00125, margin: 1.25, because: 'η/4S, by the rate' },
    { kind: 'equals', measure: 'excessPerTrace', scale: 'ratio', arm: 'full', value: 0.0025, margin: 1.25, because: 'η/4S' },
  ],
  controls: [
    { kind: 'equals', measure: 'trainLossCurve', arm: 'quarter', value: 'lossBefore', margin: 0.004, because: 'stationary: an eighth of the excess' },
    { kind: 'equals', measure: 'trainLossCurve', arm: 'full', value: 'lossBefore', margin: 0.004, because: 'stationary' },
    { kind: 'differs', measure: 'excessPerTrace', scale: 'ratio', arms: ['quarter', 'shuffled'], by: 1.25 },
  ],
  variants: {
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
