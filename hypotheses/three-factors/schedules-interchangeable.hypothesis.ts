import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

export const workload = {
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

export const arms = {
  rate: { learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.02, high: 0.1, period: 4 }, batchSize: 16 },
  batch: { learningRate: 0.1, batchSize: { kind: 'cyclic', shape: 'discrete', low: 80, high: 16, period: 4 } },
  // The ratio is wrong by a factor of two in every stage of low noise.
  wrongFactor: { learningRate: 0.1, batchSize: { kind: 'cyclic', shape: 'discrete', low: 40, high: 16, period: 4 } },
  // The same two rates without a cycle: one decay.
  once: { learningRate: { kind: 'steps', start: 0.1, at: [6], factor: 0.2 }, batchSize: 16 },
} as const;

export default hypothesis({
  id: 'three-factors/schedules-interchangeable',
  claim: 'Exchanging a cyclic learning rate for a cyclic batch size of equal ratio at all times gives similar dynamics and a similar end',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.2 of the ICLR 2018 submission: "exchanging a learning rate schedule for a batch size schedule leads to similar train and test accuracy", "very similar dynamics"',
    figure: '4 and 10 of the submission',
    boundary: {
      paper: 'VGG-11 on CIFAR-10: rate 0.001–0.005 at batch 128 against batch 128–640 at rate 0.005: 89.24 % and 89.39 %',
      ours: 'MLP on 8,000 images of Fashion-MNIST (full tier: all 60,000): rate 0.02–0.1 at batch 16 against batch 80–16 at rate 0.1, discrete cycles of four epochs in phase; judged from the first full cycle on',
      mayDiffer:
        'few cycles; the batch schedule takes fewer steps at the same number of epochs, and lags by 0.04 and 0.03 nats after the first two of them. The accuracy after the last epoch tells neither the wrong factor nor the single decay from the right cycle (a pilot of 8 seeds whose base seed is on no record: 0.1 and 0.2 points), so it is judged along training; the wrong factor shows in the training loss alone. Of seven variants five agree; a control fails with narrow and one-layer',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'epochs', epochs: 14 },
  // n not planned by a power: the margin is from 27 seeds of base seed pilotT, and more are added where a look decides nothing.
  replicates: { quick: { min: 16, max: 48, looks: 4, spending: 'pocock' }, full: 48 },
  measures: [{ kind: 'trainLossCurve', from: 0.28 }, 'testAccuracyCurve', { kind: 'hessianTrace', method: 'auto' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'trainLossCurve',
      arms: ['rate', 'batch'],
      margin: 0.006,
      because:
        'the mean from the first full cycle on, which is the fourth of fourteen epochs; half of what a ratio that is wrong by two in the quiet stages moves it by: 0.0110 [0.0079, 0.0136] with 27 seeds of base seed pilotT',
    },
    {
      kind: 'sameCurve',
      measure: 'trainLossCurve',
      arms: ['rate', 'batch'],
      margin: 0.05,
      from: 4,
      because: 'after every epoch from the first full cycle on; a single decay departs by 0.13',
    },
    {
      kind: 'equivalent',
      measure: 'testAccuracyCurve',
      arms: ['rate', 'batch'],
      margin: 0.005,
      because: 'the mean along training; a single decay moves it by a point',
    },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['rate', 'batch'],
      margin: 1.1,
      because: 'with Tr(H) ∝ ratio^−0.48 a ratio that is wrong by a fifth; a single decay moves it by 1.16',
    },
  ],
  controls: [
    { kind: 'differs', measure: 'trainLossCurve', arms: ['rate', 'wrongFactor'], by: 0.006 },
    { kind: 'differs', measure: 'trainLossCurve', arms: ['rate', 'once'], by: 0.006 },
    { kind: 'curvesDiffer', measure: 'trainLossCurve', arms: ['rate', 'once'], by: 0.05, from: 4 },
    { kind: 'differs', measure: 'testAccuracyCurve', arms: ['rate', 'once'], by: 0.005 },
    { kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['rate', 'once'], by: 1.1 },
  ],
  variants: variantsOfAnMlp(workload, arms),
});
