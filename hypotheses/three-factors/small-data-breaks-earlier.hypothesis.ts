import { hypothesis } from 'optimizer-assay';

const images = { kind: 'fashion-mnist', test: 5000, downsample: 14, standardize: true } as const;
const small = { workload: { data: { ...images, train: 500 } } } as const;

export default hypothesis({
  id: 'three-factors/small-data-breaks-earlier',
  claim: 'With less data the invariance under rescaling breaks at a smaller β',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.4',
    figure: '7',
    boundary: {
      paper: 'VGG-11 on 12,000, 22,500 and 45,000 images of CIFAR-10: β* is ordered by the size',
      ours: 'MLP on 500 and on 8,000 images of Fashion-MNIST, (0.025, 8) times β, ten epochs',
      mayDiffer: 'ten epochs of 500 images are few steps, so the small set is undertrained as well as noisy',
    },
  },
  workload: { model: { kind: 'mlp', hidden: [64, 64] }, data: { ...images, train: 8000 }, loss: 'cross-entropy' },
  optimizer: { kind: 'sgd' },
  arms: {
    many1: { learningRate: 0.025, batchSize: 8, covariates: { beta: 1 } },
    many8: { learningRate: 0.2, batchSize: 64, covariates: { beta: 8 } },
    few1: { learningRate: 0.025, batchSize: 8, covariates: { beta: 1 }, ...small },
    few2: { learningRate: 0.05, batchSize: 16, covariates: { beta: 2 }, ...small },
    few4: { learningRate: 0.1, batchSize: 32, covariates: { beta: 4 }, ...small },
    few8: { learningRate: 0.2, batchSize: 64, covariates: { beta: 8 }, ...small },
    few16: { learningRate: 0.4, batchSize: 128, covariates: { beta: 16 }, ...small },
  },
  stop: { kind: 'epochs', epochs: 10 },
  replicates: { quick: 16, full: 32 },
  measures: ['testAccuracy'],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['many1', 'many8'],
      margin: 0.01,
      because: 'one point: β = 8 is within reach of 8,000 images',
    },
    {
      kind: 'greater',
      measure: 'testAccuracy',
      arms: ['few1', 'few8'],
      by: 0.01,
      because: 'the same β costs more than a point on 500',
      diverged: 'worst',
    },
  ],
  controls: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['few1', 'few2'], margin: 0.02, because: 'small steps are harmless there too' }],
});
