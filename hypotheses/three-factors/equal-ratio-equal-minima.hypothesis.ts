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
  half: { learningRate: 0.025, batchSize: 8 },
  base: { learningRate: 0.05, batchSize: 16 },
  double: { learningRate: 0.1, batchSize: 32 },
  // Slow, and looked at less often: the runs of larger-ratio-wider-minima.
  otherRatio: { learningRate: 0.05, batchSize: 128, stop: { kind: 'trainLoss', below: 0.25, checkEvery: 1, maxEpochs: 400 } },
  // The rate and the steps of the base with an eighth of its batch.
  noisier: { learningRate: 0.05, batchSize: 2, stop: { kind: 'steps', steps: 6000 } },
} as const;

export default hypothesis({
  id: 'three-factors/equal-ratio-equal-minima',
  claim: 'SGD performs similarly for different batch sizes but a constant ratio of learning rate to batch size (both over a factor of four)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.1 of the ICLR 2018 submission: "all the minima in this case have similar width and depth qualitatively showing that for the same noise ratio, SGD ends up in minima of similar quality"',
    figure: '3 of the submission',
    boundary: {
      paper: 'VGG-11 on CIFAR-10, learning rate 0.1·β with batch size 50·β for β = ¼, 1, 4',
      ours: 'MLP 196-64-64-10 on 8,000 images of Fashion-MNIST (full tier: all 60,000) at 14×14, β = ½, 1, 2, standardized, stopped at a training loss of 0.25',
      mayDiffer:
        'a small net at a small rate: β much above 4 leaves the range in which the claim holds. At one training loss the accuracy does not tell a ratio eight times smaller (0.1 to 0.3 points, three blocks of seeds), it does tell one eight times larger at the same rate and the same steps: that is its control. Stopped at a loss of 0.02, or after ten epochs, the width or the accuracy is undecided with these seeds; the widths of β = ¼ and 4 differ by 1.2. All seven variants agree',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 300 },
  // Pilot of base seed pilotA, 8 seeds: accuracies within 0.6 points, traces within 1.10; power above 0.99.
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  measures: ['testAccuracy', { kind: 'hessianTrace', method: 'auto' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['half', 'base', 'double'],
      margin: 0.01,
      because: 'one point of accuracy is what people call similar',
    },
    {
      kind: 'equivalent',
      measure: 'hessianTrace',
      scale: 'ratio',
      arms: ['half', 'base', 'double'],
      margin: 1.25,
      because: 'a ratio eight times smaller moves the trace 2.3 times; with Tr(H) ∝ ratio^−0.48 a quarter is a ratio wrong by 1.6',
    },
  ],
  controls: [
    { kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['base', 'otherRatio'], by: 1.25 },
    { kind: 'differs', measure: 'testAccuracy', arms: ['base', 'noisier'], by: 0.01 },
  ],
  variants: variantsOfAnMlp(workload, arms),
});
