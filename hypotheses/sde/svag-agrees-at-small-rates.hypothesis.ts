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
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST, two arms of one ratio η/S and one time ηk = 60, each with SVAG of l = 4 beside it',
      mayDiffer: 'l = 4 is not the limit; it takes three quarters of the way that one step of the rate η is from it',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 2000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.05, batchSize: 16, stop: { kind: 'steps', steps: 1200 } },
    smallSvag: { learningRate: 0.05, batchSize: 16, optimizer: svag, stop: { kind: 'steps', steps: 4800 } },
    large: { learningRate: 0.8, batchSize: 256, stop: { kind: 'steps', steps: 75 } },
    largeSvag: { learningRate: 0.8, batchSize: 256, optimizer: svag, stop: { kind: 'steps', steps: 300 } },
  },
  sampler: 'iid',
  stop: { kind: 'steps', steps: 1200 },
  replicates: { quick: { min: 24, max: 72, looks: 3, spending: 'pocock' }, full: 72 },
  measures: ['trainLoss', 'testAccuracy'],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      scale: 'ratio',
      arms: ['small', 'smallSvag'],
      margin: 1.25,
      because: 'a quarter of the training loss',
    },
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['small', 'smallSvag'],
      margin: 0.01,
      because: 'one point of accuracy is what people call similar',
    },
    {
      kind: 'differs',
      measure: 'testAccuracy',
      arms: ['large', 'largeSvag'],
      by: 0.01,
      diverged: 'worst',
      because: 'beyond what is allowed at the small rate; a run that diverged guesses',
    },
  ],
});
