import { hypothesis } from 'optimizer-assay';
import early from './large-batch-at-equal-training-loss.hypothesis.ts';

export default hypothesis({
  id: 'noise-scale/large-batch-at-interpolation',
  claim: 'A large batch generalizes as well as a small one, to half a point, where both classify nearly all training images right',
  source: {
    paper: 'Keskar et al., On Large-Batch Training for Deep Learning: Generalization Gap and Sharp Minima',
    arxiv: '1609.04836',
    section: 'against 2.2, table 2, which sees 0.2 to 5.3 points lost',
    boundary: {
      paper: 'six nets (Adam), 256 images a batch against a tenth of the data: 0.2 to 5.3 points lost, at training accuracies of 98 to 100 %',
      ours: 'MLP 196-32-10 on 2,000 images of Fashion-MNIST at 14×14, rate 0.1, 8 images a batch against 128, stopped at a training loss of 0.01',
      mayDiffer:
        'a small net and plain SGD. Forty seeds saw the small batch ahead by 0.15 points [0.00, 0.30] in one block and by 0.02 [−0.17, 0.20] in another, about the smallest gap of the paper, which could be there: with this spread (0.6 points a seed) to tell 0.1 from 0.2 points would take some 300 seeds; for half a point forty have a power above 0.99',
    },
  },
  tier: 'full',
  workload: { ...early.workload, data: { kind: 'fashion-mnist', train: 2000, test: 5000, downsample: 14, standardize: true } },
  optimizer: early.optimizer,
  arms: {
    ...early.arms,
    // Half of the images, learnt as well.
    fewerImages: {
      learningRate: 0.1,
      batchSize: 8,
      workload: { data: { kind: 'fashion-mnist', train: 1000, test: 5000, downsample: 14, standardize: true } },
    },
  },
  stop: { kind: 'trainLoss', below: 0.01, checkEvery: 1, maxEpochs: 400 },
  // n not planned: no pilot is on record; the blocks of mayDiffer are seeds that judge.
  replicates: 40,
  measures: ['trainLoss', 'trainAccuracy', 'testAccuracy'],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['small', 'large'],
      margin: 0.005,
      because: 'half a point, of the six gaps of the paper less than all but the smallest',
    },
  ],
  controls: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['small', 'fewerImages'],
      by: 0.005,
      because: 'half a point can be seen: what half of the images costs',
    },
    { kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'large'], margin: 0.003, because: 'compared at equal depth' },
    { kind: 'above', measure: 'trainAccuracy', arm: 'small', than: 0.98, because: 'the regime of the paper' },
    { kind: 'above', measure: 'trainAccuracy', arm: 'large', than: 0.98, because: 'the regime of the paper' },
  ],
});
