import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'three-factors/schedules-interchangeable',
  claim: 'Cyclic learning rates and cyclic batch sizes are interchangeable: what matters is the ratio',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on cyclic schedules of equal ratio (4.2 and figure 4 of the ICLR 2018 submission)',
    boundary: {
      paper: 'VGG-11 on CIFAR-10: rate 0.001–0.005 at batch 128 against batch 128–640 at rate 0.005: 89.24 % and 89.39 %',
      ours: 'MLP on 8,000 images of Fashion-MNIST (full tier: all 60,000): rate 0.02–0.1 at batch 16 against batch 80–16 at rate 0.1, discrete cycles of four epochs in phase',
      mayDiffer: 'few cycles; the batch schedule takes fewer steps at the same number of epochs',
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
    rate: { learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.02, high: 0.1, period: 4 }, batchSize: 16 },
    batch: { learningRate: 0.1, batchSize: { kind: 'cyclic', shape: 'discrete', low: 80, high: 16, period: 4 } },
    neither: { learningRate: 0.02, batchSize: 80 },
  },
  stop: { kind: 'epochs', epochs: 14 },
  replicates: { quick: 8, full: 12 },
  measures: ['testAccuracy', { kind: 'hessianTrace', method: 'exact' }],
  predictions: [
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['rate', 'batch'], margin: 0.01, because: 'one point; the paper saw 0.15' },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['rate', 'batch'],
      margin: 1.25,
      because: 'a quarter, beside a tenfold range',
    },
  ],
  controls: [{ kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['rate', 'neither'], by: 1.25 }],
});
