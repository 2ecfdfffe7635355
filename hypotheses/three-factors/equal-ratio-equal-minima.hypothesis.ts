import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'three-factors/equal-ratio-equal-minima',
  claim: 'SGD performs similarly for different batch sizes but a constant ratio of learning rate to batch size',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on minima of equal ratio (4.1 and figure 3 of the ICLR 2018 submission)',
    boundary: {
      paper: 'VGG-11 on CIFAR-10, learning rate 0.1·β with batch size 50·β for β = ¼, 1, 4',
      ours: 'MLP 196-64-64-10 on 8,000 images of Fashion-MNIST (full tier: all 60,000) at 14×14, β = ½, 1, 2, standardized, stopped at a training loss of 0.25',
      mayDiffer: 'a small net at a small rate: β much above 4 leaves the range in which the claim holds',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: {
      kind: 'fashion-mnist',
      train: { quick: 8000, full: 60000 },
      test: { quick: 5000, full: 10000 },
      downsample: 14,
      standardize: true,
    },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    half: { learningRate: 0.025, batchSize: 8 },
    base: { learningRate: 0.05, batchSize: 16 },
    double: { learningRate: 0.1, batchSize: 32 },
    otherRatio: { learningRate: 0.05, batchSize: 128 },
  },
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 80 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  measures: ['testAccuracy', { kind: 'hessianTrace', method: 'exact' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['half', 'base', 'double'],
      margin: 0.01,
      because: 'one point of accuracy is what people call similar',
    },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['half', 'base', 'double'],
      margin: 1.25,
      because: 'the ratio moves the trace tenfold; a quarter is small beside that',
    },
  ],
  controls: [{ kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['base', 'otherRatio'], by: 1.25 }],
});
