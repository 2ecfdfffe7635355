import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/best-batch-of-a-net',
  claim: 'After equally many epochs the batch size with the best test accuracy grows in proportion to the learning rate',
  source: {
    paper: 'Smith & Le, A Bayesian Perspective on Generalization and Stochastic Gradient Descent',
    arxiv: '1710.06451',
    section: 'on the best batch size',
    boundary: {
      paper: 'best test accuracy of a net over batch sizes at several learning rates; the noise scale covers momentum',
      ours: 'MLP 196-32-10 without momentum on 4,000 images of Fashion-MNIST at 14×14, six epochs at each of seven sizes, 2 … 128, and three rates',
      mayDiffer:
        'at equal epochs a large batch is also trained less, a reason of its own for a best batch size, which grows in proportion as well; a pilot whose base seed is on no record saw proportionality end at a rate of 0.2. A pilot of 40 seeds (base seed pilotD) saw the best sizes near 5, 9 and 18 and an exponent of 0.95 [0.84, 1.05]: by that spread twenty seeds have a power of 0.9, though the pilot needed all of its forty, and 80 above 0.99',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: Object.fromEntries(
    [0.025, 0.05, 0.1].flatMap((learningRate) =>
      [2, 4, 8, 16, 32, 64, 128].map((batchSize) => [`rate${learningRate}batch${batchSize}`, { learningRate, batchSize }]),
    ),
  ),
  stop: { kind: 'epochs', epochs: 6 },
  replicates: { quick: { min: 20, max: 80, looks: 4, spending: 'pocock' }, full: 80 },
  measures: ['testAccuracy'],
  predictions: [
    {
      kind: 'peakScales',
      measure: 'testAccuracy',
      over: 'batchSize',
      along: 'learningRate',
      exponent: 1,
      within: 0.3,
      because: 'proportional, well apart from the square root',
    },
  ],
  controls: [
    {
      kind: 'less',
      measure: 'testAccuracy',
      arms: ['rate0.05batch2', 'rate0.05batch8'],
      by: 0.01,
      because: 'the ladder has a best size inside: its lower end is a point below',
      although: 'a smaller batch takes more steps in as many epochs, as in the paper',
    },
    {
      kind: 'less',
      measure: 'testAccuracy',
      arms: ['rate0.05batch128', 'rate0.05batch8'],
      by: 0.01,
      because: 'and so is its upper end',
      although: 'as above',
    },
  ],
});
