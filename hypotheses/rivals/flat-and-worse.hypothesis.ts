import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'rivals/flat-and-worse',
  claim: 'Flatness can be a false friend: at a fixed number of epochs, saturation of the cross-entropy lowers Tr(H) while test accuracy falls',
  source: {
    paper: 'Granziol, Flatness is a False Friend, against 4.1 of Jastrzębski et al., Three Factors Influencing Minima in SGD (arXiv:1711.04623)',
    arxiv: '2006.09091',
    section:
      'abstract: "under the cross entropy loss, we would expect low loss solutions with large weights to have small Hessian based measures of flatness"',
    boundary: {
      paper:
        'multi-layer perceptrons, convolutional and residual nets on MNIST and CIFAR-100, by weight decay and iterate averaging; the paper that it speaks against: a larger η/S gives a wider minimum and a better accuracy',
      ours: 'MLP 196-64-64-10 on 1,000 images of Fashion-MNIST with 25 % random labels, sixty epochs at η = 0.01 and 0.08',
      mayDiffer:
        'it takes label noise: on clean labels the higher rate is flatter (×0.08) and better by 0.7 points, and at a matched training loss nothing is left of it. Label noise makes saturation harmful, and a larger rate is more training, which is the point; at η = 0.16 the noise keeps the loss up and nothing saturates. Four blocks of 24 seeds (base seeds 0, A, B and C: seeds that judge, no pilot) saw 6.7 to 7.5 points lost and a trace of ×0.28 to ×0.32 with spreads of 2 to 4 points and 0.3 to 0.4: twelve seeds have a power above 0.95',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 1000, test: 5000, downsample: 14, standardize: true, labelNoise: { fraction: 0.25 } },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    low: { learningRate: 0.01, batchSize: 16 },
    high: { learningRate: 0.08, batchSize: 16 },
  },
  stop: { kind: 'epochs', epochs: 60 },
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 48 },
  measures: ['trainLoss', 'testAccuracy', { kind: 'hessianTrace', method: 'exact' }],
  predictions: [
    {
      kind: 'less',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['high', 'low'],
      by: 2,
      because: 'flatter by what an eightfold ratio η/S moves at matched loss',
    },
    { kind: 'less', measure: 'testAccuracy', arms: ['high', 'low'], by: 0.02, because: 'two points of accuracy, twice what people call similar' },
  ],
  controls: [
    {
      kind: 'less',
      measure: 'trainLoss',
      scale: 'ratio',
      arms: ['high', 'low'],
      by: 2,
      because: 'the cross-entropy saturates',
      although: 'that the higher rate comes further in as many epochs is the premise of the claim',
    },
  ],
});
