import { hypothesis } from 'optimizer-assay';
import grid, { workload } from './high-ratio-prevents-memorization.hypothesis.ts';
import { variantsOfAnMlp } from './variants.ts';

const looks = {
  kind: 'testAccuracyAtMemorization',
  epochs: [2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100, 200, 300],
} as const;

const arms = {
  // Some four times as many steps as in 300 epochs.
  low: { learningRate: 0.05, batchSize: 800, stop: { kind: 'steps', steps: 4000 } },
  high: { learningRate: 0.2, batchSize: 50 },
} as const;

export default hypothesis({
  id: 'three-factors/low-ratio-does-not-memorize',
  claim:
    'A low ratio of learning rate to batch size optimizes much slower: in 300 epochs of 2,000 images, 900 steps, it does not reach more than 20 % accuracy on random labels, where a high one learns them all, at a cost of test accuracy, and the low one most of them when it is given more steps',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.3 of the ICLR 2018 submission: "lower controllable noise η/S optimize much slower and do not reach larger than 20% accuracy on random labels"',
    figure: '11 of the submission',
    boundary: {
      paper: 'MLP of 256 hidden units on MNIST, 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2, 300 epochs',
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST at 14×14, the ends of the paper’s grid, (0.05, 800) and (0.2, 50), 300 epochs, 900 steps and 12,000; the low ratio goes on to 4,000 steps',
      mayDiffer:
        'a thirtieth of the paper’s images is a thirtieth of its steps: in as many steps as the paper takes the low ratio would learn the labels of 2,000 images, and of 60,000 we do not know. memorization compares at one amount of it. A pilot of twelve seeds (base seed pilotD) saw 14 ± 2 % and 100 % of the random labels learnt in 300 epochs, and 88 ± 4 % by the low ratio in 4,000 steps; 72.4 % test accuracy at a fifth of the labels, 66.9 % at three fifths, each ± 2 points: by these spreads eight seeds have a power above 0.99, and one base seed of four needed sixteen. Of nine variants five agree; it is refuted with not-standardized and half-the-images; undecided with half-of-the-labels; a control fails with narrow',
    },
  },
  workload,
  optimizer: grid.optimizer,
  arms,
  stop: { kind: 'epochs', epochs: 300 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [
    'flippedLabelAccuracy',
    { kind: 'flippedLabelAccuracyCurve', name: 'memorizedIn300', epochs: [300] },
    { ...looks, level: 0.2, name: 'accuracyAtAFifth' },
    { ...looks, level: 0.6, name: 'accuracyAtThreeFifths' },
  ],
  predictions: [
    { kind: 'below', measure: 'memorizedIn300', arm: 'low', than: 0.2, because: 'the paper’s number' },
    {
      kind: 'above',
      measure: 'flippedLabelAccuracy',
      arm: 'low',
      than: 0.5,
      because: 'most of them, after 4,000 steps: it is slow, it is not held back',
    },
    {
      kind: 'above',
      measure: 'accuracyAtAFifth',
      arm: 'high',
      than: 'accuracyAtThreeFifths',
      because: 'what is memorized beyond a fifth costs accuracy',
    },
  ],
  controls: [
    {
      kind: 'greater',
      measure: 'memorizedIn300',
      arms: ['high', 'low'],
      by: 0.3,
      because: 'the labels can be learnt by this net in as many epochs',
      although: 'that a low ratio is less trained is the claim',
    },
  ],
  variants: {
    ...variantsOfAnMlp(workload, arms),
    'half-of-the-labels': { workload: { data: { ...workload.data, labelNoise: { fraction: 0.5 } } } },
    'one-layer-of-256': { workload: { model: { kind: 'mlp', hidden: [256] } } },
  },
});
