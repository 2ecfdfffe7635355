import { hypothesis } from 'optimizer-assay';
import { halfTheImages, notStandardized, otherSeeds } from './variants.ts';

const slowly = { stop: { kind: 'trainLoss', below: 0.3, checkEvery: 1, maxEpochs: 120 } } as const;

const layers = (depth: number, width: number) => Array.from({ length: depth }, () => width);

const workload = {
  model: { kind: 'mlp', hidden: layers(20, 50), init: 'orthogonal' },
  data: { kind: 'fashion-mnist', train: 8000, test: 5000, standardize: true },
  loss: 'cross-entropy',
} as const;

export default hypothesis({
  id: 'three-factors/larger-ratio-wider-minima-20-layers',
  claim: 'A larger ratio of learning rate to batch size leads to wider minima (20 rectified layers, momentum 0.9, 28×28)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      '4.1 of the ICLR 2018 submission: "As n_c = η/S grows, we observe that the norm of the Hessian at the minima also decreases, suggesting that higher η/S pushes the optimization towards a flatter minimum"',
    figure: '1a of the submission',
    boundary: {
      paper: 'MLP of 20 rectified layers on Fashion-MNIST, rates 5e-3 … 5e-2, batch sizes 50 … 1000, norm of the Hessian at the end',
      ours: 'the same depth with 50 units a layer on 8,000 images of Fashion-MNIST at 28×28, momentum 0.9, orthogonal start, stopped at a training loss of 0.3; trace of the Hessian of 1,000 images by random probes to 10 %',
      mayDiffer:
        'the paper gives neither the width nor the start of this net, and momentum 0.9 is ours here; we match the training loss, since a larger rate also means more training',
    },
  },
  tier: 'full',
  workload,
  optimizer: { kind: 'heavy-ball', momentum: 0.9 },
  arms: {
    small: { learningRate: 0.001, batchSize: 128, ...slowly },
    lower: { learningRate: 0.001, batchSize: 64, ...slowly },
    middle: { learningRate: 0.001, batchSize: 32 },
    upper: { learningRate: 0.002, batchSize: 32 },
    large: { learningRate: 0.002, batchSize: 16 },
  },
  stop: { kind: 'trainLoss', below: 0.3, checkEvery: 0.25, maxEpochs: 120 },
  // Pilot of base seed pilot-nets, 3 seeds: every seed in perfect order, −1 [−1, −0.63]; training losses alike to 0.003 [−0.018, 0.026]. Eight seeds leave room for one that is not.
  replicates: 8,
  measures: ['trainLoss', { kind: 'hessianTrace', relativeError: 0.1, maxProbes: 64, examples: 1000 }],
  predictions: [
    { kind: 'trend', measure: 'hessianTrace', along: 'ratio', direction: 'decreasing', atLeast: 0.5, because: 'half of a perfect order' },
  ],
  controls: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'large'], margin: 0.03, because: 'width is compared at equal depth' }],
  variants: {
    tanh: { workload: { model: { ...workload.model, activation: 'tanh' } } },
    'he-start': { workload: { model: { ...workload.model, init: 'he' } } },
    'half-the-width': { workload: { model: { ...workload.model, hidden: layers(20, 25) } } },
    'ten-layers': { workload: { model: { ...workload.model, hidden: layers(10, 50) } } },
    ...halfTheImages(workload),
    ...notStandardized(workload),
    'less-momentum': { optimizer: { kind: 'heavy-ball', momentum: 0.8 } },
    ...otherSeeds,
  },
});
