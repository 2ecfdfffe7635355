import { hypothesis } from 'optimizer-assay';

/** Two minima: at −1 a flat one of curvature 0.1, at 1 a sharp one of curvature 10 that is deeper by 0.6. */
const wells = (start: number) => ({ kind: 'double-well', curvatures: [0.1, 10], depths: [0, 0.6], noise: 12, start }) as const;

export default hypothesis({
  id: 'three-factors/noise-favours-the-flatter-minimum',
  claim: 'Of two minima, enough noise favours the flatter one even if it is higher: odds exp(−ΔL/n)·√(ratio of curvatures), n = ησ²/2S',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on the probability of ending in a minimum (3.2, theorem 2 and equation 4 of the ICLR 2018 submission)',
    boundary: {
      paper: 'theory: the probability of ending in a minimum under the stationary law of the differential equation',
      ours: 'one coordinate, n = 0.2 and n = 0.6, on either side of the even odds at n = 0.6/ln √100 = 0.26',
      mayDiffer:
        'the barrier is low so that runs mix; the parabolas of the formula put 67 % and 21 % into the sharp well where the integral of exp(−L/n) over x > 0 gives 77 % and 36 %: the integrals are claimed',
    },
  },
  workload: { model: wells(-1), data: { kind: 'gradient-noise' }, loss: 'model' },
  optimizer: { kind: 'sgd' },
  // Each begins in the well that it is claimed to leave.
  arms: {
    little: { learningRate: 0.025, batchSize: 9 },
    much: { learningRate: 0.025, batchSize: 3, workload: { model: wells(1) }, stop: { kind: 'time', time: 100 } },
  },
  stop: { kind: 'time', time: 200 },
  replicates: { quick: { min: 256, max: 1024, looks: 4, spending: 'pocock' }, full: 1024 },
  measures: [{ kind: 'parameterAbove', threshold: 0, name: 'inSharp' }],
  predictions: [
    { kind: 'equals', measure: 'inSharp', arm: 'little', value: 0.774, margin: 0.1, because: 'well above one half: depth decides' },
    { kind: 'equals', measure: 'inSharp', arm: 'much', value: 0.355, margin: 0.1, because: 'below one half: width decides' },
  ],
  controls: [
    {
      kind: 'less',
      measure: 'inSharp',
      arms: ['much', 'little'],
      by: 0.2,
      because: 'the noise decides which',
      although: 'both laws are stationary by then: from the other well the runs end alike',
    },
  ],
});
