import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';
import grid, { workload } from './high-ratio-prevents-memorization.hypothesis.ts';

const arms = { ...grid.arms, higher: { learningRate: 0.2, batchSize: 16 } } as const;

export default hypothesis({
  id: 'three-factors/enough-noise-reduces-memorization',
  claim: 'A sufficient amount of noise reduces the amount of memorization, and costs no test accuracy',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.3 of the ICLR 2018 submission: "a sufficient amount of noise reduces the amount of memorization"',
    figure: '5 of the submission',
    boundary: {
      paper: 'MLP of 256 hidden units on MNIST with 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2, 300 epochs',
      ours: 'the net and labels of high-ratio-prevents-memorization, (0.2, 50) as there and (0.2, 16) beyond the paper’s grid, 100 epochs each',
      mayDiffer:
        'twice to three times the largest ratio of the paper. A pilot of six seeds (base seed pilotD) saw 84 and 63 % of the random labels learnt, at test accuracies of 63.8 and 64.0 %, spreads of 10 and 5 points in the first and of 1.7 and 1.1 in the second; batches of 4 learnt 9 % of them and nothing else either (20.5 %). Twelve seeds have a power of 0.8 for both, and more are added',
    },
  },
  workload,
  optimizer: grid.optimizer,
  arms,
  stop: grid.stop,
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: ['flippedLabelAccuracy', 'testAccuracy'],
  predictions: [
    { kind: 'less', measure: 'flippedLabelAccuracy', arms: ['higher', 'high'], by: 0.05, because: 'a twentieth of the random labels' },
    {
      kind: 'nonInferior',
      measure: 'testAccuracy',
      arms: ['higher', 'high'],
      margin: 0.02,
      because: 'two points, a sixth of what memorization costs here',
    },
  ],
  controls: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['low', 'high'],
      by: 0.02,
      because: 'the measure sees what memorization costs: twelve points',
      although: 'that the low ratio is less trained is why it has memorized less',
    },
  ],
  variants: {
    ...variantsOfAnMlp(workload, arms),
    'half-of-the-labels': { workload: { data: { ...workload.data, labelNoise: { fraction: 0.5 } } } },
    'one-layer-of-256': { workload: { model: { kind: 'mlp', hidden: [256] } } },
  },
});
