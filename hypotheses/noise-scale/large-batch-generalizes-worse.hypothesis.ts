import { hypothesis } from 'optimizer-assay';

const images = { train: 4000, test: 5000, downsample: 14, standardize: true } as const;

export default hypothesis({
  id: 'noise-scale/large-batch-generalizes-worse',
  claim: 'At one learning rate and one number of epochs a large batch is less trained and generalizes worse; with as many steps it does not',
  source: {
    paper: 'Keskar et al., On Large-Batch Training for Deep Learning: Generalization Gap and Sharp Minima',
    arxiv: '1609.04836',
    section: 'no sentence of the paper, which compares nets that have converged (2.2, table 2)',
    boundary: {
      paper: 'six nets (Adam) trained until the loss ceased to improve, 256 images a batch against a tenth of the data: 0.2 to 5.3 points lost',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, a wider and a tanh net, flipped and redrawn labels, and Gaussian clusters: six workloads as the paper has six nets; rate 0.05, 16 images a batch against 256, six epochs each, and 256 for the 1,500 steps of the small batch',
      mayDiffer:
        'the paper trains to the end. At equal epochs the large batch takes a sixteenth of the updates, and that it is less trained is what the gap comes from: in as many steps it is gone, and large-batch-at-equal-training-loss takes it away as well; it holds on average over workloads, not in each: with labels drawn from a soft-max regression a pilot (base seed on no record) saw no gap. A pilot of eight seeds a workload (base seed pilotB) saw 0.26 nats more and 6.1 points less over the six, with spreads of 0.10 and 2.9 between workloads: a power of 0.98 for a point; one of eight more (pilotD) saw the large batch 1.6 points [0.6, 2.5] ahead after as many steps',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', ...images },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.05, batchSize: 16 },
    large: { learningRate: 0.05, batchSize: 256 },
    // The large batch for the steps of the small one.
    equalSteps: { learningRate: 0.05, batchSize: 256, stop: { kind: 'steps', steps: 1500 } },
  },
  stop: { kind: 'epochs', epochs: 6 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  over: {
    fashion: {},
    wider: { workload: { model: { kind: 'mlp', hidden: [64, 64] } } },
    tanh: { workload: { model: { kind: 'mlp', hidden: [32], activation: 'tanh', init: 'glorot' } } },
    noisyLabels: { workload: { data: { kind: 'fashion-mnist', ...images, labelNoise: { fraction: 0.2 } } } },
    drawnLabels: { workload: { data: { kind: 'labels-from-model', of: 'fashion-mnist', ...images } } },
    clusters: { workload: { data: { kind: 'clusters', classes: 10, dimensions: 20, train: 4000, test: 5000, spread: 2 } } },
  },
  holds: 'on-average',
  measures: ['trainLoss', 'testAccuracy'],
  predictions: [
    { kind: 'greater', measure: 'trainLoss', arms: ['large', 'small'], because: 'less trained: any loss more, since noisy labels leave most of it' },
    { kind: 'greater', measure: 'testAccuracy', arms: ['small', 'large'], by: 0.01, because: 'one point, a gap that people would act on' },
    {
      kind: 'nonInferior',
      measure: 'testAccuracy',
      arms: ['equalSteps', 'small'],
      margin: 0.01,
      because: 'the same point: with as many steps the gap is gone',
    },
  ],
});
