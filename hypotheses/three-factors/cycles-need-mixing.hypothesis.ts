import { hypothesis } from 'optimizer-assay';
import alternate, { workload } from './cycles-alternate-width.hypothesis.ts';
import { variantsOfTheCycles } from './variants.ts';

const every = (period: number) => ({ learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.02, high: 0.2, period }, batchSize: 4 }) as const;

export default hypothesis({
  id: 'three-factors/cycles-need-mixing',
  claim:
    'Cyclic learning rates switch between sharp and wide regions only where the stages, quiet and noisy alike, are long enough to allow for mixing (tanh net, batches of 4)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '5 of the ICLR 2018 submission: "cyclical learning rates oscillate between sharp/deep and wide/shallow minima as long as the stage of increased noise is long enough to allow for mixing"',
    boundary: {
      paper: 'a remark on VGG-11 with stages of 4 and 15 epochs',
      ours: 'the net and cycle of cycles-alternate-width: stages of 4 epochs (2,000 steps) against an eighth of one (62 steps), trace of the Hessian at the ends of the stages, run by run',
      mayDiffer:
        'the paper speaks of the stage of increased noise alone, and says "as long as", not "only"; here both stages are shortened, so which of them is too short is not told. The setting is that of cycles-alternate-width, found by search. A pilot of six seeds (base seed pilotB) saw contrasts of ×1.95 at stages of 4 epochs, ×1.29 at half of one and ×1.13 at an eighth, with a spread of 11 %: twelve seeds have a power of 0.9 for the last to lie within a quarter',
    },
  },
  workload,
  optimizer: alternate.optimizer,
  arms: { long: every(8), short: every(0.25) },
  stop: alternate.stop,
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [
    { kind: 'hessianTraceCurve', name: 'quietLong', epochs: [12, 20] },
    { kind: 'hessianTraceCurve', name: 'noisyLong', epochs: [8, 16, 24] },
    { kind: 'hessianTraceCurve', name: 'quietShort', epochs: [8.125, 12.125, 16.125, 20.125, 23.125] },
    { kind: 'hessianTraceCurve', name: 'noisyShort', epochs: [8.25, 12, 16, 20, 23.25] },
  ],
  predictions: [
    { kind: 'above', measure: 'quietLong', scale: 'ratio', arm: 'long', than: 'noisyLong', by: 1.25, because: 'a quarter, as elsewhere' },
    { kind: 'equals', measure: 'quietShort', scale: 'ratio', arm: 'short', value: 'noisyShort', margin: 1.25, because: 'less than a quarter' },
  ],
  variants: variantsOfTheCycles(workload),
});
