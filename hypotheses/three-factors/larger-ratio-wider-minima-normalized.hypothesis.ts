import { hypothesis } from 'optimizer-assay';
import { variantsOfAnMlp } from './variants.ts';

/** Slower arms are looked at more rarely: all stop as little below the target. */
const checked = (checkEvery: number) => ({ stop: { kind: 'trainLoss', below: 0.25, checkEvery, maxEpochs: 400 } }) as const;

const workload = {
  model: { kind: 'mlp', hidden: [64, 64], normalization: 'batch' },
  data: { kind: 'fashion-mnist', train: { quick: 2000, full: 10000 }, test: 1000, downsample: 14, standardize: true },
  loss: 'cross-entropy',
} as const;

const arms = {
  small: { learningRate: 0.05, batchSize: 128, ...checked(0.5) },
  middle: { learningRate: 0.05, batchSize: 32 },
  upper: { learningRate: 0.1, batchSize: 32 },
  large: { learningRate: 0.1, batchSize: 16 },
} as const;

export default hypothesis({
  id: 'three-factors/larger-ratio-wider-minima-normalized',
  claim: 'A larger ratio of learning rate to batch size leads to wider minima (batch-normalized net)',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section:
      'no experiment of the ICLR 2018 submission is this one; what it is asked of is 4.1: "As n_c = η/S grows, we observe that the norm of the Hessian at the minima also decreases"',
    boundary: {
      paper:
        'MLP of 20 rectifier layers on Fashion-MNIST, norm of the Hessian against the ratio; its main text speaks of no normalization in it, its appendices could not be read',
      ours: 'MLP 196-64-64-10, batch-normalized, on 2,000 images (full tier: 10,000) at 14×14, stopped at a training loss of 0.25; loss and trace of the Hessian and rise of the loss along filter-normalised random directions, with running averages',
      mayDiffer:
        'a normalized layer does not see the scale of its weights, so that longer weights are also a wider minimum by the trace: the rise along filter-normalised random directions, which no scale moves, is asked as well, and the lengths of the weights differ by 7 %. A pilot of twelve seeds (base seed pilotD) saw both measures in perfect order in every seed, a trace of 279 to 82 and a rise of 0.79 to 0.36 nats: six seeds have a power above 0.99. Of seven variants five agree; a control fails with narrow and one-layer',
    },
  },
  workload,
  optimizer: { kind: 'sgd' },
  arms,
  stop: { kind: 'trainLoss', below: 0.25, checkEvery: 0.25, maxEpochs: 400 },
  replicates: { quick: { min: 6, max: 18, looks: 3, spending: 'pocock' }, full: 18 },
  measures: ['trainLoss', { kind: 'hessianTrace', relativeError: 0.05 }, 'randomDirectionSharpness', 'weightNorm'],
  predictions: [
    { kind: 'trend', measure: 'hessianTrace', along: 'ratio', direction: 'decreasing', atLeast: 0.5 },
    { kind: 'trend', measure: 'randomDirectionSharpness', along: 'ratio', direction: 'decreasing', atLeast: 0.5 },
  ],
  controls: [
    { kind: 'differs', measure: 'hessianTrace', scale: 'ratio', arms: ['small', 'large'], by: 1.25, because: 'a quarter, as elsewhere' },
    {
      kind: 'equivalent',
      measure: 'weightNorm',
      scale: 'ratio',
      arms: ['small', 'large'],
      margin: 1.1,
      because: 'weights a tenth longer make a trace a fifth smaller: not 3.4 times',
    },
    { kind: 'equivalent', measure: 'trainLoss', arms: ['small', 'large'], margin: 0.03, because: 'width is compared at equal depth' },
  ],
  variants: variantsOfAnMlp(workload, arms),
});
