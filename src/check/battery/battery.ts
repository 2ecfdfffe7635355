import { fileURLToPath } from 'node:url';
import type { DataSpec } from '../../datasets/schema.ts';
import type { Workload } from '../../declare/types.ts';
import type { ModelSpec } from '../../models/schema.ts';
import type { BatchSizeSpec, ScheduleSpec } from '../../schedules/schema.ts';

/** One experiment of the battery: a workload with one learning rate and one batch size. */
export interface BatteryCase {
  readonly id: string;
  readonly model: ModelSpec;
  readonly data: DataSpec;
  readonly loss: Workload['loss'];
  readonly learningRate: ScheduleSpec;
  readonly batchSize: BatchSizeSpec;
  /** Length of a run, in epochs; in steps where gradients are noise and there are no examples. */
  readonly length: number;
  /** Distance of the points of the loss curve, in the same unit. */
  readonly every: number;
  /** Neither start nor gradients are drawn: one seed tells all. */
  readonly deterministic?: true;
  /**
   * Losses below this are as good as the minimum's, an absolute margin: on a landscape without noise an end comes
   * nearer by powers of ten, and how near it came is no matter.
   */
  readonly lossFloor?: number;
  /** The learning-rate sweep that the case is a point of: what the optimizer does across them is a finding too. */
  readonly sweep?: string;
  /** The Hessian at the end of a run is measured. */
  readonly sharpness?: true;
  /** Only for optimizers that are traced, not for trainers. */
  readonly traced?: true;
}

type Setting = Pick<BatteryCase, 'learningRate' | 'batchSize' | 'sharpness' | 'traced'>;

interface Problem extends Omit<BatteryCase, 'id' | 'sweep' | keyof Setting> {
  readonly name: string;
  /** Learning rates over more than a decade, with one batch size: how sensitive the optimizer is to its rate. */
  readonly sweep?: { readonly rates: readonly number[]; readonly batchSize: number };
  readonly settings: Readonly<Record<string, Setting>>;
}

const constant = (learningRate: number, batchSize = 1): Setting => ({ learningRate, batchSize });
const noise = { data: { kind: 'gradient-noise' }, loss: 'model' } as const;

/** A net of the battery's own, beside this module. */
const own = (name: string, exported = 'default') => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const module = fileURLToPath(new URL(`./models/${name}.${extension}`, import.meta.url));
  return { kind: 'custom', module, export: exported } as const;
};

/** Values spread evenly on a logarithmic scale from 1 to `largest`. */
const spread = (count: number, largest: number) =>
  Array.from({ length: count }, (_, i) => Number((largest ** (i / (count - 1))).toPrecision(6)));

/** Fashion-MNIST small enough for a fraction of a second: 1,000 images of 14 × 14. */
const images = {
  data: { kind: 'fashion-mnist', train: 1000, test: 500, downsample: 14 },
  loss: 'cross-entropy',
  length: 4,
  every: 0.2,
} as const;

/** Bags of words whose examples do not count alike. */
const weighted = {
  data: { kind: 'words', vocabulary: 200, classes: 4, train: 500, test: 500 },
  loss: 'model',
  length: 4,
  every: 0.4,
} as const;

/**
 * The problems. Learning rates lie in the stable region of plain gradient descent and where adaptive methods move; a
 * run that diverges is a result like any other.
 */
