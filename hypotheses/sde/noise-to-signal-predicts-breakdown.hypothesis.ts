import { hypothesis } from 'optimizer-assay';

/** Base rate 0.05 and batch size 5, both times β, on a bowl of 32 coordinates; runs of equal relaxation η·h·steps = 100. */
const arm = (curvature: number, beta: number) => ({
  workload: {
    model: {
      kind: 'quadratic',
      hessian: Array<number>(32).fill(curvature),
      noiseCovariance: Array<number>(32).fill(1),
      start: Array<number>(32).fill(0),
    },
  } as const,
  learningRate: 0.05 * beta,
  batchSize: 5 * beta,
  stop: { kind: 'steps', steps: 2000 / (curvature * beta) } as const,
  covariates: { beta, predicted: 2 / (0.05 * curvature) },
});

export default hypothesis({
  id: 'sde/noise-to-signal-predicts-breakdown',
  claim: 'Linear scaling fails beyond a multiple β* that the ratio of noise to signal at the base predicts: β* ∝ 1 + N/G',
  source: {
    paper: 'Li, Malladi & Arora, On the Validity of Modeling SGD with Stochastic Differential Equations',
    arxiv: '2102.12470',
    section: 'on the condition by noise and signal',
    boundary: {
      paper: 'a necessary condition for scale-invariant nets with weight decay, κ ≤ C²(1 + N/G); found and predicted κ of nets on CIFAR-10',
      ours: 'four bowls of curvature h = 1/8 … 1: at the base N = σ²/S over G = E‖∇L‖² gives 1 + N/G = 2/(ηh), from 40 to 320',
      mayDiffer: 'with a margin of 25 % in the loss β* = 0.2·(1 + N/G) + 0.8, so that the exponent is 0.96, not 1',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1], start: [0] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    steepBase: arm(1, 1),
    steepBeta4: arm(1, 4),
    steepBeta8: arm(1, 8),
    steepBeta16: arm(1, 16),
    halfBase: arm(0.5, 1),
    halfBeta8: arm(0.5, 8),
    halfBeta16: arm(0.5, 16),
    halfBeta32: arm(0.5, 32),
    quarterBase: arm(0.25, 1),
    quarterBeta16: arm(0.25, 16),
    quarterBeta32: arm(0.25, 32),
    quarterBeta64: arm(0.25, 64),
    eighthBase: arm(0.125, 1),
    eighthBeta32: arm(0.125, 32),
    eighthBeta64: arm(0.125, 64),
    eighthBeta128: arm(0.125, 128),
  },
  stop: { kind: 'steps', steps: 2000 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 8, max: 24, looks: 3, spending: 'pocock' }, full: 48 },
  measures: [{ kind: 'trainLossCurve', at: 'steps', from: 0.1, name: 'stationaryLoss' }],
  predictions: [
    {
      kind: 'breakScales',
      measure: 'stationaryLoss',
      scale: 'ratio',
      over: 'beta',
      along: 'predicted',
      exponent: 1,
      within: 0.2,
      margin: 1.25,
      because: 'a quarter of the loss; an exponent within a fifth of proportional, far from 0, where the noise would predict nothing',
    },
  ],
});
