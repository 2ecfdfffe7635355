import { hypothesis } from 'optimizer-assay';
import { hessianTrace, vgg11 } from './shared.ts';

export default hypothesis({
  id: 'three-factors/cifar-10/equal-ratio-equal-minima',
  claim: 'SGD performs similarly for different batch sizes but a constant ratio of learning rate to batch size (VGG-11 on CIFAR-10)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.1 of the ICLR 2018 submission: "all the minima in this case have similar width and depth qualitatively showing that for the same noise ratio, SGD ends up in minima of similar quality"',
    figure: '3 of the submission',
    boundary: {
      paper: 'VGG-11 on CIFAR-10, learning rate 0.1·β with batch size 50·β for β = ¼, 1, 4',
      ours: 'the same net, data, rates and batch sizes; trained by examples/pytorch/train.py for 200 epochs at a constant rate, without augmentation, weights by He’s rule',
      mayDiffer:
        'the paper does not say its initialization, its number of epochs and whether it normalizes; it was never run with this file: CIFAR-10 does not ship',
    },
  },
  tags: ['cifar-10', 'pytorch'],
  tier: 'full',
  workload: vgg11,
  optimizer: { kind: 'sgd' },
  arms: {
    quarter: { learningRate: 0.025, batchSize: 13 },
    base: { learningRate: 0.1, batchSize: 50 },
    fourfold: { learningRate: 0.4, batchSize: 200 },
    otherRatio: { learningRate: 0.1, batchSize: 800 },
  },
  stop: { kind: 'epochs', epochs: 200 },
  // n not planned: it was never run.
  replicates: 5,
  measures: ['testAccuracy', hessianTrace],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['quarter', 'base', 'fourfold'],
      margin: 0.01,
      because: 'one point of accuracy is what people call similar',
    },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['quarter', 'base', 'fourfold'],
      margin: 1.25,
      because: 'a quarter is small beside what the ratio does',
    },
  ],
  controls: [
    {
      kind: 'differs',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['base', 'otherRatio'],
      by: 1.25,
      although: 'as many epochs are what the paper compares',
    },
    { kind: 'differs', measure: 'testAccuracy', arms: ['base', 'otherRatio'], by: 0.01, although: 'as many epochs are what the paper compares' },
  ],
});
