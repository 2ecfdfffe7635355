import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildOptimizer, checkOptimizer, loadOptimizer } from '../../src/optimizers/index.ts';
import type { Optimizer } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { useEagerBackend } from '../models/eager.ts';
import { parameterSpecs as parameters } from './problem.ts';

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

  test('any other kind is built as usual', async () => {
    expect((await loadOptimizer({ kind: 'adam' }, { from, parameters })).kind).toBe('adam');
  });

  test.each([
    ['stubborn', /got an instance that its class does not make again from getConfig\(\): export a function/],
    ['returnsNumber', /expected an object with kind, init and update, .* got a function that returns number/],
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
      /parameters\/bias: expected float32\[3\] .* got no such entry; state\/bias: expected only entries that init makes/,
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
});
