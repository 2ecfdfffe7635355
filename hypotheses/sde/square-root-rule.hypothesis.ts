import { hypothesis } from 'optimizer-assay';

const adam = (beta1: number, beta2: number, epsilon: number) => ({ kind: 'adam', beta1, beta2, epsilon }) as const;
const rmsprop = (decay: number, epsilon: number) => ({ kind: 'rmsprop', decay, epsilon }) as const;

export default hypothesis({
  id: 'sde/square-root-rule',
  claim: 'With batches κ times as large, Adam and RMSprop train alike under η×√κ, 1−β→κ(1−β), ε→ε/√κ, not under η×κ',
  source: {
    paper: 'Malladi et al., On the SDEs and Scaling Rules for Adaptive Gradient Algorithms',
    arxiv: '2205.10287',
    section: 'the square root scaling rule',
    boundary: {
      paper: 'image and language models at several κ, compared along the whole of training',
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST, five epochs, from batches of 1 to 4: κ = 4',
      mayDiffer:
        'the rule is derived where noise dominates the gradient, which early training does not keep to. From batches of 1 to 16 the accuracies part by a point: square-root-rule-at-sixteen. RMSprop corrects no bias, and with a decay of 0.999 its first steps parted the arms by a third in training loss. Where the batch alone grows, in the course of training, the linear rule holds (noise-scale/batch-growth-is-rate-decay-adam)',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 2000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: rmsprop(0.99, 1e-8),
  arms: {
    adam: { learningRate: 0.000025, batchSize: 1, optimizer: adam(0.98, 0.999, 1e-8) },
    adamRoot: { learningRate: 0.00005, batchSize: 4, optimizer: adam(0.92, 0.996, 5e-9) },
    adamLinear: { learningRate: 0.0001, batchSize: 4, optimizer: adam(0.92, 0.996, 5e-9) },
    rmsprop: { learningRate: 0.000025, batchSize: 1 },
    rmspropRoot: { learningRate: 0.00005, batchSize: 4, optimizer: rmsprop(0.96, 5e-9) },
    rmspropLinear: { learningRate: 0.0001, batchSize: 4, optimizer: rmsprop(0.96, 5e-9) },
  },
  stop: { kind: 'epochs', epochs: 5 },
  // Pilot of base seed pilotA, 6 seeds: 0.24 ± 0.03 and 0.19 ± 0.06 points, ×0.99 and ×0.98 in training loss; power above 0.99.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 20 },
  measures: ['trainLoss', 'testAccuracy'],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      scale: 'ratio',
      arms: ['adam', 'adamRoot'],
      margin: 1.1,
      because: 'a tenth: the linear rule moves it by 1.27, so that a quarter, as for SVAG, could not tell the two',
    },
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      scale: 'ratio',
      arms: ['rmsprop', 'rmspropRoot'],
      margin: 1.1,
      because: 'as for Adam',
    },
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['adam', 'adamRoot'], margin: 0.01, because: 'one point of accuracy' },
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['rmsprop', 'rmspropRoot'], margin: 0.01, because: 'as for Adam' },
  ],
  controls: [
    { kind: 'differs', measure: 'trainLoss', scale: 'ratio', arms: ['adam', 'adamLinear'], by: 1.1 },
    { kind: 'differs', measure: 'trainLoss', scale: 'ratio', arms: ['rmsprop', 'rmspropLinear'], by: 1.1 },
    { kind: 'differs', measure: 'testAccuracy', arms: ['adam', 'adamLinear'], by: 0.01 },
    { kind: 'differs', measure: 'testAccuracy', arms: ['rmsprop', 'rmspropLinear'], by: 0.01 },
  ],
});
