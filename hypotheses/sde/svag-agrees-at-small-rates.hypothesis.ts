import { hypothesis } from 'optimizer-assay';

const svag = { kind: 'svag', amplification: 4 } as const;

export default hypothesis({
  id: 'sde/svag-agrees-at-small-rates',
  claim: 'SGD is modelled by its stochastic differential equation where it agrees with SVAG: at a small learning rate, not at a large one',
  source: {
    paper: 'Li, Malladi & Arora, On the Validity of Modeling SGD with Stochastic Differential Equations',
    arxiv: '2102.12470',
    section: 'on SVAG, and its experiments',
    boundary: {
      paper: 'nets on CIFAR-10, test accuracy of SGD against SVAG with growing l; disagreement where linear scaling fails',
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST, two arms of one ratio η/S and one time ηk = 60, each with SVAG of l = 4 beside it; the accuracy is the mean over the second half of training',
      mayDiffer:
        'l = 4 is not the limit; it takes three quarters of the way that one step of the rate η is from it. At a ratio four times larger, (0.05, 16), the accuracies lie 0.4 to 0.9 points apart, too near to the point that is allowed to be told',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 2000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.05, batchSize: 64 },
    smallSvag: { learningRate: 0.05, batchSize: 64, optimizer: svag, stop: { kind: 'steps', steps: 4800 } },
    large: { learningRate: 0.8, batchSize: 1024, stop: { kind: 'steps', steps: 75 } },
    largeSvag: { learningRate: 0.8, batchSize: 1024, optimizer: svag, stop: { kind: 'steps', steps: 300 } },
    // The rate and the steps of `small` with an eighth of its batch.
    otherRatio: { learningRate: 0.05, batchSize: 8 },
  },
  sampler: 'iid',
  stop: { kind: 'steps', steps: 1200 },
  // Pilot of base seed pilotA, 8 seeds: −0.29 ± 0.10 points and ×1.09 ± 0.035; 16 seeds have a power above 0.99.
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 48 },
  measures: ['trainLoss', { kind: 'testAccuracyCurve', name: 'accuracy', from: 0.5 }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      scale: 'ratio',
      arms: ['small', 'smallSvag'],
      margin: 1.25,
      because: 'a quarter of the training loss; a ratio eight times larger moves it by 1.8',
    },
    {
      kind: 'equivalent',
      measure: 'accuracy',
      arms: ['small', 'smallSvag'],
      margin: 0.01,
      because: 'one point of accuracy is what people call similar',
    },
    {
      kind: 'differs',
      measure: 'accuracy',
      arms: ['large', 'largeSvag'],
      by: 0.01,
      diverged: 'worst',
      because: 'beyond what is allowed at the small rate; a run that diverged guesses',
    },
  ],
  controls: [
    { kind: 'differs', measure: 'trainLoss', scale: 'ratio', arms: ['small', 'otherRatio'], by: 1.25 },
    { kind: 'differs', measure: 'accuracy', arms: ['small', 'otherRatio'], by: 0.01 },
  ],
});
