import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'python-stdlib/stationary-variance',
  claim: 'On a quadratic of curvature 1, SGD at rate 0.4 and batch size 4 hovers at a loss of ½·ησ²/(S(2 − η)) = 0.03125',
  workload: {
    model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1], start: [0] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
    trainer: { command: ['python3', '../train.py'] },
  },
  optimizer: { kind: 'sgd' },
  arms: { base: { learningRate: 0.4, batchSize: 4 }, larger: { learningRate: 0.4, batchSize: 16 } },
  stop: { kind: 'steps', steps: 10000 },
  replicates: 12,
  measures: [{ kind: 'reported', metric: 'meanTailLoss', name: 'tailLoss' }],
  predictions: [{ kind: 'equals', measure: 'tailLoss', arm: 'base', value: 0.03125, margin: 0.0015, because: '5 % of the value' }],
  controls: [{ kind: 'differs', measure: 'tailLoss', arms: ['base', 'larger'], by: 0.015, because: 'a fourfold batch quarters the loss' }],
});
