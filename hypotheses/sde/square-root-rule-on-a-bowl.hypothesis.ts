import { hypothesis } from 'optimizer-assay';

const adam = (beta1: number, beta2: number, epsilon: number) => ({ kind: 'adam', beta1, beta2, epsilon }) as const;
const rmsprop = (decay: number, epsilon: number) => ({ kind: 'rmsprop', decay, epsilon }) as const;
const steps = (steps: number) => ({ kind: 'steps', steps }) as const;

export default hypothesis({
  id: 'sde/square-root-rule-on-a-bowl',
  claim: 'Adam and RMSprop keep their stationary law under η×√κ, 1−β→κ(1−β), ε→ε/√κ, not under η×κ',
  source: {
    paper: 'Malladi et al., On the SDEs and Scaling Rules for Adaptive Gradient Algorithms',
    arxiv: '2205.10287',
    section: 'the square root scaling rule',
    boundary: {
      paper: 'derived where noise dominates the gradient; shown on image and language models',
      ours: 'eight coordinates of curvature 1, and of curvatures ½ … 3/2, noise 1/S, κ = 16; the limit of the mean loss is η√S·8/(4S) = 0.005, whatever the curvatures',
      mayDiffer: 'at κ = 16 one step is η√S = 0.16 of the relaxation time, which adds about 5 %',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: {
      kind: 'quadratic',
      hessian: [1, 1, 1, 1, 1, 1, 1, 1],
      noiseCovariance: [1, 1, 1, 1, 1, 1, 1, 1],
      start: [0, 0, 0, 0, 0, 0, 0, 0],
    },
    data: { kind: 'gradient-noise' },
    loss: 'model',
  },
  optimizer: rmsprop(0.999, 1e-8),
  arms: {
    adam: { learningRate: 0.005, batchSize: 4, optimizer: adam(0.98, 0.999, 1e-8), stop: steps(16000) },
    adamRoot: { learningRate: 0.02, batchSize: 64, optimizer: adam(0.68, 0.984, 2.5e-9) },
    adamLinear: { learningRate: 0.08, batchSize: 64, optimizer: adam(0.68, 0.984, 2.5e-9) },
    rmsprop: { learningRate: 0.005, batchSize: 4, stop: steps(16000) },
    rmspropRoot: { learningRate: 0.02, batchSize: 64, optimizer: rmsprop(0.984, 2.5e-9) },
    rmspropLinear: { learningRate: 0.08, batchSize: 64, optimizer: rmsprop(0.984, 2.5e-9) },
  },
  stop: steps(1000),
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 96 },
  over: {
    round: {},
    long: {
      workload: {
        model: {
          kind: 'quadratic',
          hessian: [0.5, 0.5, 0.75, 0.75, 1, 1, 1.5, 1.5],
          noiseCovariance: [1, 1, 1, 1, 1, 1, 1, 1],
          start: [0, 0, 0, 0, 0, 0, 0, 0],
        },
      },
    },
  },
  measures: [{ kind: 'trainLossCurve', at: 'steps', from: 0.5, name: 'stationaryLoss' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'stationaryLoss',
      scale: 'ratio',
      arms: ['adam', 'adamRoot'],
      margin: 1.25,
      because: 'a quarter of the loss; the linear rule moves it fourfold',
    },
    { kind: 'equivalent', measure: 'stationaryLoss', scale: 'ratio', arms: ['rmsprop', 'rmspropRoot'], margin: 1.25, because: 'as for Adam' },
    { kind: 'equals', measure: 'stationaryLoss', scale: 'ratio', arm: 'rmsprop', value: 0.005, margin: 1.1, because: 'a tenth of the limit' },
    { kind: 'equals', measure: 'stationaryLoss', scale: 'ratio', arm: 'adam', value: 0.005, margin: 1.1, because: 'a tenth of the limit' },
  ],
  controls: [
    { kind: 'greater', measure: 'stationaryLoss', scale: 'ratio', arms: ['adamLinear', 'adam'], by: 2 },
    { kind: 'greater', measure: 'stationaryLoss', scale: 'ratio', arms: ['rmspropLinear', 'rmsprop'], by: 2 },
  ],
});
