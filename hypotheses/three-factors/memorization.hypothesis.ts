import { hypothesis } from 'optimizer-assay';
import { otherNets, otherSeeds } from './variants.ts';

/** 1,000 images, a share of whose labels is replaced by another class. */
const images = (fraction: number) =>
  ({ kind: 'fashion-mnist', train: 1000, test: 5000, downsample: 14, standardize: true, labelNoise: { fraction } }) as const;

/** Momentum 0.9 at a tenth of the rate. */
const heavy = {
  optimizer: { kind: 'heavy-ball', momentum: 0.9 },
  arms: { large: { learningRate: 0.01 }, middle: { learningRate: 0.01 }, small: { learningRate: 0.01 } },
} as const;

const workload = { model: { kind: 'mlp', hidden: [64, 64] }, data: images(0.25), loss: 'cross-entropy' } as const;

export default hypothesis({
  id: 'three-factors/memorization',
  claim:
    'A larger ratio of learning rate to batch size leads to solutions that generalize better for the same amount of memorized random labels, a fifth of them, in passing',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.3 of the ICLR 2018 submission: "larger noise in SGD (regardless if controlled using smaller batch size or larger learning rate) leads to solutions which generalize better for the same amount of memorized random labels on the training set"',
    figure: '5 of the submission',
    boundary: {
      paper:
        'MLP of 256 hidden units on MNIST with 25 % and 50 % random labels, batch sizes 50 … 800, rates 0.05 … 0.2, momentum 0 and 0.9, 300 epochs',
      ours: 'MLP 196-64-64-10 on 1,000 images of Fashion-MNIST at 14×14, 25 % and 50 % random labels, batch sizes 50, 150 and 400 at one rate, momentum 0 and 0.9: test accuracy at the moment when a fifth of the random labels is reproduced',
      mayDiffer:
        'the level is reached in passing, where the paper’s nets have trained for 300 epochs; only the batch size makes the ratio, and one level is asked, a fifth; a smaller net and set, and a batch of 400 is near the size of the data; between two looks at the net the accuracy is taken as linear. A pilot of sixteen seeds a block (base seed pilotD) saw no gain anywhere: from the large to the small ratio 72.6, 72.0 and 71.8 % (quarter), 62.6, 62.2 and 62.9 (half), with momentum 72.9, 73.5 and 73.5 (quarter), 64.3, 65.4 and 65.6 (half), with spreads of 0.5 to 2 points; without momentum nothing can be told, with it the larger ratio does worse, and one block of four must refute at a quarter of the error rate: sixteen seeds a block have a power of 0.8, eight of 0.4. Matched on the training loss in the place of memorization, the larger ratio did worse as well. Of seven variants four agree; a control fails with narrow, one-layer and other-start',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms: {
    large: { learningRate: 0.1, batchSize: 50, stop: { kind: 'epochs', epochs: 24 } },
    middle: { learningRate: 0.1, batchSize: 150, stop: { kind: 'epochs', epochs: 72 } },
    small: { learningRate: 0.1, batchSize: 400, stop: { kind: 'epochs', epochs: 200 } },
  },
  stop: { kind: 'epochs', epochs: 24 },
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 24 },
  over: {
    quarter: {},
    half: { workload: { data: images(0.5) } },
    quarterMomentum: heavy,
    halfMomentum: { ...heavy, workload: { data: images(0.5) } },
  },
  measures: [
    {
      kind: 'testAccuracyAtMemorization',
      level: 0.2,
      // One look in about 4 units of the time ηk, where each arm comes to the level.
      epochs: [4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 30, 36, 42, 48, 54, 60, 66, 72, 85, 98, 111, 124, 137, 150, 163, 176, 189, 200],
      name: 'accuracyAtAFifth',
    },
    'testAccuracy',
  ],
  predictions: [{ kind: 'trend', measure: 'accuracyAtAFifth', along: 'ratio', direction: 'increasing' }],
  controls: [
    {
      kind: 'above',
      measure: 'accuracyAtAFifth',
      arm: 'small',
      than: 'testAccuracy',
      because: 'to memorize more costs accuracy, and the measure sees it',
    },
  ],
  expected: 'refuted',
  variants: {
    ...otherNets(workload),
    deeper: { workload: { model: { kind: 'mlp', hidden: [64, 64, 64] } } },
    'one-layer-of-256': { workload: { model: { kind: 'mlp', hidden: [256] } } },
    'other-start': { workload: { model: { kind: 'mlp', hidden: [64, 64], init: 'glorot' } } },
    ...otherSeeds,
  },
});
