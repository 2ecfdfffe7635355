import { hypothesis } from 'optimizer-assay';
import wells from './noise-favours-the-flatter-minimum.hypothesis.ts';

/** Quartiles of exp(−L/n) in the two wells by numerical integration: a quarter of the runs lies beyond each next one. */
const quartiles = { little: [0.547, 0.914, 1.049], much: [-2.693, -1.065, 0.711] } as const;

const beyond = (arm: 'little' | 'much', quartile: 0 | 1 | 2) =>
  ({ kind: 'parameterAbove', threshold: quartiles[arm][quartile], name: `${arm}${quartile + 1}` }) as const;

const holds = (arm: 'little' | 'much', quartile: 0 | 1 | 2) =>
  ({
    kind: 'equals',
    measure: `${arm}${quartile + 1}`,
    arm,
    value: 1 - (quartile + 1) / 4,
    margin: 0.1,
    because: 'a tenth of all runs; a third of the noise moves most of these shares by 0.2 to 0.5',
  }) as const;

export default hypothesis({
  id: 'three-factors/stationary-law',
  claim: 'The stationary law of SGD is P(θ) ∝ exp(−L(θ)/n), n = ησ²/2S',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '3.2 of the ICLR 2018 submission, theorem 1, equation 2: "the stationary distribution of the stochastic differential equation 6 is given by P(θ) = P₀e^(−L(θ)/n)"',
    boundary: {
      paper: 'theory, for a gradient covariance that is proportional to the identity, C = σ²I',
      ours: 'the runs of noise-favours-the-flatter-minimum, n = 0.2 and 0.6: the shares of their ends beyond the three quartiles of exp(−L/n)',
      mayDiffer:
        'noise of our own making, constant and Gaussian as the theorem assumes; where C is no multiple of the identity the law is another (rivals/excess-loss-by-covariance-where-unequal). At η·10 = 0.25 the sharp well is wider by 14 % than in the limit of small rates. A pilot of 512 seeds (base seed pilotB) saw each share within 1.6 points: they give each a power above 0.99. Of nine variants eight agree; it is undecided with half-as-long',
    },
  },
  tags: ['known-answer'],
  workload: wells.workload,
  optimizer: wells.optimizer,
  arms: wells.arms,
  stop: wells.stop,
  replicates: wells.replicates,
  measures: [beyond('little', 0), beyond('little', 1), beyond('little', 2), beyond('much', 0), beyond('much', 1), beyond('much', 2)],
  predictions: [holds('little', 0), holds('little', 1), holds('little', 2), holds('much', 0), holds('much', 1), holds('much', 2)],
  controls: [
    {
      kind: 'greater',
      measure: 'little1',
      arms: ['little', 'much'],
      by: 0.1,
      because: 'another n is another law',
      although: 'both laws are stationary by then',
    },
    {
      kind: 'greater',
      measure: 'much2',
      arms: ['little', 'much'],
      by: 0.1,
      because: 'another n is another law',
      although: 'both laws are stationary by then',
    },
  ],
  variants: { ...wells.variants },
});
