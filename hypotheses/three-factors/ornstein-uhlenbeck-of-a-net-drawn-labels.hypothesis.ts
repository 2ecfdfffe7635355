import { hypothesis } from 'optimizer-assay';
import { otherMomentum, otherSeeds } from './variants.ts';

const labels = { kind: 'labels-from-model', of: 'fashion-mnist', train: 2000, test: 100, downsample: 4, standardize: true } as const;

const arms = {
  half: { learningRate: 0.2, batchSize: 40 },
  full: { learningRate: 0.2, batchSize: 20 },
} as const;

/** The mean loss of two stretches of the epochs of an arm that follow each other, the end of the first and the end of the run. */
function inTwo(arm: 'half' | 'full', epochs: number) {
  const stretch = (from: number) => Array.from({ length: 16 }, (_, index) => Math.round(epochs * (from + (index + 1) / 50)));
  return [
    { kind: 'trainLossCurve', name: `${arm}Before` as const, epochs: stretch(0.36) },
    { kind: 'trainLossCurve', name: `${arm}After` as const, epochs: stretch(0.68) },
  ] as const;
}

/** The loss hardly falls any more. */
const stationary = (arm: 'half' | 'full', margin: number) =>
  ({
    kind: 'equals',
    measure: `${arm}After` as const,
    arm,
    value: `${arm}Before` as const,
    margin,
    because: 'from one third of the time to the next it falls by less than a third of the 0.035 and 0.06 that it stays above the bottom',
  }) as const;

export default hypothesis({
  id: 'three-factors/ornstein-uhlenbeck-of-a-net-drawn-labels',
  claim: 'Where H = C a net whose loss hardly falls any more stays above the bottom of its basin by E[L] − L* = (η/4S)·Tr(H)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      'paraphrase of version 3, on the Ornstein–Uhlenbeck process at a minimum where H = C; no sentence of the ICLR 2018 submission, which assumes C = σ²I',
    boundary: {
      paper: 'derived for the minimum of a deep net',
      ours: 'MLP 16-8-10 on 2,000 images of Fashion-MNIST at 4×4 with labels drawn from a soft-max regression, batches of 20 and 40 drawn with replacement, rate 0.2, for a time of 6,000; L* and Tr(H) where Newton’s method arrives from the end',
      mayDiffer:
        'labels that the net explains, as the derivation asks, where real ones leave it in passing for as long (ornstein-uhlenbeck-of-a-net). The loss still falls by 0.005 from one third of the time to the next, as the net finds lower basins, which lifts a smaller ratio above the relation: at half of the smaller one here it was 1.25 times as much. Batches without replacement, as nets are usually trained, leave three quarters of it. A pilot of 36 seeds (base seed pilotD) saw 1.14 and 0.98 times η/4S, with spreads of 10 %, and Tr(H)/Tr(C) of 0.98: twelve seeds have a power of 0.8, 36 above 0.99',
    },
  },
  workload: { model: { kind: 'mlp', hidden: [8] }, data: labels, loss: 'cross-entropy' },
  optimizer: { kind: 'sgd' },
  sampler: 'iid',
  arms,
  stop: { kind: 'time', time: 6000 },
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [
    { kind: 'trainLossCurve', at: 'time', from: 0.7 },
    ...inTwo('half', 600),
    ...inTwo('full', 300),
    'hessianCovarianceRatio',
    { kind: 'excessLoss', per: 'hessianTrace', name: 'excessPerTrace', from: 0.7 },
  ],
  predictions: [
    {
      kind: 'equals',
      measure: 'excessPerTrace',
      scale: 'ratio',
      arm: 'half',
      value: 0.00125,
      margin: 1.25,
      because: 'η/4S, to a quarter, as for the model that is convex',
    },
    { kind: 'equals', measure: 'excessPerTrace', scale: 'ratio', arm: 'full', value: 0.0025, margin: 1.25, because: 'η/4S' },
  ],
  controls: [
    stationary('half', 0.012),
    stationary('full', 0.02),
    {
      kind: 'equals',
      measure: 'hessianCovarianceRatio',
      scale: 'ratio',
      arm: 'half',
      value: 1,
      margin: 1.25,
      because: 'H = C, as traces: the premise',
    },
    { kind: 'equals', measure: 'hessianCovarianceRatio', scale: 'ratio', arm: 'full', value: 1, margin: 1.25, because: 'as above' },
    {
      kind: 'differs',
      measure: 'excessPerTrace',
      scale: 'ratio',
      arms: ['half', 'full'],
      by: 1.25,
      because: 'the measure tells the two ratios apart',
    },
  ],
  variants: {
    'other-labels': { workload: { data: { ...labels, seed: 'other' } } },
    'two-by-two': { workload: { data: { ...labels, downsample: 2 } } },
    tanh: { workload: { model: { kind: 'mlp', hidden: [8], activation: 'tanh' } } },
    'sixteen-units': { workload: { model: { kind: 'mlp', hidden: [16] } } },
    'the-real-labels': { workload: { data: { kind: 'fashion-mnist', train: 2000, test: 1000, downsample: 4, standardize: true } } },
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
