import { hypothesis } from 'optimizer-assay';
import { otherSeeds } from './variants.ts';

/** A bowl with gradient noise of the same covariance. */
const bowl = (...curvatures: number[]) =>
  ({ kind: 'quadratic', hessian: curvatures, noiseCovariance: curvatures, start: curvatures.map(() => 0) }) as const;
const wide = { workload: { model: bowl(0.25, 0.5) } } as const;

/** Bowls of the same traces and another shape. */
const otherBowls = (shape: (trace: number) => number[]) => {
  const of = (trace: number) => ({ workload: { model: bowl(...shape(trace)) } });
  return { ...of(1.5), arms: { sharp: of(3), wide: of(0.75), wideAtSmallRatio: of(0.75) } };
};

export default hypothesis({
  id: 'three-factors/width-at-equal-loss',
  claim: 'Where H = C, the trace of the Hessian at a given excess loss falls like the inverse of the ratio: Tr(H) = (E[L] − L*)·4S/η',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'paraphrase of version 3, on the Ornstein–Uhlenbeck process at a minimum where H = C; no sentence of the ICLR 2018 submission',
    boundary: {
      paper: 'drawn from E[L] = (η/4S)·Tr(H), to explain why larger ratios end in wider minima',
      ours: 'bowls of Tr(H) = 3, 1.5 and 0.75 at ratios of 1 : 2 : 4, which must then lie at the same excess loss, 0.001875',
      mayDiffer:
        'bowls built to lie at one loss: it proves the tool; nets are asked in width-is-inverse-to-ratio, and do not follow it. The rate is 0.05 everywhere, so that the largest ηh = 0.1 adds at most 5 %. All seven variants agree: one and four coordinates, one sharp direction, twice the rates, momentum at half the rates, a third of the time, other seeds',
    },
  },
  tags: ['known-answer'],
  workload: { model: bowl(0.5, 1), data: { kind: 'gradient-noise' }, loss: 'model' },
  optimizer: { kind: 'sgd' },
  arms: {
    sharp: { learningRate: 0.05, batchSize: 20, workload: { model: bowl(1, 2) } },
    middle: { learningRate: 0.05, batchSize: 10 },
    wide: { learningRate: 0.05, batchSize: 5, ...wide },
    wideAtSmallRatio: { learningRate: 0.05, batchSize: 20, ...wide },
  },
  stop: { kind: 'time', time: 300 },
  // n not planned: no pilot is on record; the first look takes half of the 32 seeds of the first design, and more are added where it decides nothing.
  replicates: { quick: { min: 16, max: 48, looks: 3, spending: 'pocock' }, full: 96 },
  measures: [{ kind: 'trainLossCurve', at: 'time', from: 0.1, name: 'excessLoss' }],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'excessLoss',
      scale: 'ratio',
      arms: ['sharp', 'middle', 'wide'],
      margin: 1.25,
      because: 'a quarter, where the traces differ fourfold',
    },
    { kind: 'equals', measure: 'excessLoss', arm: 'middle', value: 0.001875, margin: 0.0001875, because: 'a tenth of (η/4S)·Tr(H) = 0.00125 · 1.5' },
  ],
  controls: [{ kind: 'greater', measure: 'excessLoss', scale: 'ratio', arms: ['sharp', 'wideAtSmallRatio'], by: 1.25, because: 'width alone shows' }],
  variants: {
    'one-coordinate': otherBowls((trace) => [trace]),
    'four-coordinates': otherBowls((trace) => [trace / 4, trace / 4, trace / 4, trace / 4]),
    'one-sharp-direction': otherBowls((trace) => [trace / 10, (9 * trace) / 10]),
    'twice-the-rates': {
      arms: {
        sharp: { learningRate: 0.1, batchSize: 40 },
        middle: { learningRate: 0.1, batchSize: 20 },
        wide: { learningRate: 0.1, batchSize: 10 },
        wideAtSmallRatio: { learningRate: 0.1, batchSize: 40 },
      },
    },
    'momentum-at-half-the-rates': {
      optimizer: { kind: 'heavy-ball', momentum: 0.5 },
      arms: {
        sharp: { learningRate: 0.025 },
        middle: { learningRate: 0.025 },
        wide: { learningRate: 0.025 },
        wideAtSmallRatio: { learningRate: 0.025 },
      },
    },
    shorter: { stop: { kind: 'time', time: 100 } },
    ...otherSeeds,
  },
});
