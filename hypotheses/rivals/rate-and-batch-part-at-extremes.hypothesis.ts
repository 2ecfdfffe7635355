import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: 'rivals/rate-and-batch-part-at-extremes',
  claim: 'Learning rate and batch size play different roles: a larger batch cures the instability of a rate below 2/λ, and of none above it',
  source: {
    paper: 'Wu, Ma & E, How SGD Selects the Global Minima in Over-parameterized Learning',
    section: 'abstract, "learning rate and batch size play different roles in minima selection", and its linear stability analysis',
    boundary: {
      paper: 'small nets on Fashion-MNIST and CIFAR-10; linear stability of a minimum that fits every example',
      ours: 'linear regression without label noise, 50 coordinates of curvature λ = 2: stable in the mean square for η < S/(51 + S), which is S/51 for small S and 2/λ = 1 for large',
      mayDiffer:
        'linear regression of our own making: it proves the tool. Stability alone is asked; the non-uniformity of minima, the other half of the paper, is not. Rates keep 30 % away from the limit, because the curvatures of 8,000 examples spread by some 15 % and paths are stable a little beyond the mean square',
    },
  },
  tags: ['known-answer'],
  workload: {
    model: { kind: 'linear-regression' },
    data: {
      kind: 'linear',
      eigenvalues: [
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1,
      ],
      noise: 0,
      train: 8000,
      test: 100,
    },
    loss: 'mean-squared-error',
  },
  optimizer: { kind: 'sgd' },
  arms: {
    small: { learningRate: 0.08, batchSize: 8 },
    smallRate: { learningRate: 0.32, batchSize: 8 },
    smallBoth: { learningRate: 0.32, batchSize: 64 },
    extreme: { learningRate: 1.28, batchSize: 128 },
    extremeBatch: { learningRate: 1.28, batchSize: 8000 },
    extremeRate: { learningRate: 0.64, batchSize: 8000 },
  },
  sampler: 'iid',
  stop: { kind: 'steps', steps: 300 },
  // 29 runs without an exception are the fewest that show a rate above 0.9.
  replicates: { quick: 32, full: 64 },
  measures: ['diverged'],
  predictions: [
    { kind: 'equals', measure: 'diverged', arm: 'smallRate', value: 1, margin: 0.1, because: 'every run; 0.32 is above 8/59 = 0.14' },
    { kind: 'equals', measure: 'diverged', arm: 'smallBoth', value: 0, margin: 0.1, because: 'no run: the larger batch cures it' },
    {
      kind: 'equals',
      measure: 'diverged',
      arm: 'extreme',
      value: 1,
      margin: 0.1,
      because: 'every run: η is above 2/λ, at the ratio 0.01 of `small`',
    },
    { kind: 'equals', measure: 'diverged', arm: 'extremeBatch', value: 1, margin: 0.1, because: 'every run: no batch cures it' },
    { kind: 'equals', measure: 'diverged', arm: 'extremeRate', value: 0, margin: 0.1, because: 'no run: only the rate does' },
  ],
  controls: [{ kind: 'equals', measure: 'diverged', arm: 'small', value: 0, margin: 0.1, because: 'no run: 0.08 is below 0.14' }],
});
