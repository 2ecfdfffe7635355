import { hypothesis } from 'optimizer-assay';
import { variantsOfACnn } from './variants.ts';

/** Slower arms are looked at more rarely: all stop as little below the target. */
const checked = (checkEvery: number) => ({ stop: { kind: 'trainLoss', below: 0.5, checkEvery, maxEpochs: 300 } }) as const;

const workload = {
  model: { kind: 'cnn', channels: [8, 16] },
  data: { kind: 'fashion-mnist', train: { quick: 2000, full: 10000 }, test: 5000, downsample: 7, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  small: { learningRate: 0.1, batchSize: 64, ...checked(2) },
  lower: { learningRate: 0.1, batchSize: 32, ...checked(1) },
  upper: { learningRate: 0.1, batchSize: 16, ...checked(0.5) },
  large: { learningRate: 0.1, batchSize: 8, ...checked(0.5) },
} as const;

export default hypothesis({
  id: 'three-factors/larger-ratio-wider-minima-cnn',
  claim: 'A larger ratio of learning rate to batch size leads to wider minima (convolutional net)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.1 of the ICLR 2018 submission: "In the Appendix, we report similar results for Resnet applied on CIFAR10"',
    boundary: {
      paper: 'a ResNet on CIFAR-10, where width and accuracy are said to grow with the ratio, in an appendix that could not be read',
      ours: 'two convolutions of 8 and 16 channels on 2,000 images of Fashion-MNIST (full tier: 10,000) at 7×7, stopped at a training loss of 0.5',
      mayDiffer:
        'a very small net, and a ratio that the batch size alone makes; at a matched training loss forty pilot seeds saw no gain of accuracy by a larger ratio: larger-ratio-loses-nothing-cnn. Of seven variants six agree; a control fails with narrow',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'trainLoss', below: 0.5, checkEvery: 0.5, maxEpochs: 300 },
  // n not planned: no pilot of the width is on record; as many as larger-ratio-wider-minima has, and more where a look decides nothing.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  measures: ['trainLoss', { kind: 'hessianTrace', relativeError: 0.05 }],
  predictions: [{ kind: 'trend', measure: 'hessianTrace', along: 'ratio', direction: 'decreasing', atLeast: 0.5 }],
  controls: [
    { kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['small', 'large'], by: 1.25 },
    { kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'large'], margin: 0.05, because: 'width is compared at equal depth' },
  ],
  variants: variantsOfACnn(workload, arms),
});
