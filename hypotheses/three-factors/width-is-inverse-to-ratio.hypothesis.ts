import { hypothesis } from 'optimizer-assay';
import widerMinima from './larger-ratio-wider-minima.hypothesis.ts';

/** On the runs of `larger-ratio-wider-minima`. */
export default hypothesis({
  ...widerMinima,
  id: 'three-factors/width-is-inverse-to-ratio',
  claim:
    'At a given loss the trace of the Hessian of a net falls like the inverse of the ratio, Tr(H) = (E[L] − L*)·4S/η (it does not: the stationary relation does not carry over to nets in passing)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'no sentence of the paper: a consequence of E[L] − L* = (η/4S)·Tr(H), version 3, on the Ornstein–Uhlenbeck process at a minimum',
    boundary: {
      paper: 'drawn from the relation at a minimum where H = C, to explain why larger ratios end in wider minima',
      ours: 'MLP 196-64-64-10 on 8,000 images of Fashion-MNIST (full tier: all 60,000), seven ratios over a factor of 64, at a training loss of 0.25',
      mayDiffer:
        'a loss of 0.25 is passed on the way down, it is no stationary loss, and H = C holds for no net that real labels have trained to the end (rivals/hessian-is-not-gradient-covariance-in-nets): the exponent is −0.48 and not −1. Wider with the ratio holds, the law of the bowl does not. All seven variants agree',
    },
  },
  // No pilot of its own: the exponent was seen on the runs of larger-ratio-wider-minima, six seeds, standard error 0.006.
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  predictions: [
    {
      kind: 'scales',
      measure: 'hessianTrace',
      along: 'ratio',
      exponent: -1,
      within: 0.1,
      because: 'a tenth of the exponent, as for the excess loss of a model where H = C',
    },
  ],
  expected: 'refuted',
});
