import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/batch-growth-is-rate-decay',
  claim: 'Raising the batch size does what decaying the learning rate does, with fewer updates: SGD',
  source: {
    paper: "Smith, Kindermans, Ying & Le, Don't Decay the Learning Rate, Increase the Batch Size",
    arxiv: '1711.00489',
    section: 'simulated annealing in a wide ResNet',
    boundary: {
      paper: 'wide ResNet 16-4 on CIFAR-10, rate divided or batch multiplied by 5 at each step of the schedule: the curves coincide',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, nine epochs, rate divided or batch multiplied by 4 after three and six',
      mayDiffer: 'a small net and a short training: the batch starts at 4, where the noise is what holds the accuracy down',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    decay: { learningRate: { kind: 'steps', start: 0.1, at: [3, 6], factor: 0.25 }, batchSize: 4 },
    grow: { learningRate: 0.1, batchSize: { kind: 'steps', start: 4, at: [3, 6], factor: 4 } },
    neither: { learningRate: 0.1, batchSize: 4 },
  },
  stop: { kind: 'epochs', epochs: 9 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  measures: ['testAccuracy', 'testAccuracyCurve', 'steps'],
  predictions: [
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['decay', 'grow'], margin: 0.01, because: 'one point of accuracy at the end' },
    { kind: 'sameCurve', measure: 'testAccuracyCurve', arms: ['decay', 'grow'], margin: 0.01, because: 'and after every epoch' },
    { kind: 'less', measure: 'steps', scale: 'ratio', arms: ['grow', 'decay'], by: 2, because: 'at most half the updates' },
  ],
  controls: [
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['decay', 'neither'],
      by: 0.01,
      because: 'less noise is what both schedules give',
      although: 'neither is trained for longer, not for shorter: it can lose by its noise alone',
    },
    {
      kind: 'curvesDiffer',
      measure: 'testAccuracyCurve',
      arms: ['decay', 'neither'],
      by: 0.01,
      although: 'neither is trained for longer, not for shorter: its course can depart by its noise alone',
    },
  ],
});
