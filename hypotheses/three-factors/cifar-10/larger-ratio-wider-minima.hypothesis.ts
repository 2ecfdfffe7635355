import { hypothesis } from 'optimizer-assay';
import { resnet56, scaledTrace } from './shared.ts';

export default hypothesis({
  id: 'three-factors/cifar-10/larger-ratio-wider-minima',
  claim: 'A larger ratio of learning rate to batch size leads to wider minima (ResNet-56 on CIFAR-10)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.1 of the ICLR 2018 submission: "both model with large batch or low learning rate end in a sharper minimum relatively to the baseline model, both having a lower η/S than the baseline"',
    figure: '2 of the submission',
    boundary: {
      paper:
        'ResNet-56 on CIFAR-10, "early stop models", with (η, S) = (0.1, 128), (0.1, 1024), (0.01, 128); sharpness along the line between the ends',
      ours: 'the same net, data, rates and batch sizes, trained by examples/pytorch/train.py to a training loss of 0.2 at a constant rate without augmentation; width is the trace of the Hessian at the end times the square of the norm of the weights, which no scale of normalized layers moves',
      mayDiffer: 'the paper stops by the validation set and does not match the loss; it was never run with this file: CIFAR-10 does not ship',
    },
  },
  tags: ['cifar-10', 'pytorch'],
  tier: 'full',
  workload: resnet56,
  optimizer: { kind: 'sgd' },
  arms: {
    large: { learningRate: 0.1, batchSize: 128 },
    largeBatch: { learningRate: 0.1, batchSize: 1024 },
    smallRate: { learningRate: 0.01, batchSize: 128 },
  },
  stop: { kind: 'trainLoss', below: 0.2, checkEvery: 1, maxEpochs: 200 },
  // n not planned: it was never run.
  replicates: 5,
  measures: ['trainLoss', scaledTrace],
  predictions: [
    {
      kind: 'less',
      measure: 'scaledTrace',
      scale: 'ratio',
      arms: ['large', 'largeBatch'],
      by: 1.25,
      because: 'a quarter, so that chance and probes do not make it',
    },
    {
      kind: 'less',
      measure: 'scaledTrace',
      scale: 'ratio',
      arms: ['large', 'smallRate'],
      by: 1.25,
      because: 'a quarter, so that chance and probes do not make it',
    },
  ],
  controls: [
    {
      kind: 'equivalent',
      measure: 'trainLoss',
      arms: ['large', 'largeBatch', 'smallRate'],
      margin: 0.05,
      because: 'width is compared at equal depth',
    },
  ],
});
