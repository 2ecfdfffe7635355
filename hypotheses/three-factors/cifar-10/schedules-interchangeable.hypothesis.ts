import { hypothesis } from 'optimizer-assay';
import { vgg11 } from './shared.ts';

export default hypothesis({
  id: 'three-factors/cifar-10/schedules-interchangeable',
  claim:
    'Exchanging a learning-rate schedule for a batch-size schedule leads to similar train and test accuracy, for cyclic and constant schedules (VGG-11 on CIFAR-10)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.2 of the ICLR 2018 submission: "exchanging a learning rate schedule for a batch size schedule leads to similar train and test accuracy, for both cyclic and constant schedules"',
    figure: '4 of the submission',
    boundary: {
      paper:
        'VGG-11 on CIFAR-10: learning rate 0.001 … 0.005 at batch size 128 against batch size 128 … 640 at rate 0.005, 89.24 and 89.39 %; constant, (128, 0.001) and (640, 0.005): 87.25 and 86.92 %',
      ours: 'the same net, data, rates and batch sizes in stages of 15 epochs for 300 epochs, trained by examples/pytorch/train.py without augmentation',
      mayDiffer: 'momentum 0.9 is ours; the paper’s cycles may be triangles and not steps; it was never run with this file: CIFAR-10 does not ship',
    },
  },
  tags: ['cifar-10', 'pytorch'],
  tier: 'full',
  workload: vgg11,
  optimizer: { kind: 'heavy-ball', momentum: 0.9 },
  arms: {
    rate: { learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.001, high: 0.005, period: 30 }, batchSize: 128 },
    batch: { learningRate: 0.005, batchSize: { kind: 'cyclic', shape: 'discrete', low: 640, high: 128, period: 30 } },
    // The ratio is wrong by a factor of two in every quiet stage.
    wrongFactor: { learningRate: 0.005, batchSize: { kind: 'cyclic', shape: 'discrete', low: 320, high: 128, period: 30 } },
    small: { learningRate: 0.001, batchSize: 128 },
    large: { learningRate: 0.005, batchSize: 640 },
  },
  stop: { kind: 'epochs', epochs: 300 },
  // n not planned: it was never run.
  replicates: 5,
  measures: ['trainAccuracy', 'testAccuracy'],
  predictions: [
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['rate', 'batch'], margin: 0.01, because: 'one point of accuracy' },
    { kind: 'equivalent', measure: 'testAccuracy', arms: ['small', 'large'], margin: 0.01, because: 'one point of accuracy' },
    { kind: 'equivalent', measure: 'trainAccuracy', arms: ['rate', 'batch'], margin: 0.01, because: 'one point of accuracy' },
    { kind: 'equivalent', measure: 'trainAccuracy', arms: ['small', 'large'], margin: 0.01, because: 'one point of accuracy' },
  ],
  controls: [
    {
      kind: 'differs',
      measure: 'testAccuracy',
      arms: ['rate', 'small'],
      by: 0.01,
      although: 'the paper saw two points between them after as many epochs',
    },
    {
      kind: 'differs',
      measure: 'trainAccuracy',
      arms: ['rate', 'wrongFactor'],
      by: 0.01,
      because: 'a ratio that is wrong by two in the quiet stages',
    },
  ],
});
