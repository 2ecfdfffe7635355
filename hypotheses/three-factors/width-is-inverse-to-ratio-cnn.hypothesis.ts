import { hypothesis } from 'optimizer-assay';
import widerMinima from './larger-ratio-wider-minima-cnn.hypothesis.ts';

/** On the runs of `larger-ratio-wider-minima-cnn`. */
export default hypothesis({
  ...widerMinima,
  id: 'three-factors/width-is-inverse-to-ratio-cnn',
  claim:
    'At a given loss the trace of the Hessian of a convolutional net falls like the inverse of the ratio, Tr(H) = (E[L] − L*)·4S/η (it does not: the stationary relation does not carry over to nets in passing)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'no sentence of the paper: a consequence of E[L] − L* = (η/4S)·Tr(H), version 3, on the Ornstein–Uhlenbeck process at a minimum',
    boundary: {
      paper: 'drawn from the relation at a minimum where H = C, to explain why larger ratios end in wider minima',
      ours: 'two convolutions of 8 and 16 channels on 2,000 images of Fashion-MNIST (full tier: 10,000) at 7×7, four ratios over a factor of 8, at a training loss of 0.5',
      mayDiffer: 'as for the MLP a loss of 0.5 is passed on the way down: the exponent is −0.43 and not −1',
    },
  },
  // No pilot of its own: the exponent was seen on the runs of larger-ratio-wider-minima-cnn, six seeds.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  predictions: [
    {
      kind: 'scales',
      measure: 'hessianTrace',
      along: 'ratio',
      exponent: -1,
      within: 0.1,
      because: 'a tenth of the exponent, as for the MLP',
    },
  ],
  expected: 'refuted',
});
