import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedTensors } from '../../src/models/index.ts';
import {
  adaptTensorflowOptimizer,
  loadOptimizer,
  UntraceableOptimizer,
  type Optimizer,
} from '../../src/optimizers/index.ts';
import { batchOver, replay, trace } from '../../src/program/index.ts';
import type { ValueType } from '../../src/program/types.ts';
import { useEagerBackend } from '../models/eager.ts';
import * as forms from './custom/tensorflow.ts';
import { distance, parameterSpecs, trainTraced, trainTensorflow } from './problem.ts';

beforeAll(useEagerBackend);

/**
 * Parameters after steps 1, 10 and 20 of optimizers in plain TensorFlow.js 4.22 on its cpu backend: mean((tanh(x K₁ +
 * b₁) K₂ + b₂ − y)²), mini-batch t of the rows (6t + i) mod 24.
 */
const outside = JSON.parse(
  readFileSync(new URL('../../fixtures/optimizers/tensorflow-js.json', import.meta.url), 'utf8'),
) as {
  readonly steps: number;
  readonly afterSteps: readonly number[];
  readonly start: Readonly<Record<string, readonly number[]>>;
  readonly features: readonly number[];
  readonly targets: readonly number[];
  readonly plainTensorFlowJs: Readonly<Record<string, readonly (readonly number[])[]>>;
};

const shapes: Readonly<Record<string, readonly number[]>> = {
  'hidden.kernel': [5, 4],
  'hidden.bias': [4],
  'out.kernel': [4, 3],
  'out.bias': [3],
};
const netSpecs = Object.entries(shapes).map(([name, shape]) => ({
  name,
  shape,
  initializer: { kind: 'constant', values: outside.start[name]! } as const,
}));

function netLoss(parameters: NamedTensors, step: number): tf.Scalar {
  const rows = Array.from({ length: 6 }, (_, index) => (6 * step + index) % 24);
  const [x, y] = [outside.features, outside.targets].map((values) =>
    tf.gather(tf.tensor2d([...values], [24, values.length / 24]), rows),
  );
  const hidden = tf.tanh(
    tf.add(tf.matMul(x!, parameters['hidden.kernel'] as tf.Tensor2D), parameters['hidden.bias']!),
  );
  const output = tf.add(
    tf.matMul(hidden as tf.Tensor2D, parameters['out.kernel'] as tf.Tensor2D),
    parameters['out.bias']!,
  );
  return tf.mean(tf.square(tf.sub(output, y!)));
}

/** Parameters after the recorded steps, of a pure optimizer. */
function trainPure(optimizer: Optimizer, rate: number): number[][] {
  const names = Object.keys(shapes);
  let parameters: NamedTensors = Object.fromEntries(
    names.map((name) => [name, tf.tensor([...outside.start[name]!], [...shapes[name]!])]),
  );
  let state = optimizer.init(parameters);
  const path = Array.from({ length: outside.steps }, (_, step) => {
    const found = tf.grads((...values: tf.Tensor[]) =>
      netLoss(Object.fromEntries(names.map((name, index) => [name, values[index]!])), step),
    )(names.map((name) => parameters[name]!));
    const gradients = Object.fromEntries(names.map((name, index) => [name, found[index]!]));
    ({ parameters, state } = optimizer.update({
      parameters,
      gradients,
      state,
      hyperparameters: { learningRate: tf.scalar(rate) },
      gradientAt: () => gradients,
    }));
    return names.flatMap((name) => [...parameters[name]!.dataSync()]);
  });
  return outside.afterSteps.map((step) => path[step - 1]!);
}

const adapt = (make: () => tf.Optimizer, rates?: readonly number[], specs = parameterSpecs) =>
  adaptTensorflowOptimizer({ make, takesRate: false }, specs, rates === undefined ? {} : { rates });

/** Name of the recorded case, the optimizer, and the rate of the arm: Lookahead's own is inside. */
const recorded: readonly (readonly [string, () => tf.Optimizer, number])[] = [
  ['o08-lookahead-js-counter-k5', () => new forms.Lookahead(0.3, 5), 0.01],
  ['o17-grad-accumulation-4', () => new forms.Accumulating(), 0.05],
  ['o25-lr-finder', () => new forms.Growing(0.3, 1.1), 0.05],
  [
    'o37-decay-by-exact-name-list',
    () => new forms.DecayedByName(0.3, 0.5, (name) => ['hidden.kernel', 'out.kernel'].includes(name)),
    0.05,
  ],
  ['o02-adamw-object-only', () => new forms.ObjectAdamW(0.01, 0.05), 0.05],
  ['o41-object-form-lion', () => new forms.ObjectLion(), 0.05],
  ['o04-lion-engine-field', () => new forms.EngineLion(), 0.05],
  ['o20-kept-tensors-in-map', () => new forms.Kept(), 0.05],
];

