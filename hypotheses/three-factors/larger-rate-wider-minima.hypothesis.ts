import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

/** Small rates move slowly: looked at every epoch they stop as little below the target as the others. */
const checked = (checkEvery: number) => ({ stop: { kind: 'trainLoss', below: 0.25, checkEvery, maxEpochs: 400 } }) as const;

const workload = {
  model: { kind: 'mlp', hidden: [64, 64] },
  data: {
    kind: 'fashion-mnist',
    train: { quick: 8000, full: 60000 },
    test: { quick: 5000, full: 10000 },
    downsample: 14,
    standardize: true,
  },
  loss: 'cross-entropy',
} as const;

const arms = {
  tiny: { learningRate: 0.0125, batchSize: 32, ...checked(1) },
  small: { learningRate: 0.025, batchSize: 32, ...checked(0.5) },
  middle: { learningRate: 0.05, batchSize: 32 },
  large: { learningRate: 0.1, batchSize: 32 },
  largest: { learningRate: 0.2, batchSize: 32 },
} as const;

export default hypothesis({
  id: 'three-factors/larger-rate-wider-minima',
  claim: 'A larger ratio of learning rate to batch size leads to wider minima, also where the rate alone makes it larger',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.1 of the ICLR 2018 submission: "both model with large batch or low learning rate end in a sharper minimum relatively to the baseline model"; the introduction: "due to either high learning rate or low batch-size"',
    figure: '1a and 2b of the submission',
    boundary: {
      paper: '20-layer ReLU MLP on Fashion-MNIST, rates 5e-3 … 5e-2; ResNet-56 on CIFAR-10, rate 0.1 against 0.01 at batches of 128',
      ours: 'MLP 196-64-64-10 on 8,000 images (full tier: all 60,000) at 14×14, batches of 32, rates 0.0125 … 0.2, stopped at a training loss of 0.25',
      mayDiffer: 'a training loss of 0.25 is no minimum; it is matched because a larger rate also means more training. All seven variants agree',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 400 },
  // Pilot of base seed pilotA, 6 seeds: all orders as claimed, slope −0.55 [−0.56, −0.54]; power above 0.99.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  measures: ['trainLoss', { kind: 'hessianTrace', method: 'auto' }],
  predictions: [
    { kind: 'trend', measure: 'hessianTrace', along: 'ratio', direction: 'decreasing', atLeast: 0.5 },
    {
      kind: 'depends',
      measure: 'hessianTrace',
      along: 'ratio',
      outside: [-0.25, 0.25],
      because: 'a ratio sixteen times as large halves the trace at least',
    },
  ],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['tiny', 'largest'], margin: 0.03, because: 'width is compared at equal depth' }],
  variants: variantsOfAnMlp(workload, arms),
});
