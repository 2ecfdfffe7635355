/** What could as well have been otherwise where the MLP 196-64-64-10 on 8,000 images is trained: one thing changed in each. */

const data = { kind: 'fashion-mnist', train: 8000, test: 5000, downsample: 14, standardize: true } as const;

export const variantsOfTheMlp = {
  tanh: { workload: { model: { kind: 'mlp', hidden: [64, 64], activation: 'tanh' } } },
  narrow: { workload: { model: { kind: 'mlp', hidden: [16, 16] } } },
  'one-layer': { workload: { model: { kind: 'mlp', hidden: [64] } } },
  'half-the-images': { workload: { data: { ...data, train: 4000 } } },
  'not-standardized': { workload: { data: { ...data, standardize: false } } },
  momentum: { optimizer: { kind: 'heavy-ball', momentum: 0.5 } },
  'other-seeds': { seedBlock: 1 },
} as const;
