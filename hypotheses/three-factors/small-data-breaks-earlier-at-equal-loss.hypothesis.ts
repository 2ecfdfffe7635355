import { hypothesis } from 'optimizer-assay';
import epochs, { fewOfMany, images, workload } from './small-data-breaks-earlier-mlp.hypothesis.ts';
import { otherMomentum, otherNets, otherSeeds } from './variants.ts';

const arms = { few1: epochs.arms.few1, few8: epochs.arms.few8, many1: epochs.arms.many1 } as const;

export default hypothesis({
  id: 'three-factors/small-data-breaks-earlier-at-equal-loss',
  claim: 'At one training loss, rescaling rate and batch size by β = 8 costs a net of 2,000 images accuracy, as it does after equally many epochs',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.4 of the ICLR 2018 submission: "This plots seem to suggest that this happens for smaller β values when dataset size is smaller"; that all are trained alike is ours',
    figure: '6 of the submission',
    boundary: {
      paper: 'VGG-11 on 12,000, 22,500 and 45,000 images of CIFAR-10: the accuracy drops at a β ordered by the size',
      ours: 'the arms of small-data-breaks-earlier-mlp with 2,000 images, (0.025, 8) times β = 1 and 8, stopped at a training loss of 0.3',
      mayDiffer:
        'a pilot of six seeds (base seed pilotB) saw 80.6 % at both β, a difference of 0.02 points with a spread of 0.6, where ten epochs lose six: eight seeds have a power of 0.98. Batches of 64 of 2,000 images keep 97 % of the noise; the paper trains for a fixed time and says nothing of the training loss. All eight variants agree',
    },
  },
  workload,
  optimizer: epochs.optimizer,
  arms,
  stop: { kind: 'trainLoss', below: 0.3, checkEvery: 0.5, maxEpochs: 300 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  measures: ['trainLoss', 'testAccuracy'],
  predictions: [{ kind: 'less', measure: 'testAccuracy', arms: ['few8', 'few1'], by: 0.01, because: 'a point, as after equally many epochs' }],
  controls: [
    { kind: 'equivalent', measure: 'trainLoss', arms: ['few1', 'few8'], margin: 0.03, because: 'compared at equal depth' },
    { kind: 'greater', measure: 'testAccuracy', arms: ['many1', 'few1'], by: 0.01, because: 'a point can be seen: what more images teach' },
  ],
  expected: 'refuted',
  variants: {
    ...otherNets(workload),
    'half-the-images': fewOfMany(images(1000), images(4000)),
    'not-standardized': fewOfMany(images(2000, false), images(8000, false)),
    'to-a-lower-loss': { stop: { kind: 'trainLoss', below: 0.1, checkEvery: 0.5, maxEpochs: 200 } },
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
