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

const arms = {
  base: { learningRate: 0.025, batchSize: 8 },
  linear: { learningRate: 0.1, batchSize: 32 },
  squareRoot: { learningRate: 0.05, batchSize: 32 },
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
      mayDiffer:
        'Hoffer et al. speak of generalization after more steps; here it is the width of the minimum. At one training loss the accuracy tells neither rule from the other (0.4 and 0.1 points from the base). A pilot of six seeds (base seed pilotD) saw traces of 88.5 at the base, 81.1 by the linear rule and 126.8 by the root, with a spread of 3 %: six seeds have a power of 0.9 for the claim and of 0.8 for the control, eighteen above 0.99. Of seven variants six agree; a control fails with tanh',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 300 },
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  measures: ['trainLoss', { kind: 'hessianTrace', method: 'auto' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['base', 'linear'],
      margin: 1.25,
      because: 'a quarter, as elsewhere: the rate and the batch size, both fourfold',
    },
    {
      kind: 'greater',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['squareRoot', 'base'],
      by: 1.25,
      because: 'the same quarter: were η/√S what counts, the two would end alike',
    },
  ],
  controls: [
    {
      kind: 'less',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['linear', 'squareRoot'],
      by: 1.25,
      because: 'at one batch size half of the rate is seen in the trace',
    },
    { kind: 'equivalent', measure: 'trainLoss', arms: ['base', 'linear', 'squareRoot'], margin: 0.03, because: 'width is compared at equal depth' },
  ],
  variants: variantsOfAnMlp(workload, arms),
});
