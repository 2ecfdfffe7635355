import { describe, expect, test } from 'vitest';
import { engineAvailability, engineNamed } from '../../src/engines/index.ts';
import type { EngineName, Tensors } from '../../src/engines/types.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { interpret } from '../../src/program/index.ts';
import { distance } from './distance.ts';
import {
  curvatureCase,
  evaluationCase,
  lockstepCase,
  run,
  trainingCase,
  type Case,
  type Problem,
} from './training-cases.ts';

const problems: Readonly<Record<string, Problem>> = {
  'a perceptron with ReLU': {
    model: { kind: 'mlp', hidden: [7, 5] },
    features: [3, 3, 1],
    loss: 'cross-entropy',
  },
  'a perceptron with tanh': {
    model: { kind: 'mlp', hidden: [7, 5], activation: 'tanh', init: 'glorot' },
    features: [9],
    loss: 'cross-entropy',
  },
  'a perceptron with GELU and layer norm': {
    model: { kind: 'mlp', hidden: [7], activation: 'gelu', normalization: 'layer' },
    features: [9],
    loss: 'cross-entropy',
  },
  'a perceptron with batch norm on squared error': {
    model: { kind: 'mlp', hidden: [7], activation: 'tanh', normalization: 'batch' },
    features: [9],
    loss: 'mean-squared-error',
  },
  'a soft-max regression': {
    model: { kind: 'softmax-regression' },
    features: [3, 3, 1],
    loss: 'cross-entropy',
  },
  'a convolutional net': {
    model: { kind: 'cnn', channels: [3, 4], dense: 5 },
    features: [8, 8, 2],
    loss: 'cross-entropy',
  },
  'a VGG-like net': {
    model: { kind: 'vgg', blocks: [[3, 3], [4]], dense: 5 },
    features: [8, 8, 1],
    loss: 'cross-entropy',
  },
  'a residual net with batch norm': {
    model: { kind: 'resnet', channels: [3, 4] },
    features: [8, 8, 2],
    loss: 'cross-entropy',
  },
  'a linear regression': { model: { kind: 'linear-regression' }, features: [9], loss: 'mean-squared-error' },
};

const optimizers: readonly OptimizerSpec[] = [
  { kind: 'heavy-ball', momentum: 0.9, weightDecay: { kind: 'coupled', rate: 0.01 } },
  { kind: 'nesterov', momentum: 0.9, clip: { kind: 'global-norm', limit: 0.5 } },
  { kind: 'adam' },
  { kind: 'adam', amsgrad: true },
  { kind: 'adamw', average: { kind: 'ema', decay: 0.9 } },
  { kind: 'rmsprop', momentum: 0.5, centered: true },
  { kind: 'adagrad' },
  { kind: 'lion' },
  { kind: 'sign-sgd' },
  { kind: 'noisy-gradient-descent', scale: 0.1 },
  { kind: 'gradient-flow', substeps: 2 },
  { kind: 'svag', amplification: 2 },
];

const statuses = await engineAvailability();
const others = (['tfjs-cpu', 'tfjs-wasm', 'tfjs-node'] as const).map((name) => ({
  name,
  status: statuses.find((status) => status.name === name)!,
}));

test('engines that need no native binding are always compared', () => {
  expect(statuses.filter(({ available }) => available).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['onnx', 'tfjs-cpu', 'tfjs-wasm']),
  );
});

// Single precision (unit 6e-8) after sums of some ten terms a layer, forwards, backwards and (for products) backwards
// again, over five steps: measured up to 1.2e-6 on every pair of engines; some fifteen times that.
const tolerance = 2e-5;

/** The judge of both: the program in double precision. */
const interpreter = '64-bit interpretation' as const;

const answers = new Map<string, Promise<{ readonly found: Case; readonly expected: Tensors }>>();

/** A case with the first engine's answer, computed once for all others. */
function answered(key: string, make: () => Case | Promise<Case>) {
  const known = answers.get(key);
  if (known) return known;
  const answer = (async () => {
    const found = await make();
    return { found, expected: await run(await engineNamed('onnx'), found) };
  })();
  answers.set(key, answer);
  return answer;
}

/** What the program means, in the arrays that engines give. */
function interpreted({ program, feeds }: Case, like: Tensors): Tensors {
  const results = Object.entries(interpret(program)(feeds)).map(([name, { data, shape }]) => {
    const array = like[name]!.data.constructor as Float32ArrayConstructor;
    return [name, { data: array.from(data), shape }] as const;
  });
  return Object.fromEntries(results);
}

async function compare(
  other: EngineName | typeof interpreter,
  key: string,
  make: () => Case | Promise<Case>,
): Promise<void> {
  const { found, expected } = await answered(key, make);
  const actual =
    other === interpreter ? interpreted(found, expected) : await run(await engineNamed(other), found);
  const { name, value } = distance(expected, actual);
  expect(value, `${name} on ${other}`).toBeLessThan(tolerance);
}

const compared = [{ name: interpreter, status: { available: true, install: undefined } }, ...others];

describe.each(compared)('onnx and $name agree', ({ name, status }) => {
  const title = status.available ? '' : ` (needs: ${status.install})`;
  const compareOn = (what: string, make: () => Case | Promise<Case>) =>
    test.skipIf(!status.available)(what + title, () => compare(name, what, make));

  for (const [what, problem] of Object.entries(problems)) {
    compareOn(`on gradient and Hessian-vector product of ${what}`, () => curvatureCase(problem));
    compareOn(`on training ${what} by gradient descent`, () => trainingCase(problem, { kind: 'sgd' }));
    compareOn(`on evaluating ${what}`, () => evaluationCase(problem));
  }

  for (const what of [
    'a perceptron with GELU and layer norm',
    'a convolutional net',
    'a residual net with batch norm',
  ])
    compareOn(`on training three replicates of ${what} in lockstep`, () =>
      lockstepCase(problems[what]!, { kind: 'heavy-ball', momentum: 0.9 }),
    );

  for (const optimizer of optimizers)
    compareOn(`on training a perceptron by ${JSON.stringify(optimizer)}`, () =>
      trainingCase(problems['a perceptron with tanh']!, optimizer),
    );
});
