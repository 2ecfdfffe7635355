import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'noise-scale/larger-momentum-with-larger-batch',
  claim: 'Raising the momentum together with the batch size as 1/(1 − m) costs only a little',
  source: {
    paper: "Smith, Kindermans, Ying & Le, Don't Decay the Learning Rate, Increase the Batch Size",
    arxiv: '1711.00489',
    section: 'increasing the effective learning rate',
    boundary: {
      paper: 'wide ResNet 16-4 on CIFAR-10, momentum 0.9 to 0.98 and batch 640 to 3200: 93.3 % against 94.5 %',
      ours: 'MLP 196-32-10 on 4,000 images of Fashion-MNIST at 14×14, momentum 0.5 to 0.9 and batch 16 to 80, nine epochs',
      mayDiffer: 'the velocity starts from zero; with few updates that counts for more',
    },
  },
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 4000, test: 5000, downsample: 14, standardize: true },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'heavy-ball', momentum: 0.5 },
  arms: {
    base: { learningRate: 0.02, batchSize: 16 },
    larger: { learningRate: 0.02, batchSize: 80, momentum: 0.9 },
    batchAlone: { learningRate: 0.02, batchSize: 80 },
  },
  stop: { kind: 'epochs', epochs: 9 },
  // n not planned: no pilot is on record; seeds are added where a look decides nothing.
  replicates: { quick: { min: 12, max: 36, looks: 3, spending: 'pocock' }, full: 48 },
  measures: ['testAccuracy', 'steps'],
  predictions: [
    { kind: 'nonInferior', measure: 'testAccuracy', arms: ['larger', 'base'], margin: 0.012, because: 'the paper lost 1.2 points' },
    { kind: 'less', measure: 'steps', scale: 'ratio', arms: ['larger', 'base'], by: 2, because: 'at most half the updates' },
  ],
  controls: [
    {
      kind: 'less',
      measure: 'testAccuracy',
      arms: ['batchAlone', 'base'],
      by: 0.012,
      although: 'a larger batch alone takes a fifth of the time; that momentum makes up for it is the claim',
    },
  ],
});
