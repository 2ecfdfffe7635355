import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/warm-up-recovers-the-accuracy',
  claim: 'Where rate and batch size sixteen times as large lose accuracy, a gradual warm-up gives it back (in 48 epochs)',
  source: {
    paper: 'Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour',
    arxiv: '1706.02677',
    section: '5.2, table 1',
    figure: '2',
    boundary: {
      paper: 'ResNet-50 on ImageNet: at 8k images a batch 24.8 % error without warm-up, 23.7 % with, 23.6 % at 256',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, (0.05, 16) times 16 for 48 epochs (768 updates of the large batch), divided by 10 after 24 and 36, warm-up over four',
      mayDiffer:
        'no batch normalization. With a quarter of the updates, twelve epochs, a warm-up also costs training and wins 2 of 6 points back; at a factor of 32 neither rate trains the net. A pilot of eight seeds (base seed pilotD) saw 83.3 % at the base, 81.5 ± 1.4 without and 83.3 ± 0.3 with a warm-up: twenty seeds have a power of 0.75 for the control and above 0.99 for the claim, sixty above 0.99 for both',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    cold1: { learningRate: { kind: 'steps', start: 0.05, at: [24, 36], factor: 0.1 }, batchSize: 16, covariates: { factor: 1 } },
    cold16: { learningRate: { kind: 'steps', start: 0.8, at: [24, 36], factor: 0.1 }, batchSize: 256, covariates: { factor: 16 } },
    warm16: {
      learningRate: { kind: 'steps', start: 0.8, at: [24, 36], factor: 0.1, warmUp: { from: 0.05, over: 4 } },
      batchSize: 256,
      covariates: { factor: 16 },
    },
  },
  stop: { kind: 'epochs', epochs: 48 },
  replicates: { quick: { min: 20, max: 60, looks: 3, spending: 'pocock' }, full: 60 },
  measures: ['testAccuracy'],
  predictions: [
    { kind: 'nonInferior', measure: 'testAccuracy', arms: ['warm16', 'cold1'], margin: 0.01, diverged: 'worst', because: 'one point of accuracy' },
  ],
  controls: [{ kind: 'less', measure: 'testAccuracy', arms: ['cold16', 'cold1'], by: 0.01, diverged: 'worst' }],
});
