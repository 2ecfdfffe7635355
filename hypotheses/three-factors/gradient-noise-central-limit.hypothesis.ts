import { hypothesis } from 'optimizer-assay';
import { notStandardized, otherMomentum, otherNets, otherSeeds } from './variants.ts';

const noise = (statistic: 'variance' | 'scaledKurtosis' | 'rejections', batchSize: number, name: string) =>
  ({ kind: 'gradientNoise', statistic, batchSize, directions: 8, name }) as const;

const workload = {
  model: { kind: 'mlp', hidden: [32] },
  data: { kind: 'fashion-mnist', train: 1024, test: 1000, downsample: 14, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  start: { learningRate: 0.05, batchSize: 32, stop: { kind: 'steps', steps: 1 } },
  middle: { learningRate: 0.05, batchSize: 32 },
  end: { learningRate: 0.05, batchSize: 32, stop: { kind: 'epochs', epochs: 60 } },
} as const;

export default hypothesis({
  id: 'three-factors/gradient-noise-central-limit',
  claim:
    'The gradient noise of few examples is not Gaussian, less so the longer the net is trained; it comes near to it with larger batches, until those are near the size of the data and the noise vanishes faster than 1/S',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '3.1 of the ICLR 2018 submission, assumption 1: "By the central limit theorem (CLT), we assume the gradient noise is Gaussian with covariance matrix (1/S)C(θ)"; from which batch size on it holds, and up to which, is no sentence of the submission',
    boundary: {
      paper: 'an assumption of the theory, at any batch size; further limitations stand in an appendix that could not be read',
      ours: 'gradients of 1,024 images at an MLP 196-32-10 after one step, 5 epochs and 60, projected on random directions: excess kurtosis, and the share of directions in which Anderson and Darling’s test of 2,000 batches rejects normality at 5 %',
      mayDiffer:
        'projections on random directions are closer to Gaussian than single coordinates (gradient-noise-is-gaussian); after one step the kurtosis of one example is 0.8. (N − S)/(N − 1) is true of any numbers drawn without replacement; of the same N = 1,024 the excess loss tells it in small-data-breaks-earlier, and for the net of small-data-breaks-earlier-mlp it is 3 % at most. A pilot of six seeds (base seed pilotB) saw kurtoses of 0.8, 7.4 and 27, rejections of 17, 81 and 100 % with 16 examples and of 4, 10 and 25 % with 256; the ratio of kurtoses has a spread of 0.22 a seed, for which 12 to 36 seeds have a power above 0.99. Of eight variants six agree; a control fails with larger-batches and two-layers',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'epochs', epochs: 5 },
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 64 },
  measures: [
    noise('scaledKurtosis', 1, 'kurtosisOfOne'),
    noise('scaledKurtosis', 8, 'kurtosisOfEightTimes8'),
    noise('rejections', 16, 'notGaussian16'),
    noise('rejections', 256, 'notGaussian256'),
    noise('variance', 16, 'varianceTimes16'),
    noise('variance', 768, 'varianceTimes768'),
  ],
  predictions: [
    { kind: 'above', measure: 'kurtosisOfOne', arm: 'middle', than: 2, because: 'twice as heavy in the tails as a logistic law (1.2)' },
    { kind: 'above', measure: 'kurtosisOfOne', arm: 'end', than: 2, because: 'as above' },
    {
      kind: 'greater',
      measure: 'notGaussian16',
      arms: ['end', 'start'],
      by: 0.1,
      because: 'a tenth of the directions',
      although: 'that more training makes it worse is the claim',
    },
    { kind: 'below', measure: 'notGaussian256', arm: 'middle', than: 'notGaussian16', by: 0.1, because: 'a tenth of the directions' },
    { kind: 'below', measure: 'notGaussian256', arm: 'end', than: 'notGaussian16', by: 0.1, because: 'a tenth of the directions' },
    {
      kind: 'equals',
      measure: 'kurtosisOfEightTimes8',
      scale: 'ratio',
      arm: 'end',
      value: 'kurtosisOfOne',
      margin: 1.25,
      because: 'the kurtosis of a mean falls like 1/S, as it does for any independent draws; a quarter, as elsewhere',
    },
    {
      kind: 'equals',
      measure: 'varianceTimes768',
      arm: 'middle',
      value: 0.25,
      margin: 0.05,
      because: '(1024 − 768)/1023, not 1: for batches near the data it fails',
    },
  ],
  controls: [
    {
      kind: 'equals',
      measure: 'notGaussian256',
      arm: 'start',
      value: 0.05,
      margin: 0.1,
      because: 'the mean of 256 after one step is rejected as often as Gaussian noise is: the test does not reject whatever it sees',
    },
    {
      kind: 'equals',
      measure: 'varianceTimes16',
      arm: 'middle',
      value: 0.985,
      margin: 0.05,
      because: 'near 1: the noise of small batches is C/S',
    },
  ],
  variants: {
    ...otherNets(workload),
    'other-start': { workload: { model: { kind: 'mlp', hidden: [32], init: 'glorot' } } },
    ...notStandardized(workload),
    'larger-batches': { arms: { start: { batchSize: 128 }, middle: { batchSize: 128 }, end: { batchSize: 128 } } },
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
