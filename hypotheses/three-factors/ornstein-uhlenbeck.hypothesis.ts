import { hypothesis } from 'optimizer-assay';
import { otherSeeds } from './variants.ts';

const workload = {
  model: { kind: 'quadratic', hessian: [0.5, 1, 2], noiseCovariance: [0.5, 1, 2], start: [0, 0, 0] },
  data: { kind: 'gradient-noise' },
  loss: 'model',
} as const;

/** A bowl of another shape, of trace 3.5 as this one. */
const bowl = (hessian: readonly number[], noiseCovariance = hessian) =>
  ({ workload: { model: { kind: 'quadratic', hessian, noiseCovariance, start: hessian.map(() => 0) } } }) as const;

export default hypothesis({
  id: 'three-factors/ornstein-uhlenbeck',
  claim: 'Near a minimum the loss is a quadratic bowl and SGD an Ornstein–Uhlenbeck process: E[L] − L* = (η/4S)·Tr(H) where H = C',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      'paraphrase of version 3, on the Ornstein–Uhlenbeck process at a minimum where H = C; no sentence of the ICLR 2018 submission, which assumes C = σ²I',
    boundary: {
      paper: 'derived under H = C at the minimum of a deep net',
      ours: 'a bowl with curvatures 0.5, 1, 2 and gradient noise of the same covariance, where it is exact for small rates',
      mayDiffer:
        'the bowl is given, not found: it proves the tool; ornstein-uhlenbeck-of-a-model and -of-a-net have data. Arms share their noise, so at one rate the loss is exactly proportional to 1/S; the rates differ too, and ηh = 0.2 adds up to 11 %. All nine variants agree, also with momentum at half the rates; with the variances of C in another order than the curvatures of H, and so H ≠ C, the loss is the same, 0.00885 [0.0085, 0.0092]: of C the trace counts',
    },
  },
  tags: ['known-answer'],
  workload,
  optimizer: { kind: 'sgd' },
  arms: {
    eighth: { learningRate: 0.05, batchSize: 20 },
    quarter: { learningRate: 0.1, batchSize: 20 },
    half: { learningRate: 0.05, batchSize: 5 },
    full: { learningRate: 0.1, batchSize: 5 },
  },
  stop: { kind: 'time', time: 300 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 32, max: 128, looks: 4, spending: 'pocock' }, full: 128 },
  measures: [{ kind: 'trainLossCurve', at: 'time', from: 0.1, name: 'excessLoss' }],
  predictions: [
    {
      kind: 'scales',
      measure: 'excessLoss',
      along: 'ratio',
      exponent: 1,
      within: 0.1,
      fit: 1.1,
      because: 'proportional, to a tenth of the exponent and of each level',
    },
    { kind: 'equals', measure: 'excessLoss', arm: 'half', value: 0.00875, margin: 0.000875, because: 'a tenth of (η/4S)·Tr(H) = 0.0025 · 3.5' },
  ],
  controls: [{ kind: 'greater', measure: 'excessLoss', scale: 'ratio', arms: ['full', 'half'], by: 1.5 }],
  variants: {
    'equal-curvatures': bowl([3.5 / 3, 3.5 / 3, 3.5 / 3]),
    'seven-coordinates': bowl([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
    'one-sharp-direction': bowl([0.25, 0.25, 3]),
    'not-diagonal': {
      workload: {
        model: {
          kind: 'quadratic',
          hessian: [
            [1, 0.4, 0],
            [0.4, 1.5, 0],
            [0, 0, 1],
          ],
          noiseCovariance: [
            [1, 0.4, 0],
            [0.4, 1.5, 0],
            [0, 0, 1],
          ],
          start: [0, 0, 0],
        },
      },
    },
    // H ≠ C, of one trace.
    'covariance-reversed': bowl([0.5, 1, 2], [2, 1, 0.5]),
    'from-afar': { workload: { model: { ...workload.model, start: [1, 1, 1] } } },
    'momentum-at-half-the-rates': {
      optimizer: { kind: 'heavy-ball', momentum: 0.5 },
      arms: {
        eighth: { learningRate: 0.025 },
        quarter: { learningRate: 0.05 },
        half: { learningRate: 0.025 },
        full: { learningRate: 0.05 },
      },
    },
    shorter: { stop: { kind: 'time', time: 100 } },
    ...otherSeeds,
  },
});
