import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildOptimizer, checkOptimizer, loadOptimizer } from '../../src/optimizers/index.ts';
import type { Hyperparameters, Optimizer } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { useEagerBackend } from '../models/eager.ts';
import { planOf } from '../train/small-suite.ts';
import { distance, parameterSpecs as parameters, trainTraced } from './problem.ts';

beforeAll(useEagerBackend);

const from = dirname(fileURLToPath(import.meta.url));
const load = (name: string) =>
  loadOptimizer({ kind: 'custom', module: './custom/optimizers.ts', export: name }, { from, parameters });

describe('an optimizer by reference', () => {
  test.each(['default', 'returnsPair'])('export %s is taken as it is', async (name) => {
    const optimizer = await load(name);
    expect(optimizer.kind).toBe('halving');
    checkOptimizer(optimizer, parameters);
  });

  test('a TensorFlow.js optimizer is adapted', async () => {
    const optimizer = await load('returnsTensorflow');
    expect(optimizer.kind).toBe('tensorflow/Adam');
    checkOptimizer(optimizer, parameters);
  });

  test('an instance is made anew, so that several runs do not share it', async () => {
    const [first, second] = [await load('shared'), await load('shared')];
    expect(first.kind).toBe('tensorflow/Adam');
    checkOptimizer(first, parameters);
    checkOptimizer(second, parameters);
  });

  test('takes weight decay, clipping and an average as all others do', async () => {
    const wrappers = {
      weightDecay: { kind: 'decoupled', rate: 0.1 },
      clip: { kind: 'global-norm', limit: 0.5 },
      average: { kind: 'ema', decay: 0.9 },
    } as const;
    const custom = await loadOptimizer(
      { kind: 'custom', module: './custom/optimizers.ts', export: 'returnsTensorflow', ...wrappers },
      { from, parameters },
    );
    const own = buildOptimizer({ kind: 'adam', epsilon: 1e-7, ...wrappers });
    checkOptimizer(custom, parameters);
    const run = async (optimizer: Optimizer) => {
      const path = await trainTraced(optimizer, Array<number>(10).fill(0.1));
      return path.at(-1)!;
    };
    // TensorFlow.js takes the bias corrections otherwise: rounding, and epsilon against a corrected root.
    expect(distance([await run(custom)], [await run(own)])).toBeLessThan(1e-4);
    expect(distance([await run(custom)], [await run(await load('returnsTensorflow'))])).toBeGreaterThan(1e-2);
    expect(custom.evaluated).toBeDefined();
  });

  test('any other kind is built as usual', async () => {
    expect((await loadOptimizer({ kind: 'adam' }, { from, parameters })).kind).toBe('adam');
  });

  test.each([
    ['stubborn', /got an instance that its class does not make again from getConfig\(\): export a function/],
    [
      'returnsNumber',
      /expected an object with kind, init and update, .* got a function that returns the number 4/,
    ],
    [
      'fails',
      /^Cannot use .* \(export 'fails'\) as an optimizer: its function fails: no rate; thrown at .*optimizers\.ts:\d+/,
    ],
    ['isAsync', /got a function that returns a promise/],
    ['absent', /expected an export named 'absent', got default, /],
  ])('export %s is refused with what it is', async (name, message) => {
    await expect(load(name)).rejects.toThrow(message);
  });
});

