import { hypothesis } from 'optimizer-assay';
import wells, { noiseDecides } from './noise-favours-the-flatter-minimum.hypothesis.ts';

/** On the runs of `noise-favours-the-flatter-minimum`. */
export default hypothesis({
  id: 'three-factors/odds-of-two-minima',
  claim:
    'The odds of two minima are those of theorem 2, exp(−ΔL/n) times the root of the ratio of their curvatures (they are not where the noise is not small beside the barrier)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '3.2 of the ICLR 2018 submission, theorem 2 and equation 4 (a paraphrase): the probability of a minimum goes like exp(−L/n)/√det H',
    boundary: {
      paper: 'theory: minima around which the loss is a parabola as far as the noise reaches',
      ours: 'the runs of noise-favours-the-flatter-minimum, n = 0.2 and 0.6 with a barrier of 0.33: the share of the sharp well against 66.8 and 21.4 % of theorem 2',
      mayDiffer:
        'n is read as that of theorem 1, ησ²/2S; theorem 2 writes n_c σ² for it, twice as much, which gives 31 and 14 % and is further from what is seen. Runs that mix in the time given need a barrier that is low beside the noise, and there the wells are no parabolas; the integral of exp(−L/n) has 77.4 and 35.5 %, which the runs agree with (noise-favours-the-flatter-minimum, stationary-law). A pilot of 256 seeds (base seed pilotD) saw 73 % [66, 78] and 35 % [29, 41]: they have a power of 0.98 to refute the second. All nine variants agree',
    },
  },
  tags: ['known-answer'],
  workload: wells.workload,
  optimizer: wells.optimizer,
  arms: wells.arms,
  stop: wells.stop,
  replicates: wells.replicates,
  measures: [{ kind: 'parameterAbove', threshold: 0, name: 'inSharp' }],
  predictions: [
    { kind: 'equals', measure: 'inSharp', arm: 'little', value: 0.668, margin: 0.05, because: 'a twentieth of all runs' },
    { kind: 'equals', measure: 'inSharp', arm: 'much', value: 0.214, margin: 0.05, because: 'as above' },
  ],
  controls: [noiseDecides],
  expected: 'refuted',
  variants: { ...wells.variants },
});
