import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'edge-of-stability/gradient-flow-departs',
  claim: 'Gradient descent follows the gradient flow until its sharpness meets 2/η, and departs from it afterwards',
  source: {
    paper: 'Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability',
    arxiv: '2103.00065',
    section: 'on gradient flow and Runge–Kutta',
    boundary: {
      paper: 'distance between the iterates and the flow (Runge–Kutta), which is small until the crossing',
      ours: 'MLP 49-32-32-32-32-10, tanh, on 250 images of Fashion-MNIST at 7×7; loss and sharpness at time 6, before the crossing of 2/η = 20, and at 40',
      mayDiffer: 'loss and sharpness stand for the distance of the weights; that the loss parts as well, afterwards, is its control',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32, 32, 32, 32], activation: 'tanh', init: 'glorot' },
    data: { kind: 'fashion-mnist', train: 250, test: 50, downsample: 7 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  sampler: 'full-batch',
  arms: {
    descentBefore: { learningRate: 0.1, batchSize: 250 },
    flowBefore: { learningRate: 0.1, batchSize: 250, optimizer: { kind: 'gradient-flow', substeps: 3 } },
    descentAfter: { learningRate: 0.1, batchSize: 250, stop: { kind: 'time', time: 40 } },
    flowAfter: { learningRate: 0.1, batchSize: 250, optimizer: { kind: 'gradient-flow', substeps: 3 }, stop: { kind: 'time', time: 40 } },
  },
  stop: { kind: 'time', time: 6 },
  // Pilot of base seed pilotA, 16 seeds: before the crossing 1.00 and 0.99, afterwards 0.84 in loss and 2.5 in sharpness.
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 32 },
  measures: ['trainLoss', { kind: 'hessianLargestEigenvalue', name: 'sharpness', relativeError: 0.05 }],
  predictions: [
    { kind: 'equivalent', measure: 'trainLoss', scale: 'ratio', arms: ['descentBefore', 'flowBefore'], margin: 1.1, because: 'a tenth of the loss' },
    {
      kind: 'equivalent',
      measure: 'sharpness',
      scale: 'ratio',
      arms: ['descentBefore', 'flowBefore'],
      margin: 1.1,
      because: 'a tenth of the sharpness',
    },
    {
      kind: 'greater',
      measure: 'sharpness',
      scale: 'ratio',
      arms: ['flowAfter', 'descentAfter'],
      by: 1.25,
      because: 'a quarter, well beyond the margin of their agreement',
    },
  ],
  controls: [
    { kind: 'below', measure: 'sharpness', scale: 'ratio', arm: 'descentBefore', than: 20, because: 'it is before the crossing' },
    { kind: 'differs', measure: 'trainLoss', scale: 'ratio', arms: ['flowAfter', 'descentAfter'], by: 1.1 },
  ],
});
