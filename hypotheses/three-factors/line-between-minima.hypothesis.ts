import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

/** Small ratios move slowly: looked at every epoch they stop as little below the target as the others. */
const slowly = { stop: { kind: 'trainLoss', below: 0.25, checkEvery: 1, maxEpochs: 120 } } as const;

const workload = {
  model: { kind: 'mlp', hidden: [64, 64] },
  data: { kind: 'fashion-mnist', train: 8000, test: 5000, downsample: 14, standardize: true },
  loss: 'cross-entropy',
} as const;

export default hypothesis({
  id: 'three-factors/line-between-minima',
  claim: 'On the line between two minima the loss rises more steeply at the end that was reached with the smaller ratio',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.1 of the ICLR 2018 submission: "both model with large batch or low learning rate end in a sharper minimum relatively to the baseline model"',
    figure: '2a and 2b of the submission',
    boundary: {
      paper: 'ResNet-56 on CIFAR-10, (rate, batch size) = (0.1, 128) against (0.1, 1024) and (0.01, 128); loss on the line, −1 ≤ a ≤ 2',
      ours: 'MLP on 8,000 images of Fashion-MNIST, (0.1, 16) against (0.1, 128) and (0.0125, 16), at a training loss of 0.25: rise of the loss half the distance beyond each end',
      mayDiffer: 'ends of one seed share their initial weights and lie closer together than those of deep nets',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms: {
    base: { learningRate: 0.1, batchSize: 16 },
    largeBatch: { learningRate: 0.1, batchSize: 128, ...slowly },
    smallRate: { learningRate: 0.0125, batchSize: 16, ...slowly },
  },
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 120 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  measures: [
    'trainLoss',
    { kind: 'lineSharpness', between: ['base', 'largeBatch'], name: 'riseToLargeBatch' },
    { kind: 'lineSharpness', between: ['base', 'smallRate'], name: 'riseToSmallRate' },
  ],
  predictions: [
    { kind: 'greater', measure: 'riseToLargeBatch', scale: 'ratio', arms: ['largeBatch', 'base'], by: 1.1, because: 'a tenth shows in the figure' },
    { kind: 'greater', measure: 'riseToSmallRate', scale: 'ratio', arms: ['smallRate', 'base'], by: 1.1, because: 'a tenth shows in the figure' },
  ],
  controls: [
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      arms: ['base', 'largeBatch', 'smallRate'],
      margin: 0.03,
      because: 'ends are compared at equal depth',
    },
  ],
  variants: variantsOfAnMlp(workload),
});
