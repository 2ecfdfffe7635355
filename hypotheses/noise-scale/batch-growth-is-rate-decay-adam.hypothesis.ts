import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/batch-growth-is-rate-decay-adam',
  claim: 'For Adam raising the batch size by κ does what dividing the learning rate by κ does, and not by √κ',
  source: {
    paper: "Smith, Kindermans, Ying & Le, Don't Decay the Learning Rate, Increase the Batch Size",
    arxiv: '1711.00489',
    section:
      'abstract: "the same learning curve on both training and test sets", for "stochastic gradient descent (SGD), SGD with momentum, Nesterov momentum, and Adam"; against the square root rule of Malladi et al., 2205.10287',
    boundary: {
      paper: 'wide ResNet 16-4 on CIFAR-10, rate divided or batch multiplied by 5 at each step of the schedule: the curves coincide',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, nine epochs, batch of 4 multiplied, or rate divided, by κ = 16 after three',
      mayDiffer:
        'the square root rule scales β₁, β₂ and ε with the batch as well, from the start of training, and holds there (sde/square-root-rule); growth alone leaves them, and follows the linear rule. The test accuracy cannot tell the two, the training loss can; with κ = 4 at each of two steps neither could (pilot of the first design, base seed on no record)',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'adam' },
  arms: {
    grow: { learningRate: 0.005, batchSize: { kind: 'steps', start: 4, at: [3], factor: 16 } },
    linear: { learningRate: { kind: 'steps', start: 0.005, at: [3], factor: 0.0625 }, batchSize: 4 },
    root: { learningRate: { kind: 'steps', start: 0.005, at: [3], factor: 0.25 }, batchSize: 4 },
    neither: { learningRate: 0.005, batchSize: 4 },
  },
  stop: { kind: 'epochs', epochs: 9 },
  // Pilot of base seed pilotA, 8 seeds: grow is 0.005 [0.002, 0.007] from linear and 0.029 [0.016, 0.037] from root; 16 seeds have a power above 0.9.
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: ['trainLossCurve', 'testAccuracyCurve'],
  predictions: [
    {
      kind: 'sameCurve',
      measure: 'trainLossCurve',
      arms: ['grow', 'linear'],
      margin: 0.0125,
      because: 'half of what parts the two rules after nine epochs',
    },
    {
      kind: 'curvesDiffer',
      measure: 'trainLossCurve',
      arms: ['grow', 'root'],
      by: 0.0125,
      because: 'further away than the linear rule may be',
    },
    { kind: 'sameCurve', measure: 'testAccuracyCurve', arms: ['grow', 'linear'], margin: 0.01, because: 'one point after every epoch' },
  ],
  controls: [
    {
      kind: 'curvesDiffer',
      measure: 'testAccuracyCurve',
      arms: ['linear', 'neither'],
      by: 0.01,
      although: 'neither is trained for longer, not for shorter: its course can depart by its noise alone',
    },
  ],
});
