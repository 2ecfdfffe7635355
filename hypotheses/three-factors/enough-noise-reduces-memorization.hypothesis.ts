import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';
import grid, { workload } from './high-ratio-prevents-memorization.hypothesis.ts';

const arms = {
  high: { learningRate: 0.2, batchSize: 50 },
  higher: { learningRate: 0.2, batchSize: 16 },
} as const;

/** Ten looks at the net that end with an epoch. */
const until = (last: number) => Array.from({ length: 10 }, (_, index) => last - 9 + index);

export default hypothesis({
  id: 'three-factors/enough-noise-reduces-memorization',
  claim: 'A sufficient amount of noise reduces the amount of memorization (rectifier net, three times the largest ratio of the paper)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.3 of the ICLR 2018 submission: "a sufficient amount of noise reduces the amount of memorization"',
    figure: '5 of the submission',
    boundary: {
      paper: 'MLP of 256 hidden units on MNIST with 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2, 300 epochs',
      ours: 'the net and labels of high-ratio-prevents-memorization, (0.2, 50), the largest ratio of the paper, and (0.2, 16) beyond its grid, 300 epochs each: mean share of the random labels that the net reproduces, over the ten epochs that end at 150 and at 300',
      mayDiffer:
        'three times the largest ratio of the paper. A pilot of sixteen seeds (base seed pilotD) saw all of the random labels learnt by the one and 69 % by the other, 67 % after 150 epochs, with a spread of 5 points in the difference: twelve seeds have a power of 0.8 for the equality, 24 above 0.99. Nothing is won by it: the test accuracy was 67.0 and 60.8 %; batches of 4 learnt 9 % of the random labels and little else (20.5 %, after 100 epochs). Of nine variants three agree; it is refuted with tanh, half-the-images and not-standardized; undecided with one-layer-of-256 and one-layer; a control fails with half-of-the-labels',
    },
  },
  workload,
  optimizer: grid.optimizer,
  arms,
  stop: { kind: 'epochs', epochs: 300 },
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [
    { kind: 'flippedLabelAccuracyCurve', name: 'memorizedHalfway', epochs: until(150) },
    { kind: 'flippedLabelAccuracyCurve', name: 'memorized', epochs: until(300) },
    'cleanLabelAccuracy',
    'testAccuracy',
  ],
  predictions: [
    { kind: 'less', measure: 'memorized', arms: ['higher', 'high'], by: 0.1, because: 'a tenth of the random labels' },
    {
      kind: 'equals',
      measure: 'memorized',
      arm: 'higher',
      value: 'memorizedHalfway',
      margin: 0.1,
      because: 'the same tenth: in twice as many epochs no more is learnt, so that the noise holds it and not the time',
    },
  ],
  controls: [
    { kind: 'above', measure: 'testAccuracy', arm: 'higher', than: 0.5, because: 'the noise has not kept it from learning: five times guessing' },
  ],
  variants: {
    ...variantsOfAnMlp(workload, arms),
    'half-of-the-labels': { workload: { data: { ...workload.data, labelNoise: { fraction: 0.5 } } } },
    'one-layer-of-256': { workload: { model: { kind: 'mlp', hidden: [256] } } },
  },
});
