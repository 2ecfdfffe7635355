import { hypothesis } from 'optimizer-assay';
import { halfTheImages, notStandardized, otherNets, otherSeeds } from './variants.ts';

const every = (checkEvery: number, below = 0.3) => ({ stop: { kind: 'trainLoss', below, checkEvery, maxEpochs: 300 } }) as const;

/**
 * Two batches are weighed so that their mean gradient is as it was and its covariance `variance` times as large. SVAG divides the rate by its amplification: the
 * rate of every step is 0.05 and the ratio 0.05/64.
 */
const louder = (variance: number, checkEvery: number) =>
  ({
    learningRate: 0.05 * variance,
    batchSize: 64,
    optimizer: { kind: 'svag', amplification: variance },
    covariates: { variance },
    ...every(checkEvery),
  }) as const;

const workload = {
  model: { kind: 'mlp', hidden: [32] },
  data: { kind: 'fashion-mnist', train: 1000, test: 5000, downsample: 14, standardize: true },
  loss: 'cross-entropy',
} as const;

export default hypothesis({
  id: 'three-factors/noise-variance-is-the-third-factor',
  claim: 'At one learning rate and batch size a larger variance of the gradient noise leads to wider minima, as a smaller batch does',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '5 of the ICLR 2018 submission: "three factors (batch size, learning rate and gradient variance) strongly influence the properties (loss and width) of the final minima at which SGD converges"',
    boundary: {
      paper: 'theory, n = ησ²/2S; σ² "is not a tunable hyper-parameter" (3.2), and no experiment varies it',
      ours: 'MLP 196-32-10 on 1,000 images of Fashion-MNIST at 14×14, rate 0.05, 64 images a batch, the covariance of the mini-batch noise times 1, 2, 4 and 8 by the weights of SVAG (Li, Malladi & Arora 2021), stopped at a training loss of 0.3',
      mayDiffer:
        'the noise keeps the shape that mini-batches give it; noise of the same variance in all directions does nothing: isotropic-noise-is-the-third-factor. A pilot of five seeds (base seed pilotB) saw Tr(H) of 105, 92, 80 and 64 with a spread of 5 %, and 60 with batches of 8, so that eight seeds give the trend and the equivalence a power above 0.95. All eight variants agree',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms: {
    one: louder(1, 1),
    two: louder(2, 1),
    four: louder(4, 0.5),
    eight: louder(8, 0.5),
    smallBatch: { learningRate: 0.05, batchSize: 8, covariates: { variance: 8 }, ...every(0.25) },
  },
  stop: { kind: 'trainLoss', below: 0.3, checkEvery: 0.25, maxEpochs: 300 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  measures: ['trainLoss', { kind: 'hessianTrace', method: 'auto' }],
  predictions: [
    {
      kind: 'trend',
      measure: 'hessianTrace',
      along: 'variance',
      direction: 'decreasing',
      atLeast: 0.5,
      arms: ['one', 'two', 'four', 'eight'],
    },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['eight', 'smallBatch'],
      margin: 1.25,
      because: 'a quarter, as elsewhere: eight times the variance is an eighth of the batch',
    },
  ],
  controls: [
    { kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['one', 'smallBatch'], by: 1.25 },
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      arms: ['one', 'two', 'four', 'eight', 'smallBatch'],
      margin: 0.03,
      because: 'width is compared at equal depth',
    },
  ],
  variants: {
    ...otherNets(workload),
    ...halfTheImages(workload),
    ...notStandardized(workload),
    'to-a-lower-loss': {
      arms: { one: every(1, 0.1), two: every(1, 0.1), four: every(0.5, 0.1), eight: every(0.5, 0.1), smallBatch: every(0.25, 0.1) },
    },
    'half-the-batches': {
      arms: { one: { batchSize: 32 }, two: { batchSize: 32 }, four: { batchSize: 32 }, eight: { batchSize: 32 }, smallBatch: { batchSize: 4 } },
    },
    ...otherSeeds,
  },
});
