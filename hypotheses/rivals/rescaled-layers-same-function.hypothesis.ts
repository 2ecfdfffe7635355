import { hypothesis } from 'optimizer-assay';

const tanh = { kind: 'mlp', hidden: [64, 64], activation: 'tanh' } as const;

export default hypothesis({
  id: 'rivals/rescaled-layers-same-function',
  claim: 'Re-scaling the layers of a rectifier net changes the sharpness of a minimum, and not the function',
  source: {
    paper: 'Dinh et al., Sharp Minima Can Generalize For Deep Nets',
    arxiv: '1703.04933',
    section: 'on rectifier nets',
    boundary: {
      paper: 'a theorem: nets of equal function have Hessians of any size',
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST, trained as ever, evaluated as trained and with its first layer times 5, its second by 5',
      mayDiffer:
        'one factor, where the theorem has any; it is no power of two, so that the rounding of float32 shows. A net of tanh that is scaled alike is another function',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 2000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    trained: { learningRate: 0.05, batchSize: 32 },
    rescaled: {
      learningRate: 0.05,
      batchSize: 32,
      optimizer: { kind: 'sgd', rescale: { grown: 'hidden1', shrunk: 'hidden2', by: 5 } },
    },
    // The same scaling of a net that is not a rectifier's.
    tanh: { learningRate: 0.05, batchSize: 32, workload: { model: tanh } },
    tanhRescaled: {
      learningRate: 0.05,
      batchSize: 32,
      workload: { model: tanh },
      optimizer: { kind: 'sgd', rescale: { grown: 'hidden1', shrunk: 'hidden2', by: 5 } },
    },
  },
  stop: { kind: 'epochs', epochs: 10 },
  // Pilot of base seed pilotA, 8 seeds: by a factor of 4, ×3.4 and ×3.7; of tanh 0.34 nats; power above 0.99.
  replicates: { quick: 8, full: 24 },
  measures: ['trainLoss', 'testLoss', 'hessianTrace', 'hessianLargestEigenvalue'],
  predictions: [
    {
      kind: 'greater',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['rescaled', 'trained'],
      by: 2,
      because: 'what an eightfold ratio η/S moves it',
    },
    { kind: 'greater', measure: 'hessianLargestEigenvalue', scale: 'ratio', arms: ['rescaled', 'trained'], by: 2, because: 'as the trace' },
    { kind: 'equivalent', measure: 'trainLoss', arms: ['rescaled', 'trained'], margin: 1e-6, because: 'the same function' },
    { kind: 'equivalent', measure: 'testLoss', arms: ['rescaled', 'trained'], margin: 1e-6, because: 'the same function' },
  ],
  // A thousand times what the rectifier net is allowed.
  controls: [
    { kind: 'differs', measure: 'trainLoss', arms: ['tanhRescaled', 'tanh'], by: 0.001 },
    { kind: 'differs', measure: 'testLoss', arms: ['tanhRescaled', 'tanh'], by: 0.001 },
  ],
});
