import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'sde/gaussian-noise-does-as-well',
  claim:
    'The full gradient with Gaussian noise of the covariance of a mini-batch does as well as the mini-batch: its law beyond the covariance does not matter',
  source: {
    paper: 'Li, Malladi & Arora, On the Validity of Modeling SGD with Stochastic Differential Equations',
    arxiv: '2102.12470',
    section: 'on non-Gaussian noise, with Wu et al. 2020, On the Noisy Gradient Descent that Generalizes as SGD',
    boundary: {
      paper: 'nets on CIFAR-10 and SVHN; noise of the same covariance in place of the mini-batch at equal rate and number of steps',
      ours: 'MLP 196-32-10 on 500 images of Fashion-MNIST, stopped at a training loss of 0.3; the noise from Gaussian weights on all examples, so that its covariance is exactly C/S at every step',
      mayDiffer:
        'a small set, since every Gaussian step reads all of it. The accuracy does not tell an eighth of the noise at one training loss, it does tell eight times the noise at the same rate and the same steps: that is its control',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 500, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    batch: { learningRate: 0.1, batchSize: 16, sampler: 'iid' },
    gaussian: { learningRate: 0.1, batchSize: 16, sampler: 'gaussian' },
    lessNoise: { learningRate: 0.1, batchSize: 128, sampler: 'iid' },
    // The rate and the steps of `batch` with an eighth of its batch.
    moreNoise: { learningRate: 0.1, batchSize: 2, sampler: 'iid', stop: { kind: 'steps', steps: 300 } },
  },
  stop: { kind: 'trainLoss', below: 0.3, checkEvery: 0.5, maxEpochs: 300 },
  // Pilot of base seed pilotA, 32 seeds: 0.03 ± 0.19 points and a factor of 0.98; power above 0.99.
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 64 },
  measures: ['testAccuracy', { kind: 'hessianTrace', method: 'exact' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['batch', 'gaussian'],
      margin: 0.01,
      because: 'one point of accuracy is what people call similar',
    },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['batch', 'gaussian'],
      margin: 1.25,
      because: 'an eighth of the noise moves the trace by 1.6',
    },
  ],
  controls: [
    { kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['batch', 'lessNoise'], by: 1.25 },
    { kind: 'differs', measure: 'testAccuracy', arms: ['batch', 'moreNoise'], by: 0.01 },
  ],
});
