import { hypothesis } from 'optimizer-assay';
import { halfTheImages, notStandardized, otherMomentum, otherNets, otherSeeds } from './variants.ts';

const along = (along: 'projections' | 'coordinates', batchSize: number) =>
  ({ kind: 'gradientNoise', batchSize, statistic: 'rejections', along, directions: 16, name: `${along}${batchSize}` }) as const;

const gaussian = (measure: 'projections128' | 'coordinates128' | 'projections1024', arm: 'start' | 'middle' | 'end') =>
  ({
    kind: 'equals',
    measure,
    arm,
    value: 0.05,
    margin: 0.1,
    because: 'as often as Gaussian noise is rejected, to a tenth of the directions',
  }) as const;

const workload = {
  model: { kind: 'mlp', hidden: [32] },
  data: { kind: 'fashion-mnist', train: 4096, test: 1000, downsample: 14, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  start: { learningRate: 0.05, batchSize: 32, stop: { kind: 'steps', steps: 1 } },
  middle: { learningRate: 0.05, batchSize: 32 },
  end: { learningRate: 0.05, batchSize: 32, stop: { kind: 'epochs', epochs: 60 } },
} as const;

export default hypothesis({
  id: 'three-factors/gradient-noise-is-gaussian',
  claim: 'By the central limit theorem the gradient noise of a mini-batch is Gaussian',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '3.1 of the ICLR 2018 submission, assumption 1: "By the central limit theorem (CLT), we assume the gradient noise is Gaussian with covariance matrix (1/S)C(θ)"',
    boundary: {
      paper: 'an assumption of the theory, at any θ; its experiments have batches of 13 to 1,024',
      ours: 'batches of 128 of 4,096 images at an MLP 196-32-10 after one step, 5 epochs and 60: the share of 16 random projections and of 16 single coordinates of the gradient in which Anderson and Darling’s test of 2,000 batches rejects normality at 5 %',
      mayDiffer:
        'the test sees an excess kurtosis of 0.5 in 80 % of directions and a skewness of 0.25 in 94 % (simulated), and rejects Gaussian noise in 5 %. A pilot of six seeds (base seed pilotB) saw it reject 8, 23 and 38 % of projections and 32, 54 and 80 % of coordinates after one step, 5 epochs and 60; with batches of 1,024 still 11 to 16 % of coordinates. Random projections average over all coordinates and are nearer to Gaussian. With a spread of 0.06 to 0.17 a seed twelve seeds have a power above 0.95; a mean of 1,024 images after one step is as Gaussian as the test can tell, along projections, which is the control. How near to Gaussian it becomes: gradient-noise-central-limit; that nets end alike under Gaussian noise of the same covariance: sde/gaussian-noise-does-as-well. Of nine variants seven agree; a control fails with half-the-images and tanh',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'epochs', epochs: 5 },
  replicates: { quick: 12, full: 48 },
  measures: [along('projections', 128), along('coordinates', 128), along('projections', 1024)],
  predictions: [
    gaussian('projections128', 'start'),
    gaussian('projections128', 'middle'),
    gaussian('projections128', 'end'),
    gaussian('coordinates128', 'start'),
    gaussian('coordinates128', 'middle'),
    gaussian('coordinates128', 'end'),
  ],
  controls: [
    // A mean of a quarter of all images after one step: the test does not reject whatever it sees.
    gaussian('projections1024', 'start'),
  ],
  expected: 'refuted',
  variants: {
    ...otherNets(workload),
    'other-start': { workload: { model: { kind: 'mlp', hidden: [32], init: 'glorot' } } },
    ...notStandardized(workload),
    ...halfTheImages(workload),
    'larger-batches': { arms: { start: { batchSize: 128 }, middle: { batchSize: 128 }, end: { batchSize: 128 } } },
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
