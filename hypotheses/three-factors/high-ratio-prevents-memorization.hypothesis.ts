import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

export const workload = {
  model: { kind: 'mlp', hidden: [64, 64] },
  data: { kind: 'fashion-mnist', train: 2000, test: 1000, downsample: 14, standardize: true, labelNoise: { fraction: 0.25 } },
  loss: 'cross-entropy',
} as const;

export const arms = {
  low: { learningRate: 0.2, batchSize: 800 },
  middle: { learningRate: 0.2, batchSize: 200 },
  high: { learningRate: 0.2, batchSize: 50 },
} as const;

export default hypothesis({
  id: 'three-factors/high-ratio-prevents-memorization',
  claim:
    'A high ratio of learning rate to batch size helps to prevent memorization: at one rate, after as many steps, a higher one has learnt fewer of the random labels by a tenth, and as much of the rest',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '1 of the ICLR 2018 submission: "a high learning rate to batch size ratio helps to prevent memorization"; that it is read at one rate, after as many steps and by a tenth is ours',
    figure: '5 of the submission',
    boundary: {
      paper: 'MLP of 256 hidden units on MNIST with 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2, 300 epochs',
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST at 14×14 with 25 % random labels, the largest rate of the paper and its batch sizes of 800, 200 and 50, 1,000 steps each: share of the random labels that the net reproduces',
      mayDiffer: 'PILOT',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'steps', steps: 1000 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 36 },
  measures: ['flippedLabelAccuracy', 'cleanLabelAccuracy', 'testAccuracy'],
  predictions: [
    { kind: 'less', measure: 'flippedLabelAccuracy', arms: ['high', 'low'], by: 0.1, because: 'a tenth of the random labels' },
    { kind: 'trend', measure: 'flippedLabelAccuracy', along: 'ratio', direction: 'decreasing' },
  ],
  variants: {
    ...variantsOfAnMlp(workload, arms),
    'half-of-the-labels': { workload: { data: { ...workload.data, labelNoise: { fraction: 0.5 } } } },
    'one-layer-of-256': { workload: { model: { kind: 'mlp', hidden: [256] } } },
  },
});
