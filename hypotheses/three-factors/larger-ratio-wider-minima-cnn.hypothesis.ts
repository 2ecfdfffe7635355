import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'three-factors/larger-ratio-wider-minima-cnn',
  claim: 'A larger ratio of learning rate to batch size leads to wider minima (convolutional net)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.1',
    figure: '2',
    boundary: {
      paper: 'ResNet-56 and VGG-11 on CIFAR-10',
      ours: 'two convolutions of 8 and 16 channels on 2,000 images of Fashion-MNIST at 14×14, at matched training loss',
      mayDiffer:
        'a very small net; two arms of equal ratio, (0.05, 16) and (0.1, 32), were seen to differ by a tenth to a fifth in the trace, so nothing is claimed of equality here',
    },
  },
  workload: {
    model: { kind: 'cnn', channels: [8, 16] },
    data: { kind: 'fashion-mnist', train: 2000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.05, batchSize: 128 },
    lower: { learningRate: 0.05, batchSize: 64 },
    middle: { learningRate: 0.05, batchSize: 32 },
    upper: { learningRate: 0.05, batchSize: 16 },
  },
  stop: { kind: 'trainLoss', below: 0.35, checkEvery: 0.5, maxEpochs: 60 },
  replicates: { quick: 6, full: 16 },
  measures: [{ kind: 'hessianTrace', relativeError: 0.05 }],
  predictions: [{ kind: 'trend', measure: 'hessianTrace', along: 'ratio', direction: 'decreasing', atLeast: 0.5 }],
  controls: [{ kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['small', 'upper'], by: 1.25 }],
});
