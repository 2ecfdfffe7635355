import { hypothesis } from 'optimizer-assay';
import alternate, { workload } from './cycles-alternate-width.hypothesis.ts';
import { around, brief } from './cycles-need-mixing.hypothesis.ts';
import { variantsOfTheCycles } from './variants.ts';

const arms = {
  brief: brief(62),
  short: { learningRate: { kind: 'cyclic', shape: 'discrete', low: 0.02, high: 0.2, period: 0.25 }, batchSize: 4 },
} as const;

export default hypothesis({
  id: 'three-factors/cycles-need-quiet-stages',
  claim:
    'Cyclic learning rates switch between sharp and wide regions where the quiet stage is long, with noisy stages of 62 steps, and not where both are as brief (tanh net, batches of 4)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      'what holds here of 5 of the ICLR 2018 submission, "cyclical learning rates oscillate between sharp/deep and wide/shallow minima as long as the stage of increased noise is long enough to allow for mixing"',
    boundary: {
      paper: 'a remark on VGG-11 with stages of 4 and 15 epochs',
      ours: 'the net and rates of cycles-alternate-width: noisy stages of an eighth of an epoch (62 steps) after 4 quiet epochs, and after an eighth of one; trace of the Hessian at the beginnings and ends of the noisy stages, run by run',
      mayDiffer:
        'the setting is that of cycles-alternate-width, found by search. A pilot of twelve seeds (base seed pilotD) saw a factor of 1.94 [1.53, 2.71] after long quiet stages, another of six (base seed pilotB) one of 1.13 after short ones, with spreads of 0.4 and 0.11 in the logarithm: twelve seeds have a power above 0.99 for the one and of 0.9 for the other. All eight variants agree',
    },
  },
  workload,
  optimizer: alternate.optimizer,
  arms,
  stop: alternate.stop,
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [
    { kind: 'hessianTraceCurve', name: 'beforeBrief', epochs: around(62).before },
    { kind: 'hessianTraceCurve', name: 'afterBrief', epochs: around(62).after },
    { kind: 'hessianTraceCurve', name: 'quietShort', epochs: [8.125, 12.125, 16.125, 20.125, 23.125] },
    { kind: 'hessianTraceCurve', name: 'noisyShort', epochs: [8.25, 12, 16, 20, 23.25] },
  ],
  predictions: [
    {
      kind: 'above',
      measure: 'beforeBrief',
      arm: 'brief',
      than: 'afterBrief',
      by: 8,
      because: 'a fifth of the 38 before: a trace just after the noise may be near 0',
    },
    { kind: 'equals', measure: 'quietShort', scale: 'ratio', arm: 'short', value: 'noisyShort', margin: 1.25, because: 'less than a quarter' },
  ],
  variants: variantsOfTheCycles(workload, arms),
});