const problems: readonly Problem[] = [
  {
    // Condition number 100, start drawn from N(0, I): slow directions decide the final loss, steep ones the stability.
    name: 'ill-conditioned quadratic',
    model: { kind: 'quadratic', hessian: spread(16, 100), noiseCovariance: Array<number>(16).fill(0) },
    ...noise,
    length: 200,
    every: 2,
    lossFloor: 1e-4,
    sweep: { rates: [0.0005, 0.002, 0.01], batchSize: 1 },
    settings: {},
  },
  {
    name: 'Rosenbrock',
    model: { kind: 'rosenbrock', start: [-1.2, 1, -0.5, 0.8] },
    ...noise,
    length: 300,
    every: 1,
    deterministic: true,
    lossFloor: 1e-4,
    settings: { 'rate 0.0002': constant(0.0002), 'rate 0.001': constant(0.001) },
  },
  {
    // The stationary variance grows with the learning rate and falls with the batch size; many dimensions make a single
    // end state tell it within a few percent.
    name: 'noisy quadratic',
    model: { kind: 'quadratic', hessian: spread(512, 10), noiseCovariance: spread(512, 10) },
    ...noise,
    length: 400,
    every: 8,
    settings: { 'rate 0.05, batch 1': constant(0.05, 1), 'rate 0.02, batch 16': constant(0.02, 16) },
  },
  {
    // Nine of ten words are in no example of a mini-batch: their rows of the gradient are 0.
    name: 'sparse gradients',
    model: { kind: 'softmax-regression' },
    data: { kind: 'words', vocabulary: 200, classes: 4, train: 500, test: 500 },
    loss: 'cross-entropy',
    length: 8,
    every: 0.4,
    settings: { 'rate 0.1, batch 10': constant(0.1, 10), 'rate 0.01, batch 10': constant(0.01, 10) },
  },
  {
    // Curvatures 1000 and 1 along the diagonals: no axis is special, so methods that scale by coordinate see the
    // stiffness.
    name: 'stiff valley',
    model: {
      kind: 'quadratic',
      hessian: [
        [500.5, 499.5],
        [499.5, 500.5],
      ],
      noiseCovariance: [0, 0],
    },
    ...noise,
    length: 200,
    every: 2,
    lossFloor: 1e-4,
    settings: { 'rate 0.0002': constant(0.0002), 'rate 0.001': constant(0.001) },
  },
  {
    name: 'soft-max regression',
    model: { kind: 'softmax-regression' },
    ...images,
    settings: {
      'rate 0.01, batch 25': constant(0.01, 25),
      // 64 does not divide 1,000: the last mini-batch of an epoch has 40.
      'cosine from 0.05, batch 64': {
        learningRate: { kind: 'cosine', start: 0.05, end: 0, over: 4 },
        batchSize: 64,
      },
    },
  },
  {
    name: 'MLP',
    model: { kind: 'mlp', hidden: [32] },
    ...images,
    sweep: { rates: [0.001, 0.005, 0.02], batchSize: 25 },
    settings: {
      'steps from 0.02, batch 50': {
        learningRate: { kind: 'steps', start: 0.02, at: [2], factor: 0.1 },
        batchSize: 50,
        sharpness: true,
      },
    },
  },
  {
    name: 'CNN',
    model: { kind: 'cnn', channels: [4, 8] },
    ...images,
    data: { kind: 'fashion-mnist', train: 500, test: 500, downsample: 14 },
    length: 3,
    settings: { 'rate 0.01, batch 25': { ...constant(0.01, 25), sharpness: true } },
  },
  {
    // Neither the start nor the minimum is near 0, the first gradients have a norm of hundreds and the last of nothing:
    // what decays, what clips, and second moments of β₂ = 0.999 that have to fall.
    name: 'far valley',
    model: {
      kind: 'quadratic',
      hessian: spread(8, 100),
      noiseCovariance: Array<number>(8).fill(0),
      start: [9, -7, 8, -6, 7, -5, 6, -4],
      minimum: [3, -2, 2, -1.5, 1, 2, -1, 1.5],
    },
    ...noise,
    length: 3000,
    every: 30,
    deterministic: true,
    // The first loss is 3,900.
    lossFloor: 1e-4,
    settings: {
      'rate 0.01 over 3,000 steps': constant(0.01),
      'cosine from 0.01 over 3,000 steps': {
        learningRate: { kind: 'cosine', start: 0.01, end: 0, over: 3000 },
        batchSize: 1,
        // A loop of one's own may take schedules on examples alone.
        traced: true,
      },
    },
  },
  {
    // Statistics of the mini-batch while training and others when evaluated; weights whose scale does not matter.
    name: 'MLP with batch normalization',
    model: { kind: 'mlp', hidden: [16], normalization: 'batch' },
    ...images,
    data: { kind: 'fashion-mnist', train: 500, test: 500, downsample: 14 },
    settings: {
      'warm-up and cosine from 0.05, batch 25': {
        learningRate: { kind: 'cosine', start: 0.05, end: 0, over: 4, warmUp: { from: 0, over: 0.5 } },
        batchSize: 25,
      },
    },
  },
  {
    // The rows of an image are its tokens.
    name: 'transformer block',
    model: own('transformer-block'),
    ...images,
    data: { kind: 'fashion-mnist', train: 500, test: 500, downsample: 14 },
    length: 2,
    settings: { 'rate 0.02, batch 25': constant(0.02, 25) },
  },
  {
    name: 'embedding',
    model: own('embedding'),
    data: { kind: 'words', vocabulary: 200, classes: 4, train: 500, test: 500 },
    loss: 'cross-entropy',
    length: 4,
    every: 0.4,
    settings: { 'rate 0.05, batch 10': constant(0.05, 10) },
  },
  {
    // An example counts one to ten times, by its class: a mean over mini-batches is not the mean over examples.
    name: 'examples of unequal weight',
    model: own('weighted-examples'),
    ...weighted,
    settings: { 'rate 0.1, batch 40': constant(0.1, 40) },
  },
  {
    // The same, the gradient accumulated over micro-batches whose weights differ.
    name: 'micro-batches of unequal weight',
    model: own('weighted-examples', 'microBatched'),
    ...weighted,
    settings: { 'rate 0.1, batch 40 in four': constant(0.1, 40) },
  },
];

function casesOf({ name, sweep, settings, ...problem }: Problem): readonly BatteryCase[] {
  const swept = (sweep?.rates ?? []).map((rate) => ({
    id: `${name}, rate ${rate}${sweep!.batchSize === 1 ? '' : `, batch ${sweep!.batchSize}`}`,
    ...problem,
    ...constant(rate, sweep!.batchSize),
    sweep: name,
  }));
  const others = Object.entries(settings).map(([setting, values]) => ({
    id: `${name}, ${setting}`,
    ...problem,
    ...values,
  }));
  return [...swept, ...others];
}

/** The battery: every problem at each of its settings. Names are `<problem>, <setting>`. */
export const battery: readonly BatteryCase[] = problems.flatMap(casesOf);
