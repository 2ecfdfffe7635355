import { hypothesis } from 'optimizer-assay';

const labels = {
  kind: 'labels-from-model',
  of: 'fashion-mnist',
  train: { quick: 4000, full: 10000 },
  test: 1000,
  downsample: 7,
  standardize: true,
} as const;

export default hypothesis({
  id: 'three-factors/hessian-is-gradient-covariance',
  claim: 'Near a minimum the Hessian is approximated by the covariance of the stochastic gradients',
  source: {
    paper: 'Jastrzębski et al., Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: 'on the quadratic bowl at a minimum, and appendix A',
    boundary: {
      paper: 'assumed near a minimum; appendix A has a condition of realizability under which it holds',
      ours: 'soft-max regression on 4,000 images of Fashion-MNIST (full tier: 10,000) with labels drawn from such a model, where the two are equal in expectation',
      mayDiffer: 'with labels that the model cannot explain they are not equal: that is the control',
    },
  },
  workload: {
    model: { kind: 'softmax-regression' },
    data: labels,
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    drawn: { learningRate: 0.1, batchSize: 50 },
    wrong: {
      learningRate: 0.1,
      batchSize: 50,
      workload: { data: { ...labels, wrong: true } },
    },
  },
  stop: { kind: 'epochs', epochs: 30 },
  replicates: { quick: 6, full: 16 },
  measures: ['hessianCovarianceRatio', 'hessianCovarianceCosine'],
  predictions: [
    {
      kind: 'equals',
      measure: 'hessianCovarianceRatio',
      arm: 'drawn',
      value: 1,
      margin: 0.15,
      because: 'Tr(H)/Tr(C) to 15 %: the fit takes up part of the noise',
    },
    { kind: 'equals', measure: 'hessianCovarianceCosine', arm: 'drawn', value: 1, margin: 0.1, because: 'nearly parallel' },
  ],
  controls: [{ kind: 'differs', measure: 'hessianCovarianceRatio', arms: ['drawn', 'wrong'], by: 0.15 }],
});