describe('an optimizer as people write it trains as in plain TensorFlow.js', () => {
  test.each(recorded)('%s', (name, make, rate) => {
    const optimizer = adapt(make, Array<number>(outside.steps).fill(rate), netSpecs);
    const expected = outside.plainTensorFlowJs[name]!;
    // The same float32 operations in the same order.
    expect(distance(trainPure(optimizer, rate), expected)).toBeLessThan(1e-6);
  });

  test.each([
    ['o16-step-decay-every-5', (rate: number) => new forms.StepDecay(rate)],
    ['o26-cosine-by-iterations', (rate: number) => new forms.Cosine(rate, 2000)],
  ] as const)('%s, whose rate has a name of its own, where a function takes the rate', (name, make) => {
    const optimizer = adaptTensorflowOptimizer(
      { make: ({ learningRate }) => make(learningRate), takesRate: true },
      netSpecs,
      { rates: Array<number>(outside.steps).fill(0.01) },
    );
    // The same float32 operations in the same order.
    expect(distance(trainPure(optimizer, 0.01), outside.plainTensorFlowJs[name]!)).toBeLessThan(1e-6);
    expect(() => adapt(() => make(0.01))).toThrow(
      /expected a way in for the arm's learning rate .*; it has the numbers base, /,
    );
  });
});

describe('traced and on ONNX Runtime', () => {
  const decaying = Array.from({ length: 80 }, (_, step) => 0.1 / (1 + step / 20));
  const constant = Array<number>(80).fill(0.1);
  type Case = readonly [
    string,
    () => tf.Optimizer,
    readonly number[],
    // The field that holds the rate is another in each.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    (optimizer: any, rate: number, step: number) => void,
  ];
  const own: Case[3] = (optimizer, rate) => {
    optimizer.learningRate = rate;
  };
  const cases: readonly Case[] = [
    [
      'Lookahead',
      () => new forms.Lookahead(0.01, 7),
      decaying,
      ({ inner }, rate) => inner.setLearningRate(rate),
    ],
    ['accumulation', () => new forms.Accumulating(), decaying, own],
    [
      'a rate that grows by itself',
      () => new forms.Growing(0.01, 0.97),
      constant,
      (optimizer, rate, step) => step === 0 && optimizer.setLearningRate(rate),
    ],
    ['products of the rate in JavaScript', () => new forms.Reckoned(), decaying, own],
    ['a branch on iterations', () => new forms.Rectified(), decaying, own],
    ['slots by number', () => new forms.Remembering(), decaying, own],
    [
      'a rate called lr',
      () => new forms.RateCalledLr(),
      decaying,
      (optimizer, rate) => (optimizer.lr = rate),
    ],
    [
      'a rate in a config',
      () => new forms.RateInConfig(),
      decaying,
      ({ config }, rate) => (config.learning_rate = rate),
    ],
    [
      'a rate in a variable',
      () => new forms.RateInVariable(),
      decaying,
      ({ learningRate }, rate) => learningRate.assign(tf.scalar(rate)),
    ],
  ];
  test.each(cases)('%s goes where it goes eagerly', async (_, make, rates, setRate) => {
    const traced = await trainTraced(adapt(make, rates), rates);
    // float32 rounding of 80 steps on another engine
    expect(distance(traced, trainTensorflow(make(), rates, setRate))).toBeLessThan(5e-6);
    // It does move.
    expect(distance([traced.at(-1)!], [traced[0]!])).toBeGreaterThan(1e-3);
  });

  test.each([
    ['forms to choose from', () => new forms.Lookahead(0.01, 3)],
    ['tables', () => new forms.Rectified()],
  ] as const)('%s are looked up in lockstep too: replicates stand where each stands alone', (_, make) => {
    const optimizer = adapt(make, Array<number>(8).fill(0.1));
    const start = { weight: tf.randomNormal([2, 3], 0, 1, 'float32', 3), bias: tf.ones([3]) };
    const state = optimizer.init(start);
    const type = ({ shape, dtype }: tf.Tensor) => ({ shape, dtype }) as ValueType;
    const inputs = {
      ...start,
      ...Object.fromEntries(Object.entries(state).map(([name, each]) => [`s/${name}`, each])),
    };
    const types = Object.fromEntries(Object.entries(inputs).map(([name, each]) => [name, type(each)]));
    const update = trace('update', types, (given: NamedTensors) => {
      const parameters = { weight: given['weight']!, bias: given['bias']! };
      const next = optimizer.update({
        parameters,
        gradients: parameters,
        state: Object.fromEntries(Object.keys(state).map((name) => [name, given[`s/${name}`]!])),
        hyperparameters: { learningRate: tf.scalar(0.1) },
        gradientAt: () => parameters,
      });
      return {
        ...next.parameters,
        ...Object.fromEntries(Object.entries(next.state).map(([name, each]) => [`s/${name}`, each])),
      };
    });
    const twice = batchOver(update, Object.keys(inputs), 2);
    let [alone, together]: NamedTensors[] = [
      inputs,
      Object.fromEntries(Object.entries(inputs).map(([name, each]) => [name, tf.stack([each, each])])),
    ];
    for (let step = 0; step < 7; step++) {
      [alone, together] = [replay(update, alone!), replay(twice, together!)];
      for (const name of ['weight', 'bias'])
        for (const row of tf.unstack(together[name]!))
          // The same float32 operations; a replicate axis may change the order of none of them.
          [...row.dataSync()].forEach((value, index) =>
            expect(value).toBeCloseTo(alone![name]!.dataSync()[index]!, 6),
          );
    }
    expect(together!['weight']!.shape).toEqual([2, 2, 3]);
  });

  test('is NaN after the run that its tables are of', async () => {
    const short = adapt(() => new forms.Rectified(), Array<number>(64).fill(0.1));
    const path = await trainTraced(short, Array<number>(66).fill(0.1));
    expect(path[63]!.every(Number.isFinite)).toBe(true);
    expect(path[64]!.some(Number.isNaN)).toBe(true);
  });
});

