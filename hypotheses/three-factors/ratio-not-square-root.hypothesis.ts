import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

const workload = {
  model: { kind: 'mlp', hidden: [64, 64] },
  data: {
    kind: 'fashion-mnist',
    train: { quick: 8000, full: 60000 },
    test: { quick: 5000, full: 10000 },
    downsample: 14,
    standardize: true,
  },
  loss: 'cross-entropy',
} as const;

export default hypothesis({
  id: 'three-factors/ratio-not-square-root',
  claim: 'What SGD keeps under rescaling is learning rate over batch size, not learning rate over its square root',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.2 of the ICLR 2018 submission, against Hoffer et al. 2017: "exchanging batch size for learning rate such that the ratio η/S remains constant is different to the common assumption that one should trade them so as to keep the ratio η/√S constant"',
    boundary: {
      paper: 'curves of training at equal η/S agree, VGG-11 on CIFAR-10; no run at equal η/√S',
      ours: 'from one base, batch size fourfold with the rate fourfold or doubled; MLP on 8,000 images of Fashion-MNIST (full tier: all 60,000) at matched training loss',
      mayDiffer: 'Hoffer et al. speak of generalization after more steps; here it is the width of the minimum',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms: {
    base: { learningRate: 0.025, batchSize: 8 },
    linear: { learningRate: 0.1, batchSize: 32 },
    squareRoot: { learningRate: 0.05, batchSize: 32 },
  },
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 80 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  measures: [{ kind: 'hessianTrace', method: 'exact' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['base', 'linear'],
      margin: 1.25,
      because: 'small beside the tenfold range',
    },
    { kind: 'less', measure: 'hessianTrace', scale: 'ratio', arms: ['linear', 'squareRoot'], by: 1.15, because: 'half the ratio must show' },
  ],
  controls: [{ kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['base', 'squareRoot'], by: 1.1 }],
  variants: variantsOfAnMlp(workload),
});
