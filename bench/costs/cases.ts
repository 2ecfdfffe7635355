import type { MeasuredCase } from './training-case.ts';

type Net = MeasuredCase['condition'];

const images = (side: 7 | 14 | 28, train: number) => {
  const full = { kind: 'fashion-mnist', train, test: 50, standardize: true } as const;
  return side === 28 ? full : { ...full, downsample: side };
};
const mlp = (...hidden: number[]) => ({ kind: 'mlp', hidden }) as const;
const clusters = { kind: 'clusters', classes: 4, dimensions: 16, train: 500, test: 50, spread: 0.5 } as const;
const linear = (dimensions: number) =>
  ({
    kind: 'linear',
    eigenvalues: Array.from({ length: dimensions }, (_, index) => index + 1),
    noise: 1,
    train: 256,
    test: 50,
  }) as const;
const bowl = (dimensions: number, optimizer: Net['optimizer'] = { kind: 'sgd' }): Net => {
  const curvatures = Array.from({ length: dimensions }, (_, index) => (index + 1) / dimensions);
  return {
    model: {
      kind: 'quadratic',
      hessian: curvatures,
      noiseCovariance: curvatures,
      start: curvatures.map(() => 1),
    },
    data: { kind: 'gradient-noise' },
    loss: 'model',
    batchSize: 4,
    optimizer,
  };
};
const tanh = { ...mlp(32, 32, 32, 32), activation: 'tanh', init: 'glorot' } as const;
const wells: Net['model'] = { kind: 'double-well', curvatures: [4, 9], depths: [0, 0.1], noise: 1 };

/** A net of every kind that claims train, and some widths at which it is measured. */
const nets: Readonly<Record<string, readonly [Net, readonly number[]]>> = {
  ...Object.fromEntries(
    [4, 16, 32, 64, 256].map((batchSize): [string, [Net, number[]]] => [
      `mlp 196-32-10, batch ${batchSize}`,
      [{ model: mlp(32), data: images(14, 4000), batchSize }, [1, 2, 4, 8, 16]],
    ]),
  ),
  ...Object.fromEntries(
    [4, 8, 32, 128, 250].map((batchSize): [string, [Net, number[]]] => [
      `mlp 196-64-64-10, batch ${batchSize}`,
      [{ model: mlp(64, 64), data: images(14, 4000), batchSize }, [1, 4, 8, 16]],
    ]),
  ),
  'mlp 49-32-32-32-32-10 tanh, batch 16': [{ model: tanh, data: images(7, 250), batchSize: 16 }, [1, 4, 8]],
  'mlp 49-32-32-32-32-10 tanh, batch 250': [{ model: tanh, data: images(7, 250), batchSize: 250 }, [1, 4]],
  'mlp 196-32-10, batch 2000': [{ model: mlp(32), data: images(14, 2000), batchSize: 2000 }, [1]],
  'mlp 16-16-16-4, batch 16': [{ model: mlp(16, 16), data: clusters, batchSize: 16 }, [1, 4, 8, 16]],
  'mlp 196-32-10 with batch norm, batch 32': [
    { model: { ...mlp(32), normalization: 'batch' }, data: images(14, 4000), batchSize: 32 },
    [1, 4, 8],
  ],
  'cnn 8-16, batch 16': [
    { model: { kind: 'cnn', channels: [8, 16] }, data: images(14, 4000), batchSize: 16 },
    [1, 4],
  ],
  'cnn 8-16, batch 64': [
    { model: { kind: 'cnn', channels: [8, 16] }, data: images(14, 4000), batchSize: 64 },
    [1],
  ],
  'cnn 4-8, batch 32': [
    { model: { kind: 'cnn', channels: [4, 8] }, data: images(14, 4000), batchSize: 32 },
    [1, 4],
  ],
  'cnn 16-32 on 28 × 28, batch 32': [
    { model: { kind: 'cnn', channels: [16, 32] }, data: images(28, 2000), batchSize: 32 },
    [1],
  ],
  'mlp 196-32-10 by Adam, batch 16': [
    { model: mlp(32), data: images(14, 4000), batchSize: 16, optimizer: { kind: 'adam' } },
    [1, 4, 8],
  ],
  'mlp 196-64-64-10 by heavy ball, batch 16': [
    {
      model: mlp(64, 64),
      data: images(14, 4000),
      batchSize: 16,
      optimizer: { kind: 'heavy-ball', momentum: 0.9 },
    },
    [1, 4, 8],
  ],
  'mlp 196-32-10 by SVAG, batch 16': [
    { model: mlp(32), data: images(14, 4000), batchSize: 16, optimizer: { kind: 'svag', amplification: 4 } },
    [1, 4],
  ],
  'mlp 196-32-10, gaussian, 1000 examples': [
    { model: mlp(32), data: images(14, 1000), batchSize: 16, sampler: 'gaussian' },
    [1, 4],
  ],
  'soft-max regression on 49, batch 16': [
    { model: { kind: 'softmax-regression' }, data: images(7, 2000), batchSize: 16 },
    [1, 4, 8, 16],
  ],
  'soft-max regression on 196, batch 64': [
    { model: { kind: 'softmax-regression' }, data: images(14, 2000), batchSize: 64 },
    [1, 4, 8],
  ],
  'linear regression on 8, batch 4': [
    { model: { kind: 'linear-regression' }, data: linear(8), loss: 'mean-squared-error', batchSize: 4 },
    [1, 4, 8, 16],
  ],
  'linear regression on 32, batch 128': [
    { model: { kind: 'linear-regression' }, data: linear(32), loss: 'mean-squared-error', batchSize: 128 },
    [1, 4],
  ],
  'quadratic in 1 dimension': [bowl(1), [1, 4, 16]],
  'quadratic in 8 dimensions': [bowl(8), [1, 4, 16]],
  'quadratic in 8 dimensions by RMSprop': [bowl(8, { kind: 'rmsprop' }), [1, 16]],
  'double well': [
    { model: wells, data: { kind: 'gradient-noise' }, loss: 'model', batchSize: 2 },
    [1, 4, 16],
  ],
};

