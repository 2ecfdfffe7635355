import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/small-batches-end-wider',
  claim: 'Small batches end in wider minima than large ones',
  source: {
    paper: 'Keskar et al., On Large-Batch Training for Deep Learning: Generalization Gap and Sharp Minima',
    arxiv: '1609.04836',
    section: '2.2, table 3 and figure 3',
    boundary: {
      paper:
        'six nets: ε-sharpness of the large batch one to two orders of magnitude above that of the small one, and a steeper rise of the loss on the line between both ends',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, rate 0.1, 8 images a batch against 128, stopped at a training loss of 0.3',
      mayDiffer: 'the maximum in the box is searched along signs of the gradient where the paper uses L-BFGS-B; both arms at one training loss',
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
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 48 },
  measures: ['trainLoss', 'epsilonSharpness', { kind: 'lineSharpness', between: ['small', 'large'] }],
  predictions: [
    {
      kind: 'greater',
      measure: 'epsilonSharpness',
      scale: 'ratio',
      arms: ['large', 'small'],
      by: 1.25,
      method: 'sign-flip',
      because: 'a quarter is what the eye sees; the paper saw orders of magnitude',
    },
    {
      kind: 'greater',
      measure: 'lineSharpness',
      arms: ['large', 'small'],
      method: 'sign-flip',
      because: 'the line is steeper behind the large batch',
    },
  ],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'large'], margin: 0.03, because: 'width is compared at equal depth' }],
});
