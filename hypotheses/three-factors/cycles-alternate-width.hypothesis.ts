import { hypothesis } from 'optimizer-assay';
import { variantsOfTheCycles } from './variants.ts';

const cyclic = (low: number, high: number) => ({ kind: 'cyclic', shape: 'discrete', low, high, period: 8 }) as const;

export const workload = {
  model: { kind: 'mlp', hidden: [32, 32, 32, 32], activation: 'tanh', init: 'glorot' },
  data: { kind: 'fashion-mnist', train: 2000, test: 200, downsample: 7, labelNoise: { fraction: 0.2 } },
  loss: 'cross-entropy',
} as const;

const arms = {
  rate: { learningRate: cyclic(0.02, 0.2), batchSize: 4 },
  batch: { learningRate: 0.2, batchSize: cyclic(40, 4) },
  steady: { learningRate: 0.06, batchSize: 4 },
} as const;

export default hypothesis({
  id: 'three-factors/cycles-alternate-width',
  claim:
    'There is a net, one of thirteen settings tried, in which cycles of the learning rate and of the batch size switch between sharp and deep regions, and wide and shallow ones (tanh, batches of 4; rectifier nets show none)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.5 of the ICLR 2018 submission: "we validate that CBS and CLR switch between sharp/deep and wide/shallow minima"',
    figure: '13 of the submission (appendix)',
    boundary: {
      paper: 'VGG-11 on CIFAR-10, four cyclic schedules, 8 repeats: sharpness and accuracy along training',
      ours: 'MLP 49-32-32-32-32-10, tanh, on 2,000 images of Fashion-MNIST at 7×7, a fifth of their labels flipped, batches of 4 to 40; discrete cycles of eight epochs, trace of the Hessian and training loss at the ends of the stages, run by run; the stages compared have the same mean epoch',
      mayDiffer:
        'the setting was found by search, of thirteen tried, and it is no net of the paper: rectifier nets show no such contrast (cycles-alternate-width-rectifier). What makes it are the activation and small batches; without flipped labels the contrast is the same, ×1.71 [1.46, 2.0]. A pilot of six seeds (base seed pilotB) saw ×1.95 by the rate and ×2.0 by the batch size with spreads of 12 and 20 %: six seeds have a power above 0.95, and more are added where that is not enough. Of eight variants five agree; it is refuted with rectifier; undecided with one-layer; a control fails with clean-labels',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'epochs', epochs: 24 },
  replicates: { quick: { min: 6, max: 24, looks: 4, spending: 'pocock' }, full: 24 },
  measures: [
    { kind: 'hessianTraceCurve', name: 'quietTrace', epochs: [12, 20] },
    { kind: 'hessianTraceCurve', name: 'noisyTrace', epochs: [8, 16, 24] },
    { kind: 'trainLossCurve', name: 'quietLoss', epochs: [12, 20] },
    { kind: 'trainLossCurve', name: 'noisyLoss', epochs: [8, 16, 24] },
  ],
  predictions: [
    { kind: 'above', measure: 'quietTrace', scale: 'ratio', arm: 'rate', than: 'noisyTrace', by: 1.25, because: 'a quarter, as elsewhere' },
    { kind: 'above', measure: 'quietTrace', scale: 'ratio', arm: 'batch', than: 'noisyTrace', by: 1.25, because: 'a quarter, as elsewhere' },
    { kind: 'below', measure: 'quietLoss', scale: 'ratio', arm: 'rate', than: 'noisyLoss', by: 1.05, because: 'deeper by a twentieth' },
    { kind: 'below', measure: 'quietLoss', scale: 'ratio', arm: 'batch', than: 'noisyLoss', by: 1.05, because: 'deeper by a twentieth' },
  ],
  controls: [
    { kind: 'equals', measure: 'quietTrace', scale: 'ratio', arm: 'steady', value: 'noisyTrace', margin: 1.25, because: 'no cycle, no contrast' },
    { kind: 'equals', measure: 'quietLoss', scale: 'ratio', arm: 'steady', value: 'noisyLoss', margin: 1.05, because: 'no cycle, no contrast' },
  ],
  variants: variantsOfTheCycles(workload, arms),
});
