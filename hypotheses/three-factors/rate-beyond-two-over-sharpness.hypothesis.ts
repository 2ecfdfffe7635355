import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

const workload = {
  model: { kind: 'mlp', hidden: [64, 64] },
  data: { kind: 'fashion-mnist', train: 8000, test: 5000, downsample: 14, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  within: { learningRate: 0.05, batchSize: 512 },
  beyond: { learningRate: 0.1, batchSize: 512 },
  shorter: { learningRate: 0.05, batchSize: 512, stop: { kind: 'time', time: 10 } },
} as const;

export default hypothesis({
  id: 'three-factors/rate-beyond-two-over-sharpness',
  claim:
    'The rescaling breaks where the rate exceeds 2/λ₁: a rate of one and a half times 2/λ₁ of the net that a small rate ends in costs accuracy (it does not: the net that it ends in is less sharp)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      'no sentence of the submission: a quantity for its 4.4, "In the case where the learning rate becomes too high, the first order approximation of a Taylor expansion is no longer suitable"; 2/λ₁ is where gradient descent on a parabola diverges',
    boundary: {
      paper: 'no curvature is compared with the rate',
      ours: 'MLP 196-64-64-10 on 8,000 images of Fashion-MNIST at 14×14, rates of 0.05 and 0.1 at a batch size of 512 for a time of 100; λ₁ on the first 2,000 images, at the end',
      mayDiffer:
        'λ₁ follows 2/η wherever the net can (34 at the rate 0.05, 20 at 0.1; Cohen et al. 2021, arXiv:2103.00065), so that the sharpness of a net that a small rate ends in sets no limit to another rate; at 0.2 and 0.4 as well accuracies stay within about a point, and at 0.8 they fall (rate-alone-breaks-down). A pilot of sixteen seeds (base seed pilotD) saw 0.28 points [0.06, 0.60] less at the larger rate with a spread of 0.6: sixteen seeds have a power of 0.9 to refute a point, 48 above 0.99; 24 left it open on one base seed of four. Of seven variants five agree; a control fails with one-layer and tanh',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'time', time: 100 },
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 48 },
  measures: ['testAccuracy', 'trainLoss', { kind: 'hessianLargestEigenvalue', name: 'sharpness', relativeError: 0.05, examples: 2000 }],
  predictions: [
    {
      kind: 'less',
      measure: 'testAccuracy',
      arms: ['beyond', 'within'],
      by: 0.01,
      diverged: 'worst',
      because: 'one point of accuracy, as where the rescaling breaks',
    },
  ],
  controls: [
    { kind: 'above', measure: 'sharpness', arm: 'within', than: 30, because: 'so that 0.1 is one and a half times 2/λ₁ at least' },
    {
      kind: 'less',
      measure: 'testAccuracy',
      arms: ['shorter', 'within'],
      by: 0.01,
      because: 'a point can be seen',
      although: 'less training is what the arm is for',
    },
  ],
  expected: 'refuted',
  variants: variantsOfAnMlp(workload, arms),
});
