import { hypothesis } from 'optimizer-assay';

const rate = { learningRate: 1, batchSize: 10 } as const;
const svag = (amplification: number) => ({ kind: 'svag', amplification }) as const;

export default hypothesis({
  id: 'sde/svag-tends-to-the-equation',
  claim: 'SVAG with amplification l tends to the stochastic differential equation of SGD: Var(l) = ησ²/(S·h·(2 − ηh/l))',
  source: {
    paper: 'Li, Malladi & Arora, On the Validity of Modeling SGD with Stochastic Differential Equations',
    arxiv: '2102.12470',
    section: '4, theorem 4.3',
    boundary: {
      paper: 'a theorem of weak convergence for l → ∞, and nets on CIFAR-10 with growing l',
      ours: 'a bowl of eight coordinates of curvature 1 and noise 1/S at η = 1, far from the limit, where every Var(l) is known',
      mayDiffer: 'one step covers the time η/l, so an arm takes 400·l steps; the loss is half the sum of the eight variances',
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
  optimizer: { kind: 'sgd' },
  arms: {
    sgd: { ...rate, stop: { kind: 'steps', steps: 400 } },
    svag2: { ...rate, optimizer: svag(2), stop: { kind: 'steps', steps: 800 } },
    svag4: { ...rate, optimizer: svag(4), stop: { kind: 'steps', steps: 1600 } },
    svag32: { ...rate, optimizer: svag(32), stop: { kind: 'steps', steps: 12800 } },
  },
  stop: { kind: 'steps', steps: 400 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 96 },
  measures: [{ kind: 'trainLossCurve', at: 'steps', from: 0.1, name: 'stationaryLoss' }],
  predictions: [
    { kind: 'equals', measure: 'stationaryLoss', arm: 'sgd', value: 0.4, margin: 0.02, because: '5 % of 4·Var(1) = 0.4/(2 − 1)' },
    { kind: 'equals', measure: 'stationaryLoss', arm: 'svag2', value: 0.2667, margin: 0.0133, because: '5 % of 0.4/(2 − 1/2)' },
    { kind: 'equals', measure: 'stationaryLoss', arm: 'svag4', value: 0.2286, margin: 0.0114, because: '5 % of 0.4/(2 − 1/4)' },
    { kind: 'equals', measure: 'stationaryLoss', arm: 'svag32', value: 0.2, margin: 0.01, because: '5 % of the limit 0.4/2' },
    { kind: 'ordered', measure: 'stationaryLoss', arms: ['sgd', 'svag2', 'svag4', 'svag32'], direction: 'decreasing' },
  ],
  controls: [{ kind: 'differs', measure: 'stationaryLoss', scale: 'ratio', arms: ['sgd', 'svag32'], by: 1.25 }],
});
