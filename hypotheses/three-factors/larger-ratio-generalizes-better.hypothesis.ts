import { hypothesis } from 'optimizer-assay';
import wider from './larger-ratio-wider-minima.hypothesis.ts';

export default hypothesis({
  id: 'three-factors/larger-ratio-generalizes-better',
  claim: 'Better generalization correlates with a higher ratio of learning rate to batch size, at one training loss',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.1 of the ICLR 2018 submission: "better generalization correlates with higher n_c"',
    figure: '1b of the submission',
    boundary: {
      paper: 'MLP of 20 rectifier layers on Fashion-MNIST, rates 5e-3 … 5e-2, batch sizes 50 … 1000: validation accuracy at the end of training',
      ours: 'the seven arms of larger-ratio-wider-minima: the same runs, and in place of the width the test accuracy',
      mayDiffer:
        'ratios from 0.0002 to 0.0125, where the paper’s end at 0.001; as for the width a correlation counts from 0.5 on, and without the largest ratio there is none either way. The paper does not match the training loss; after equally many epochs the sentence holds here too, because a small ratio is then less trained: larger-ratio-generalizes-better-at-equal-epochs. A pilot of eight seeds (base seed pilotB) saw a correlation of −0.27 [−0.47, −0.03] with 84.4, 84.4, 84.2, 84.3, 84.4, 84.3 and 83.9 % along the ratio: flat, and lower at the largest; spread 0.32 a seed, so that six seeds have a power above 0.99 to refute 0.5. All seven variants agree',
    },
  },
  workload: wider.workload,
  optimizer: wider.optimizer,
  arms: wider.arms,
  stop: wider.stop,
  replicates: { quick: { min: 6, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: ['trainLoss', 'testAccuracy'],
  predictions: [{ kind: 'trend', measure: 'testAccuracy', along: 'ratio', direction: 'increasing', atLeast: 0.5 }],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['tiny', 'largest'], margin: 0.03, because: 'compared at equal depth' }],
  expected: 'refuted',
  variants: { ...wider.variants },
});
