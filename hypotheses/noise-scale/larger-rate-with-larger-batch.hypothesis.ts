import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/larger-rate-with-larger-batch',
  claim: 'Raising the learning rate together with the batch size costs nothing',
  source: {
    paper: "Smith, Kindermans, Ying & Le, Don't Decay the Learning Rate, Increase the Batch Size",
    arxiv: '1711.00489',
    section: 'increasing the effective learning rate',
    boundary: {
      paper: 'wide ResNet 16-4 on CIFAR-10, rate and batch five times as large: 94.5 % against 94.4 %',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, both four times as large, nine epochs with a decay',
      mayDiffer: 'a small net; a factor much larger than 4 leaves the range in which the claim holds',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    base: { learningRate: { kind: 'steps', start: 0.05, at: [3, 6], factor: 0.25 }, batchSize: 16 },
    larger: { learningRate: { kind: 'steps', start: 0.2, at: [3, 6], factor: 0.25 }, batchSize: 64 },
    // The updates and rates of larger, with an eighth of its batch: the path without noise would be the same.
    noisier: {
      learningRate: { kind: 'steps', start: 0.2, at: [0.375, 0.75], factor: 0.25 },
      batchSize: 8,
      stop: { kind: 'epochs', epochs: 1.125 },
    },
    batchAlone: { learningRate: { kind: 'steps', start: 0.05, at: [3, 6], factor: 0.25 }, batchSize: 64 },
  },
  stop: { kind: 'epochs', epochs: 9 },
  // n not planned: no pilot is on record.
  replicates: { quick: 12, full: 32 },
  measures: ['testAccuracy', 'steps'],
  predictions: [
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'larger'], margin: 0.01, because: 'one point of accuracy' },
    { kind: 'less', measure: 'steps', scale: 'ratio', arms: ['larger', 'base'], by: 2, because: 'at most half the updates' },
  ],
  controls: [
    {
      kind: 'differs',
      measure: 'testAccuracy',
      arms: ['base', 'batchAlone'],
      by: 0.01,
      although:
        'a larger batch alone takes a quarter of the time; that the rate makes up for it is the claim, and `noisier` is trained as `larger` is',
    },
    { kind: 'less', measure: 'testAccuracy', arms: ['noisier', 'larger'], by: 0.01 },
  ],
});
