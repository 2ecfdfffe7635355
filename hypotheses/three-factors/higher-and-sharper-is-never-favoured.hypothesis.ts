import { hypothesis } from 'optimizer-assay';
import { otherSeeds } from './variants.ts';

/** At −1 a flat minimum of curvature 1, at 1 a sharp one of curvature 10 that is higher by 0.2. */
const wells = { kind: 'double-well', curvatures: [1, 10], depths: [0.2, 0], noise: 12, start: 1 } as const;

interface Wells {
  readonly curvatures: readonly [number, number];
  readonly depths: readonly [number, number];
  readonly start: number;
}
const lower = { ...wells, depths: [0, 0.6], start: -1 } as const;

/** Other wells for all arms, and for that of the lower and sharper one. */
const otherWells = (own: Partial<Wells>, ofLower: Partial<Wells> = {}) => ({
  workload: { model: { ...wells, ...own } },
  arms: { lowerAndSharper: { workload: { model: { ...lower, ...ofLower } } } },
});

export default hypothesis({
  id: 'three-factors/higher-and-sharper-is-never-favoured',
  claim: 'A minimum that is both higher and sharper than another is never reached with the higher probability, regardless of the amount of noise',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '3.2 of the ICLR 2018 submission, after theorem 2: "if the minimum at θ_A is both higher and sharper than the minimum at θ_B, it is never reached with higher probability than θ_B, regardless of the amount of noise"',
    boundary: {
      paper: 'theory: a corollary of theorem 2',
      ours: 'a double well, curvature 10 above curvature 1 by 0.2, n = ησ²/2S = 0.2, 0.6, 0.9 and 1.8 by the batch size, every run from the sharp well: exp(−L/n) puts 14 %, 27 %, 30 % and 32 % beyond the middle',
      mayDiffer:
        'noise of our own making; four amounts of noise over a factor of nine, not all; with less than 0.2 runs would not leave the sharp well in the time given. A pilot of 400 seeds (base seed pilotB) saw 16, 28, 29 and 31 %: 100 seeds have a power of 0.96 for the 31 against one half, 300 above 0.99. Of nine variants eight agree, with 28 to 37 % at n = 0.9; runs of one seed share their noise, so that the start makes no difference by the end. With twenty times the curvature the share is 21 % [17, 26], and the control, that a deeper one is favoured, is not shown',
    },
  },
  tags: ['known-answer'],
  workload: { model: wells, data: { kind: 'gradient-noise' }, loss: 'model' },
  optimizer: { kind: 'sgd' },
  arms: {
    noise02: { learningRate: 0.025, batchSize: 9, stop: { kind: 'time', time: 120 } },
    noise06: { learningRate: 0.025, batchSize: 3 },
    noise09: { learningRate: 0.025, batchSize: 2 },
    noise18: { learningRate: 0.025, batchSize: 1 },
    // Sharper too, but lower, and begun in the flat well.
    lowerAndSharper: {
      learningRate: 0.025,
      batchSize: 9,
      workload: { model: { ...wells, depths: [0, 0.6], start: -1 } },
      stop: { kind: 'time', time: 120 },
    },
  },
  stop: { kind: 'time', time: 40 },
  replicates: { quick: { min: 100, max: 300, looks: 3, spending: 'pocock' }, full: 1000 },
  measures: [{ kind: 'parameterAbove', threshold: 0, name: 'inSharp' }],
  predictions: [
    { kind: 'below', measure: 'inSharp', arm: 'noise02', than: 0.5 },
    { kind: 'below', measure: 'inSharp', arm: 'noise06', than: 0.5 },
    { kind: 'below', measure: 'inSharp', arm: 'noise09', than: 0.5 },
    { kind: 'below', measure: 'inSharp', arm: 'noise18', than: 0.5 },
  ],
  controls: [{ kind: 'above', measure: 'inSharp', arm: 'lowerAndSharper', than: 0.5 }],
  variants: {
    'from-the-middle': otherWells({ start: 0 }, { start: 0 }),
    'from-the-other-well': otherWells({ start: -1 }, { start: 1 }),
    'higher-by-a-tenth': otherWells({ depths: [0.1, 0] }),
    'higher-by-two-fifths': otherWells({ depths: [0.4, 0] }),
    'four-times-as-sharp': otherWells({ curvatures: [1, 4] }, { curvatures: [1, 4] }),
    'twenty-times-as-sharp': otherWells({ curvatures: [1, 20] }, { curvatures: [1, 20] }),
    'twice-the-rates': {
      arms: {
        noise02: { learningRate: 0.05, batchSize: 18 },
        noise06: { learningRate: 0.05, batchSize: 6 },
        noise09: { learningRate: 0.05, batchSize: 4 },
        noise18: { learningRate: 0.05, batchSize: 2 },
        lowerAndSharper: { learningRate: 0.05, batchSize: 18 },
      },
    },
    'twice-as-long': {
      stop: { kind: 'time', time: 80 },
      arms: { noise02: { stop: { kind: 'time', time: 240 } }, lowerAndSharper: { stop: { kind: 'time', time: 240 } } },
    },
    ...otherSeeds,
  },
});
