import { hypothesis } from 'optimizer-assay';
import wider from './larger-ratio-wider-minima.hypothesis.ts';

/** On the runs of `larger-ratio-wider-minima`. */
export default hypothesis({
  id: 'three-factors/wider-minima-generalize-better',
  claim: 'Wider minima correlate with better generalization, at one training loss',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.1 of the ICLR 2018 submission: "wider minima correlate well with better generalization"',
    figure: '1 of the submission',
    boundary: {
      paper: 'MLP of 20 rectifier layers on Fashion-MNIST: validation accuracy and norm of the Hessian, both along the ratio',
      ours: 'the seven arms of larger-ratio-wider-minima: the same runs, test accuracy against the trace of the Hessian',
      mayDiffer:
        'the paper does not match the training loss, which moves both: trained as long as each gains, larger ratios do generalize better (larger-ratio-generalizes-better-at-equal-epochs). The trace falls along the ratio in every seed, so that this is larger-ratio-generalizes-better seen from the other side, and so is its power. All seven variants agree',
    },
  },
  workload: wider.workload,
  optimizer: wider.optimizer,
  arms: wider.arms,
  stop: wider.stop,
  replicates: { quick: { min: 6, max: 36, looks: 3, spending: 'pocock' }, full: 36 },
  measures: ['trainLoss', 'testAccuracy', { kind: 'hessianTrace', method: 'auto' }],
  predictions: [{ kind: 'correlates', measure: 'testAccuracy', with: 'hessianTrace', direction: 'negative', atLeast: 0.5 }],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['tiny', 'largest'], margin: 0.03, because: 'compared at equal depth' }],
  expected: 'refuted',
  variants: { ...wider.variants },
});
