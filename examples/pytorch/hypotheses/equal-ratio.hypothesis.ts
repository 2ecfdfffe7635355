import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'pytorch/equal-ratio-equal-performance',
  claim: 'SGD performs similarly for different batch sizes but a constant ratio of learning rate to batch size (trained by PyTorch)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on schedules of equal ratio (4.2 of the ICLR 2018 submission)',
    boundary: {
      paper: 'VGG-11 on CIFAR-10',
      ours: 'the MLP of hypotheses/three-factors/equal-ratio-equal-minima, trained by examples/pytorch/train.py',
      mayDiffer: 'seeds start other generators, so runs agree with ours in law and not in numbers',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'fashion-mnist', train: 8000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
    trainer: { command: ['python3', '../train.py'], files: ['../nets.py', '../data.py'], options: { hessianProbes: 64 } },
  },
  optimizer: { kind: 'sgd' },
  arms: {
    half: { learningRate: 0.025, batchSize: 8 },
    base: { learningRate: 0.05, batchSize: 16 },
    double: { learningRate: 0.1, batchSize: 32 },
    otherRatio: { learningRate: 0.05, batchSize: 128 },
  },
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 80 },
  replicates: 6,
  measures: ['testAccuracy', { kind: 'reported', metric: 'hessianTrace', name: 'hessianTrace' }],
  predictions: [
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['half', 'base', 'double'], margin: 0.01, because: 'one point is what people call similar' },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['half', 'base', 'double'],
      margin: 1.25,
      because: 'the ratio moves it tenfold',
    },
  ],
  controls: [{ kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['base', 'otherRatio'], by: 1.25 }],
});
