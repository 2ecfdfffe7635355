import { hypothesis } from 'optimizer-assay';
import { otherMomentum, otherSeeds } from './variants.ts';

const workload = {
  model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1], start: [0] },
  data: { kind: 'gradient-noise' },
  loss: 'model',
} as const;

/** A bowl of other curvatures, the noise of each coordinate as it was. */
const curvatures = (...hessian: readonly number[]) =>
  ({ workload: { model: { kind: 'quadratic', hessian, noiseCovariance: hessian.map(() => 1), start: hessian.map(() => 0) } } }) as const;

const arms = {
  'rate0.05': { learningRate: 0.05, batchSize: 5 },
  'rate0.1': { learningRate: 0.1, batchSize: 10 },
  'rate0.2': { learningRate: 0.2, batchSize: 20 },
  'rate0.3': { learningRate: 0.3, batchSize: 30 },
  'rate0.8': { learningRate: 0.8, batchSize: 80 },
  'rate1.2': { learningRate: 1.2, batchSize: 120 },
} as const;

export default hypothesis({
  id: 'three-factors/discretization-error',
  claim: 'At a constant ratio the approximation by the differential equation breaks where the learning rate is large',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.4 of the ICLR 2018 submission: "In the case where the learning rate becomes too high, the first order approximation of a Taylor expansion is no longer suitable, in which case the continuous limit of the discrete SGD update equation will no longer be valid"',
    boundary: {
      paper: 'performance of VGG-11 drops at large β',
      ours: 'one coordinate of curvature 1, where the stationary loss departs from the limit by exactly 1/(1 − η/2)',
      mayDiffer:
        'with a margin of 25 % against the smallest rate the break must lie between η = 0.3 (15 %) and 0.8 (63 %). Of eight variants five agree; the break is one of the rate times the curvature: at half the curvature it lies beyond 0.3 and up to 1.2, undecided, at twice the curvature the rate of 1.2 diverges, so that nothing is judged, and with momentum at half the rates the loss departs less and the control fails',
    },
  },
  tags: ['known-answer'],
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'time', time: 300 },
  // n not planned: no pilot is on record; the first look takes half of the 48 seeds of the first design, and more are added where it decides nothing.
  replicates: { quick: { min: 24, max: 72, looks: 3, spending: 'pocock' }, full: 128 },
  measures: [{ kind: 'trainLossCurve', at: 'time', from: 0.1, name: 'stationaryLoss' }],
  predictions: [
    {
      kind: 'breaks',
      measure: 'stationaryLoss',
      scale: 'ratio',
      along: 'learningRate',
      arms: ['rate0.05', 'rate0.1', 'rate0.2', 'rate0.3', 'rate0.8', 'rate1.2'],
      margin: 1.25,
      between: [0.3, 0.8],
      because: 'a quarter of the loss',
    },
  ],
  controls: [
    {
      kind: 'greater',
      measure: 'stationaryLoss',
      scale: 'ratio',
      arms: ['rate1.2', 'rate0.05'],
      by: 1.25,
      because: 'the measure sees the rate at one ratio: (1 − 0.05/2)/(1 − 1.2/2) = 2.4',
    },
  ],
  variants: {
    'sixteen-coordinates': curvatures(...Array.from({ length: 16 }, () => 1)),
    'two-curvatures': curvatures(0.5, 1),
    'twice-the-curvature': curvatures(2),
    'half-the-curvature': curvatures(0.5),
    'from-afar': { workload: { model: { ...workload.model, start: [1] } } },
    shorter: { stop: { kind: 'time', time: 100 } },
    ...otherMomentum(arms),
    ...otherSeeds,
  },
});
