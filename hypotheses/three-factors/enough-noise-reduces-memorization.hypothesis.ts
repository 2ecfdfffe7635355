import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';
import grid, { workload } from './high-ratio-prevents-memorization.hypothesis.ts';

const arms = {
  high: { learningRate: 0.2, batchSize: 50 },
  higher: { learningRate: 0.2, batchSize: 16 },
  shorter: { learningRate: 0.2, batchSize: 16, stop: { kind: 'epochs', epochs: 150 } },
} as const;

export default hypothesis({
  id: 'three-factors/enough-noise-reduces-memorization',
  claim: 'A sufficient amount of noise reduces the amount of memorization',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.3 of the ICLR 2018 submission: "a sufficient amount of noise reduces the amount of memorization"',
    figure: '5 of the submission',
    boundary: {
      paper: 'MLP of 256 hidden units on MNIST with 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2, 300 epochs',
      ours: 'the net and labels of high-ratio-prevents-memorization, (0.2, 50) as there and (0.2, 16) beyond the paper’s grid, 100 epochs each',
      mayDiffer:
        'twice to three times the largest ratio of the paper. A pilot of six seeds (base seed pilotD) saw 84 and 63 % of the random labels learnt, with spreads of 10 and 5 points: twelve seeds have a power above 0.99. Nothing is won by it: test accuracies were 63.8 and 64.0 %, and on the 36 seeds of base seed 0 the noisier arm lost about two points, though it had memorized less; batches of 4 learnt 9 % of the random labels and little else (20.5 %)',
    },
  },
  workload,
  optimizer: grid.optimizer,
  arms,
  stop: { kind: 'epochs', epochs: 300 },
  replicates: { quick: 12, full: 36 },
  measures: ['flippedLabelAccuracy', 'testAccuracy'],
  predictions: [{ kind: 'less', measure: 'flippedLabelAccuracy', arms: ['higher', 'high'], by: 0.05, because: 'a twentieth of the random labels' }],
  controls: [
    { kind: 'equivalent', measure: 'flippedLabelAccuracy', arms: ['higher', 'shorter'], margin: 0.1, because: 'pilot', although: 'p' },
    { kind: 'above', measure: 'testAccuracy', arm: 'higher', than: 0.5, because: 'the noise has not kept it from learning: five times guessing' },
  ],
  variants: {
    ...variantsOfAnMlp(workload, arms),
    'half-of-the-labels': { workload: { data: { ...workload.data, labelNoise: { fraction: 0.5 } } } },
    'one-layer-of-256': { workload: { model: { kind: 'mlp', hidden: [256] } } },
  },
});
