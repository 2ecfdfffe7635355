import { hypothesis } from 'optimizer-assay';
import alternate, { workload } from './cycles-alternate-width.hypothesis.ts';
import { variantsOfTheCycles } from './variants.ts';

/** Five quiet stages of 4 epochs, and noisy ones of so many steps after each; an epoch has 500. */
export function brief(steps: number) {
  const at = [0, 1, 2, 3, 4].flatMap((cycle) => [4 + cycle * (4 + steps / 500), (cycle + 1) * (4 + steps / 500)]);
  const values = [0.02, ...at.map((_, index) => (index % 2 === 0 ? 0.2 : 0.02))];
  return { learningRate: { kind: 'piecewise', values, at }, batchSize: 4 } as const;
}

/** Epochs at which the last three noisy stages begin and end. */
export function around(steps: number) {
  const before = [2, 3, 4].map((cycle) => 4 + cycle * (4 + steps / 500));
  return { before, after: before.map((epoch) => epoch + steps / 500) };
}

const arms = { long: alternate.arms.rate, brief: brief(31) } as const;

export default hypothesis({
  id: 'three-factors/cycles-need-mixing',
  claim:
    'Cyclic learning rates switch between sharp and wide regions where the stage of increased noise has 2,000 steps, and not where it has 31 (tanh net, batches of 4)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '5 of the ICLR 2018 submission: "cyclical learning rates oscillate between sharp/deep and wide/shallow minima as long as the stage of increased noise is long enough to allow for mixing"; "only" is our reading, and the numbers of steps are ours: the paper gives none',
    boundary: {
      paper: 'a remark on VGG-11 with stages of 4 and 15 epochs',
      ours: 'the net and cycle of cycles-alternate-width: noisy stages of 4 epochs (2,000 steps) against a sixteenth of one (31 steps), each after 4 quiet epochs; trace of the Hessian at the beginnings and ends of the noisy stages, run by run',
      mayDiffer:
        'the setting is that of cycles-alternate-width, found by search. A pilot of 36 seeds (base seed pilotD) saw the trace fall by a factor of 2.2 [1.9, 2.6] within 31 steps, and of 2.7 [2.2, 4.3] within 8: where the rate grows tenfold the first steps already leave the sharp region. The difference was 22 with a spread of 5 a seed: twelve seeds have a power above 0.99 to refute. No measure here tells whether a net has mixed after 31 steps; if it has, the paper’s sentence holds with a stage that is hardly ever too short. What takes time is the way back: cycles-need-quiet-stages. All eight variants agree',
    },
  },
  workload,
  optimizer: alternate.optimizer,
  arms,
  stop: alternate.stop,
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: [
    { kind: 'hessianTraceCurve', name: 'quietLong', epochs: [12, 20] },
    { kind: 'hessianTraceCurve', name: 'noisyLong', epochs: [8, 16, 24] },
    { kind: 'hessianTraceCurve', name: 'beforeBrief', epochs: around(31).before },
    { kind: 'hessianTraceCurve', name: 'afterBrief', epochs: around(31).after },
  ],
  predictions: [
    { kind: 'above', measure: 'quietLong', scale: 'ratio', arm: 'long', than: 'noisyLong', by: 1.25, because: 'a quarter, as elsewhere' },
    {
      kind: 'equals',
      measure: 'beforeBrief',
      arm: 'brief',
      value: 'afterBrief',
      margin: 8,
      because: 'a fifth of the 41 before: a trace just after the noise may be near 0',
    },
  ],
  expected: 'refuted',
  variants: variantsOfTheCycles(workload, arms),
});