/** Nets as they are evaluated, in chunks. */
const evaluated: Readonly<Record<string, Net>> = {
  'mlp 196-32-10, chunk 500': { model: mlp(32), data: images(14, 4000), batchSize: 500 },
  'mlp 196-64-64-10, chunk 500': { model: mlp(64, 64), data: images(14, 4000), batchSize: 500 },
  'mlp 49-32-32-32-32-10 tanh, chunk 250': { model: tanh, data: images(7, 250), batchSize: 250 },
  'mlp 196-32-10 with batch norm, chunk 500': {
    model: { ...mlp(32), normalization: 'batch' },
    data: images(14, 4000),
    batchSize: 500,
  },
  'cnn 8-16, chunk 500': {
    model: { kind: 'cnn', channels: [8, 16] },
    data: images(14, 4000),
    batchSize: 500,
  },
  'soft-max regression on 49, chunk 500': {
    model: { kind: 'softmax-regression' },
    data: images(7, 2000),
    batchSize: 500,
  },
};

/** What is measured. */
export const cases: readonly MeasuredCase[] = [
  ...Object.entries(nets).flatMap(([name, [condition, widths]]) =>
    widths.map((lanes) => ({ name, kind: 'step' as const, condition, lanes })),
  ),
  ...Object.entries(evaluated).map(([name, condition]) => ({
    name,
    kind: 'evaluation' as const,
    condition,
    lanes: 1,
  })),
];

/** On what the other engines are timed beside ours. */
const INTERPRETED = [
  'mlp 196-64-64-10, batch 8',
  'mlp 196-64-64-10, batch 128',
  'mlp 16-16-16-4, batch 16',
  'cnn 4-8, batch 32',
  'quadratic in 8 dimensions',
];
export const interpreted = cases.filter(({ name, lanes }) => lanes === 1 && INTERPRETED.includes(name));

/** Measured beside every other case: the machine's speed at that moment. */
export const yardstick: MeasuredCase = {
  name: 'yardstick',
  kind: 'step',
  condition: { model: mlp(64, 64), data: images(14, 4000), batchSize: 32 },
  lanes: 1,
};
