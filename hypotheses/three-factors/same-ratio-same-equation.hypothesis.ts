import { hypothesis } from 'optimizer-assay';
import { otherSeeds } from './variants.ts';

const workload = {
  model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1], start: [0] },
  data: { kind: 'gradient-noise' },
  loss: 'model',
} as const;

export default hypothesis({
  id: 'three-factors/same-ratio-same-equation',
  claim: 'SGD with the same ratio of learning rate to batch size discretizes the same stochastic differential equation',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '3.1 of the ICLR 2018 submission: "We assume the discrete process of SGD can be approximated by the continuous time limit of the following stochastic differential equation"; that equal ratios discretize the same one is a paraphrase of version 3',
    boundary: {
      paper: 'an assumption about the limit of small rates',
      ours: 'one coordinate of curvature 1, and four of curvatures ¼ … 1, gradient noise of total variance 1/S; the mean loss of the stationary law is η/(4S) in the limit, whatever the curvatures',
      mayDiffer:
        'noise of our own making: it proves the tool; same-ratio-same-path-of-a-net has data, same-ratio-same-law the law. At a finite rate the loss is larger by exactly 1/(1 − η/2): 11 % at η = 0.2. All seven variants agree, with losses of 0.0025 to 0.0027 for 0.0025',
    },
  },
  tags: ['known-answer'],
  workload,
  optimizer: { kind: 'sgd' },
  arms: {
    slow: { learningRate: 0.05, batchSize: 5 },
    base: { learningRate: 0.1, batchSize: 10 },
    fast: { learningRate: 0.2, batchSize: 20 },
    otherRatio: { learningRate: 0.1, batchSize: 20 },
  },
  stop: { kind: 'time', time: 300 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 32, max: 128, looks: 4, spending: 'pocock' }, full: 128 },
  over: {
    one: {},
    four: {
      workload: {
        model: { kind: 'quadratic', hessian: [0.25, 0.5, 0.75, 1], noiseCovariance: [0.25, 0.25, 0.25, 0.25], start: [0, 0, 0, 0] },
      },
    },
  },
  measures: [{ kind: 'trainLossCurve', at: 'time', from: 0.1, name: 'stationaryLoss' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'stationaryLoss',
      scale: 'ratio',
      arms: ['slow', 'base', 'fast'],
      margin: 1.25,
      because: 'twice the 11 % that the discretization explains',
    },
    {
      kind: 'equals',
      measure: 'stationaryLoss',
      arm: 'slow',
      value: 0.0025,
      margin: 0.00025,
      because: 'a tenth of η/(4S); the discretization takes 2.6 % of it',
    },
  ],
  controls: [{ kind: 'differs', measure: 'stationaryLoss', scale: 'ratio', arms: ['base', 'otherRatio'], by: 1.25 }],
  variants: {
    // Of the first block; the second has a bowl of its own.
    'one-flatter': { workload: { model: { ...workload.model, hessian: [0.5] } } },
    'one-sharper': { workload: { model: { ...workload.model, hessian: [2] } } },
    'one-from-afar': { workload: { model: { ...workload.model, start: [1] } } },
    'twice-the-rates': {
      arms: {
        slow: { learningRate: 0.1, batchSize: 10 },
        base: { learningRate: 0.2, batchSize: 20 },
        fast: { learningRate: 0.4, batchSize: 40 },
        otherRatio: { learningRate: 0.2, batchSize: 40 },
      },
    },
    'momentum-at-half-the-rates': {
      optimizer: { kind: 'heavy-ball', momentum: 0.5 },
      arms: {
        slow: { learningRate: 0.025 },
        base: { learningRate: 0.05 },
        fast: { learningRate: 0.1 },
        otherRatio: { learningRate: 0.05 },
      },
    },
    shorter: { stop: { kind: 'time', time: 100 } },
    ...otherSeeds,
  },
});