describe('checkOptimizer', () => {
  const specs: readonly OptimizerSpec[] = [
    { kind: 'sgd', average: { kind: 'ema', decay: 0.9 } },
    { kind: 'heavy-ball', momentum: 0.9, clip: { kind: 'global-norm', limit: 1 } },
    { kind: 'nesterov', momentum: 0.9, clip: { kind: 'value', limit: 1 } },
    { kind: 'adam', amsgrad: true, weightDecay: { kind: 'coupled', rate: 0.1 } },
    { kind: 'adamw' },
    { kind: 'rmsprop', centered: true, momentum: 0.5 },
    { kind: 'adagrad' },
    { kind: 'lion', weightDecay: { kind: 'decoupled', rate: 0.1 } },
    { kind: 'sign-sgd', momentum: 0.5 },
    { kind: 'svag', amplification: 3 },
    { kind: 'noisy-gradient-descent', scale: 1 },
    { kind: 'gradient-flow', substeps: 2 },
  ];
  test.each(specs)('passes $kind', (spec) => {
    checkOptimizer(buildOptimizer(spec), parameters);
  });

  const adam = buildOptimizer({ kind: 'adam' });
  const changed = (change: (next: ReturnType<Optimizer['update']>) => ReturnType<Optimizer['update']>) => ({
    ...adam,
    update: (input: Parameters<Optimizer['update']>[0]) => change(adam.update(input)),
  });
  const bad: readonly (readonly [string, Optimizer, RegExp])[] = [
    [
      'a forgotten state entry',
      changed(({ state: { firstCorrection: _, ...state }, ...next }) => ({ ...next, state })),
      /Cannot use optimizer adam: state\/firstCorrection: expected float32\[\] from its update, got no such entry/,
    ],
    [
      'a state entry of another shape',
      changed((next) => ({ ...next, state: { ...next.state, 'firstMoment/bias': tf.zeros([4]) } })),
      /state\/firstMoment\/bias: expected float32\[3\] from its update, got float32\[4\]/,
    ],
    [
      'a state entry of another type',
      changed((next) => ({ ...next, state: { ...next.state, firstCorrection: tf.scalar(1, 'int32') } })),
      /state\/firstCorrection: expected float32\[\] from its update, got int32\[\]/,
    ],
    [
      'a parameter that is lost and an entry that is new',
      changed(({ parameters: { bias, ...rest }, state }) => ({
        parameters: rest,
        state: { ...state, bias: bias! },
      })),
      /parameters\/bias: expected float32\[3\] .* got no such entry; state\/bias: expected only entries that went in, got float32\[3\] from its update/,
    ],
    [
      'a value that is read while tracing',
      { ...adam, update: (input) => (input.gradients.bias!.dataSync(), adam.update(input)) },
      /Cannot use optimizer adam: its update fails: Cannot read the value of a tensor while tracing/,
    ],
  ];
  test.each(bad)('refuses %s', (_, optimizer, message) => {
    expect(() => checkOptimizer(optimizer, parameters)).toThrow(message);
  });

  const wrong = (change: Partial<Record<keyof Optimizer, unknown>>) => ({ ...adam, ...change }) as Optimizer;
  const evaluated = (outcome: unknown) => wrong({ evaluated: () => outcome });
  const weightless = (outcome: unknown) =>
    changed(({ parameters: { bias } }) => ({ parameters: { weight: outcome, bias }, state: {} }) as never);
  const outcomes: readonly (readonly [string, Optimizer, RegExp])[] = [
    [
      'init nothing',
      wrong({ init: () => undefined }),
      /adam: state: expected tensors by name from its init, got undef/,
    ],
    [
      'init a number',
      wrong({ init: () => ({ step: 0 }) }),
      /state\/step: expected a tensor from its init, got the number 0/,
    ],
    [
      'update nothing',
      changed(() => undefined as never),
      /update: expected \{ parameters, state \}, got undefined/,
    ],
    [
      'update async',
      wrong({ update: async () => adam }),
      /update: expected \{ parameters, state \}, got a promise/,
    ],
    [
      'update no state',
      changed((next) => ({ parameters: next.parameters }) as never),
      /adam: state: expected tensors by name from its update, got undefined/,
    ],
    [
      'update to a number',
      weightless(3),
      /parameters\/weight: expected float32\[2,3\] from its update, got the number 3/,
    ],
    [
      'update to nothing',
      weightless(undefined),
      /parameters\/weight: expected float32\[2,3\] from its update, got undefined/,
    ],
    [
      'evaluate nothing',
      evaluated(undefined),
      /parameters: expected tensors by name from its evaluated, got undefined/,
    ],
    [
      'evaluate a part',
      evaluated({ weight: tf.zeros([2, 3]) }),
      /parameters\/bias: expected float32\[3\] from its evaluated, got no such entry/,
    ],
    [
      'take half a mini-batch',
      wrong({ batches: 0.5 }),
      /batches: expected a whole number of at least 1, got 0\.5/,
    ],
    [
      'throw',
      changed(() => {
        throw new Error('no');
      }),
      /its update fails: no; thrown at .*custom-optimizers\.test\.ts:\d+/,
    ],
  ];
  test.each(outcomes)('refuses to %s', (_, optimizer, message) => {
    expect(() => checkOptimizer(optimizer, parameters)).toThrow(message);
  });
});

describe('hyperparameters of a custom optimizer', () => {
  const scaled = (by: (given: Hyperparameters) => tf.Tensor): Optimizer => ({
    kind: 'scaled',
    init: () => ({}),
    update: ({ parameters: at, state, hyperparameters }) => ({
      parameters: Object.fromEntries(
        Object.entries(at).map(([name, tensor]) => [name, tf.mul(tensor, by(hyperparameters))]),
      ),
      state,
    }),
  });

  test('are the learning rate, the batch size, and the momentum where the arm declares one', () => {
    checkOptimizer(
      scaled(({ learningRate, batchSize }) => tf.div(learningRate, batchSize!)),
      parameters,
    );
    checkOptimizer(
      scaled(({ momentum }) => momentum!),
      parameters,
      { momentum: true },
    );
    checkOptimizer(
      scaled(({ momentum }) => momentum ?? tf.scalar(0.9)),
      parameters,
    );
  });

  test('a momentum that is used and not declared is told, and one that is declared and not used', () => {
    expect(() =>
      checkOptimizer(
        scaled(({ momentum }) => momentum!),
        parameters,
      ),
    ).toThrow(
      /its update fails: .*; it uses hyperparameters\.momentum, which is there where the arm declares momentum$/,
    );
    expect(() =>
      checkOptimizer(
        scaled((given) => given.learningRate),
        parameters,
        { momentum: true },
      ),
    ).toThrow(
      'Cannot use optimizer scaled: hyperparameters.momentum: expected its update to use the momentum that the arm declares, got no use',
    );
  });

  test('come from the schedules of an arm', async () => {
    const file = (name: string) => ({
      kind: 'custom',
      module: '../tests/optimizers/custom/optimizers.ts',
      export: name,
    });
    const momentum = { kind: 'cosine', start: 0.5, end: 0, over: 3 };
    const batchSize = { kind: 'steps', start: 15, at: [1], factor: 2 };
    const arms = (fields: object) => ({
      base: { learningRate: 0.1, batchSize: 30, ...fields },
      other: { learningRate: 0.2, batchSize: 30, ...fields },
    });
    const { runPlan } = await planOf({ optimizer: file('scheduled'), arms: arms({ momentum, batchSize }) });
    expect(runPlan.jobs).toHaveLength(6);
    await expect(planOf({ optimizer: file('scheduled'), arms: arms({}) })).rejects.toThrow(
      /^small, arm base: Cannot use optimizer scheduled: its update fails/,
    );
    await expect(planOf({ optimizer: file('returnsTensorflow'), arms: arms({ momentum }) })).rejects.toThrow(
      /^small, arm base: Cannot use optimizer tensorflow\/Adam: hyperparameters\.momentum: expected/,
    );
  });
});
