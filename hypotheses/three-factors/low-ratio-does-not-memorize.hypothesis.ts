import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

const looks = { kind: 'testAccuracyAtMemorization' as const, epochs: [2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100] };

const workload = {
  model: { kind: 'mlp', hidden: [64, 64] },
  data: { kind: 'fashion-mnist', train: 2000, test: 5000, downsample: 14, standardize: true, labelNoise: { fraction: 0.25 } },
  loss: 'cross-entropy',
} as const;

export default hypothesis({
  id: 'three-factors/low-ratio-does-not-memorize',
  claim:
    'In 100 epochs, 300 steps, a low ratio of learning rate to batch size does not reach more than 20 % accuracy on random labels, where a high one, in 4,000 steps, learns most of them',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.3 of the ICLR 2018 submission: "lower controllable noise η/S optimize much slower and do not reach larger than 20% accuracy on random labels"',
    figure: '11 of the submission',
    boundary: {
      paper: 'MLP of 256 hidden units on MNIST, 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2, 300 epochs',
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST at 14×14, the ends of the paper’s grid, (0.05, 800) and (0.2, 50), 100 epochs',
      mayDiffer:
        'a low ratio also means less training here: in 300 steps of 0.05 the net has hardly begun to fit single labels, as the paper says ("optimize much slower"); memorization compares at one amount of it. A pilot of six seeds (base seed pilotB) saw 4 ± 1 % and 91 ± 10 % of the random labels learnt, with test accuracies of 76.1 and 64.5 %: twelve seeds have a power above 0.99',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms: { low: { learningRate: 0.05, batchSize: 800 }, high: { learningRate: 0.2, batchSize: 50 } },
  stop: { kind: 'epochs', epochs: 100 },
  replicates: { quick: 12, full: 36 },
  measures: ['flippedLabelAccuracy', { ...looks, level: 0.2, name: 'accuracyAtAFifth' }, { ...looks, level: 0.6, name: 'accuracyAtThreeFifths' }],
  predictions: [
    { kind: 'below', measure: 'flippedLabelAccuracy', arm: 'low', than: 0.2, because: 'the paper’s number' },
    {
      kind: 'above',
      measure: 'accuracyAtAFifth',
      arm: 'high',
      than: 'accuracyAtThreeFifths',
      because: '"randomization roughly starts after reaching maximum generalization": what is memorized beyond a fifth costs accuracy',
    },
  ],
  controls: [
    {
      kind: 'above',
      measure: 'flippedLabelAccuracy',
      arm: 'high',
      than: 0.5,
      because: 'the labels can be learnt by this net in as many epochs',
    },
  ],
  variants: {
    ...variantsOfAnMlp(workload),
    'half-of-the-labels': { workload: { data: { ...workload.data, labelNoise: { fraction: 0.5 } } } },
    'one-layer-of-256': { workload: { model: { kind: 'mlp', hidden: [256] } } },
  },
});