describe('is told with its cause', () => {
  const untraceable = (make: () => tf.Optimizer): string => {
    try {
      adapt(make);
    } catch (error) {
      expect(error).toBeInstanceOf(UntraceableOptimizer);
      return (error as UntraceableOptimizer).reason;
    }
    return 'traced';
  };

  test('state in private fields', () => {
    expect(untraceable(() => new forms.Private())).toMatch(
      /^it keeps state in private fields \(#slots\), which cannot be seen, used at .*tensorflow\.ts:\d+/,
    );
  });
  test('draws whose seed moves on', () => {
    expect(untraceable(() => new forms.Noisy(1))).toMatch(/^Cannot draw random numbers while tracing/);
  });
  test('draws without a seed', () => {
    expect(untraceable(() => new forms.Noisy(NaN))).toMatch(/^Cannot draw random numbers while tracing/);
  });
  test('a branch on the values of tensors', () => {
    expect(untraceable(() => new forms.ClippedByValue())).toMatch(/^Cannot read the value of a tensor/);
  });
  test('two rates', () => {
    expect(() => adapt(() => new forms.TwoRates())).toThrow(
      /expected one field for the arm's learning rate, got fast\.lr and slow\.lr/,
    );
  });
  test('a schedule of its own under a schedule of the arm', () => {
    expect(() => adapt(() => new forms.Growing(0.01, 1.1), [0.1, 0.2])).toThrow(
      'Cannot use optimizer tensorflow/Growing, which changes its own learningRate in an arm with a schedule: expected one learning rate, got 0.1 and 0.2',
    );
  });
  test('state that instances share', () => {
    expect(() => adapt(() => new forms.Shared())).toThrow(
      /expected each new instance to take the same steps, got others after another one has trained/,
    );
    const one = new forms.Kept();
    expect(() => adapt(() => one)).toThrow(/expected a new instance at each call/);
  });
});

describe('names of state entries', () => {
  const slots = ['slots/bias', 'slots/weight'];
  test('are those of the parameters, and the same for a second adapter', () => {
    for (const _ of [1, 2])
      expect(Object.keys(adapt(() => new forms.Remembering()).init(zeros())).sort()).toEqual(slots);
  });
  const zeros = () => ({ weight: tf.zeros([2, 3]), bias: tf.zeros([3]) });
});

test('a class is a default export, and a function may take the rate', async () => {
  const from = dirname(fileURLToPath(import.meta.url));
  const load = (name: string) =>
    loadOptimizer(
      { kind: 'custom', module: './custom/tensorflow.ts', export: name },
      { from, parameters: parameterSpecs, rates: [0.1, 0.1] },
    );
  expect((await load('default')).kind).toBe('tensorflow/Default');
  expect((await load('stepDecay')).ofRun).toBeDefined();
});
