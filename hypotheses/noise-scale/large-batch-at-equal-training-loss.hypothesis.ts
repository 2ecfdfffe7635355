import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/large-batch-at-equal-training-loss',
  claim: 'A large batch generalizes worse than a small one that has reached the same training loss, both stopped early (at a loss of 0.3)',
  source: {
    paper: 'Keskar et al., On Large-Batch Training for Deep Learning: Generalization Gap and Sharp Minima',
    arxiv: '1609.04836',
    section: 'no sentence of the paper, which compares nets that have converged (2.2, table 2)',
    boundary: {
      paper: 'six nets (Adam), 256 images a batch against a tenth of the data: 0.2 to 5.3 points lost, at training accuracies of 98 to 100 %',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, rate 0.1, 8 images a batch against 128, stopped at a training loss of 0.3',
      mayDiffer:
        'a small net far from interpolation, where the paper’s are near it (large-batch-at-interpolation); stopped at one training loss, the large batch classifies better by nearly a point in four blocks of seeds (base seeds 0, A, B and C: seeds that judge, no pilot), by 0.35 at a loss of 0.1, and by nothing that 40 seeds could tell at 0.01: the reverse is one of early stopping. With a spread of 0.5 points a seed 16 seeds have a power above 0.99',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: { small: { learningRate: 0.1, batchSize: 8 }, large: { learningRate: 0.1, batchSize: 128 } },
  stop: { kind: 'trainLoss', below: 0.3, checkEvery: 0.5, maxEpochs: 200 },
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 48 },
  measures: ['trainLoss', 'testAccuracy'],
  predictions: [{ kind: 'greater', measure: 'testAccuracy', arms: ['small', 'large'], by: 0.002, because: 'the smallest gap of the paper' }],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'large'], margin: 0.03, because: 'compared at equal depth' }],
  expected: 'refuted',
});
