import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

const cyclic = (low: number, high: number) => ({ kind: 'cyclic', shape: 'discrete', low, high, period: 8 }) as const;

const workload = {
  model: { kind: 'mlp', hidden: [64, 64] },
  data: { kind: 'fashion-mnist', train: 2000, test: 200, downsample: 14, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  rate: { learningRate: cyclic(0.01, 0.1), batchSize: 16 },
  batch: { learningRate: 0.1, batchSize: cyclic(160, 16) },
  steady: { learningRate: 0.03, batchSize: 16 },
  // The two ends of the cycle, each from the start to the end.
  quiet: { learningRate: 0.01, batchSize: 16 },
  noisy: { learningRate: 0.1, batchSize: 16 },
} as const;

export default hypothesis({
  id: 'three-factors/cycles-alternate-width-rectifier',
  claim: 'Cycles of the learning rate and cycles of the batch size switch between sharp and deep regions, and wide and shallow ones (rectifier net)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.5 of the ICLR 2018 submission: "we validate that CBS and CLR switch between sharp/deep and wide/shallow minima"',
    figure: '13 of the submission (appendix)',
    boundary: {
      paper: 'VGG-11 on CIFAR-10, a rectifier net, four cyclic schedules, 8 repeats: sharpness and accuracy along training',
      ours: 'the MLP 196-64-64-10 of the other files on 2,000 images of Fashion-MNIST at 14×14, η/S = 0.1/160 to 0.1/16 by the rate and by the batch size; discrete cycles of eight epochs, trace of the Hessian and training loss at the ends of the stages, run by run; the stages compared have the same mean epoch',
      mayDiffer:
        'cross-entropy falls low enough here to lower the trace in quiet stages as well, which tanh on noisy labels does not allow (cycles-alternate-width). A pilot of six seeds (base seed pilotB) saw the quiet stages deeper, losses of 0.24 against 0.33, and no sharper: traces of 71.8 against 73.4 by the rate, 71.7 against 73.2 by the batch size, with a spread of 6 % in the ratio, so that six seeds have a power above 0.99 against a quarter. One length of stages alone is asked, four epochs. With the labels flipped and four rectifier layers of 32 a single study saw ×1.08. Of seven variants six agree; a control fails with not-standardized',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'epochs', epochs: 24 },
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 24 },
  measures: [
    { kind: 'hessianTraceCurve', name: 'quietTrace', epochs: [12, 20], method: 'auto' },
    { kind: 'hessianTraceCurve', name: 'noisyTrace', epochs: [8, 16, 24], method: 'auto' },
    { kind: 'trainLossCurve', name: 'quietLoss', epochs: [12, 20] },
    { kind: 'trainLossCurve', name: 'noisyLoss', epochs: [8, 16, 24] },
  ],
  predictions: [
    { kind: 'above', measure: 'quietTrace', scale: 'ratio', arm: 'rate', than: 'noisyTrace', by: 1.25, because: 'a quarter, as elsewhere' },
    { kind: 'above', measure: 'quietTrace', scale: 'ratio', arm: 'batch', than: 'noisyTrace', by: 1.25, because: 'a quarter, as elsewhere' },
  ],
  controls: [
    {
      kind: 'below',
      measure: 'quietLoss',
      scale: 'ratio',
      arm: 'rate',
      than: 'noisyLoss',
      by: 1.1,
      because: 'the cycle acts: its quiet stages are deeper by a tenth',
    },
    { kind: 'below', measure: 'quietLoss', scale: 'ratio', arm: 'batch', than: 'noisyLoss', by: 1.1, because: 'as above' },
    { kind: 'equals', measure: 'quietTrace', scale: 'ratio', arm: 'steady', value: 'noisyTrace', margin: 1.25, because: 'no cycle, no contrast' },
    {
      kind: 'differs',
      measure: 'noisyTrace',
      scale: 'ratio',
      arms: ['noisy', 'quiet'],
      by: 1.25,
      because: 'the measure sees what a steady rate does to this net',
      although: 'the two ends of the cycle are what it is to tell apart, less trained and more',
    },
  ],
  expected: 'refuted',
  variants: variantsOfAnMlp(workload, arms),
});
