import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'rivals/rescaled-layers-same-function',
  claim: 'Re-scaling the layers of a rectifier net changes the sharpness of a minimum as one likes, and not the function',
  source: {
    paper: 'Dinh et al., Sharp Minima Can Generalize For Deep Nets',
    arxiv: '1703.04933',
    section: 'on rectifier nets',
    boundary: {
      paper: 'a theorem: nets of equal function have Hessians of any size',
      ours: 'MLP 196-64-64-10 on 2,000 images of Fashion-MNIST, trained as ever, evaluated as trained and with its first layer times 5, its second by 5',
      mayDiffer: 'nothing but the rounding of float32, which a factor that is no power of two shows',
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
  },
  stop: { kind: 'epochs', epochs: 10 },
  replicates: { quick: 8, full: 24 },
  measures: ['trainLoss', 'testLoss', { kind: 'hessianTrace', method: 'exact' }, 'hessianLargestEigenvalue'],
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
});
