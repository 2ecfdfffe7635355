import { hypothesis } from 'optimizer-assay';
import { halfTheImages, notStandardized, otherMomentum, otherSeeds } from './variants.ts';

const workload = {
  model: { kind: 'resnet', channels: [8, 16], blocksPerStage: 1, normalization: 'batch' },
  data: { kind: 'fashion-mnist', train: 8000, test: 5000, downsample: 7, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  beta1: { learningRate: 0.01, batchSize: 8, covariates: { beta: 1 } },
  beta4: { learningRate: 0.04, batchSize: 32, covariates: { beta: 4 } },
  beta16: { learningRate: 0.16, batchSize: 128, covariates: { beta: 16 } },
  beta64: { learningRate: 0.64, batchSize: 512, covariates: { beta: 64 } },
} as const;

export default hypothesis({
  id: 'three-factors/rescaling-breaks-down-residual',
  claim: 'Learning rate and batch size multiplied by the same β give the same performance up to a β, beyond which it drops (residual net)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.4 of the ICLR 2018 submission: "similar learning dynamics and final performance is seen when simultaneously multiplying the learning rate and batch size by a factor β up to a certain limit"',
    figure: '7 of the submission',
    boundary: {
      paper: 'ResNet on CIFAR-10: flat in β, then down',
      ours: 'residual net of two blocks of 8 and 16 channels with batch normalization on 8,000 images of Fashion-MNIST at 7×7, (0.01, 8) times β = 1 … 64 for ten epochs',
      mayDiffer:
        'the place of the break depends on the net, the data and how long it is trained; batch normalization makes of the batch size more than noise. A pilot of four seeds (base seed pilotR) saw 81.8, 82.0, 79.8 and 78.1 % at β = 1, 4, 16 and 64, with spreads of 0.3 to 2.4 points: 24 seeds have a power above 0.9',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'epochs', epochs: 10 },
  tier: 'full',
  replicates: 24,
  measures: ['testAccuracy'],
  predictions: [
    {
      kind: 'breaks',
      measure: 'testAccuracy',
      along: 'beta',
      arms: ['beta1', 'beta4', 'beta16', 'beta64'],
      margin: 0.01,
      between: [4, 16],
      diverged: 'worst',
      because: 'one point, as for the MLP',
    },
  ],
  variants: {
    narrow: { workload: { model: { ...workload.model, channels: [4, 8] } } },
    'two-blocks-a-stage': { workload: { model: { ...workload.model, blocksPerStage: 2 } } },
    'not-normalized': { workload: { model: { ...workload.model, normalization: 'none' } } },
    'twenty-epochs': { stop: { kind: 'epochs', epochs: 20 } },
    ...halfTheImages(workload),
    ...notStandardized(workload),
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
