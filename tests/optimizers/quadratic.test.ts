import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import { optimizerSchema } from '../../src/optimizers/schema.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { useEagerBackend } from '../models/eager.ts';
import { follow } from './trajectory.ts';

beforeAll(useEagerBackend);

const hessian = [1, 10];
const start = [1, -0.5];

describe('on L(θ) = ½ θᵀ diag(1, 10) θ', () => {
  const cases: readonly { spec: OptimizerSpec; learningRate: number; steps: number; within: number }[] = [
    // (1 − 0.1)^200 = 7e-10
    { spec: { kind: 'sgd' }, learningRate: 0.1, steps: 200, within: 1e-8 },
    // the slower mode shrinks by √0.5 a step
    { spec: { kind: 'heavy-ball', momentum: 0.5 }, learningRate: 0.1, steps: 200, within: 1e-8 },
    { spec: { kind: 'nesterov', momentum: 0.5 }, learningRate: 0.05, steps: 200, within: 1e-8 },
    // adaptive methods with a constant rate end in a cycle of about the size of their step
    { spec: { kind: 'adam' }, learningRate: 0.05, steps: 400, within: 1e-3 },
    { spec: { kind: 'adam', amsgrad: true }, learningRate: 0.05, steps: 400, within: 1e-3 },
    { spec: { kind: 'adamw', rate: 0 }, learningRate: 0.05, steps: 400, within: 1e-3 },
    { spec: { kind: 'rmsprop' }, learningRate: 0.01, steps: 400, within: 0.01 },
    {
      spec: { kind: 'rmsprop', momentum: 0.5, centered: true },
      learningRate: 0.005,
      steps: 800,
      within: 0.02,
    },
    { spec: { kind: 'adagrad' }, learningRate: 0.5, steps: 400, within: 1e-6 },
    { spec: { kind: 'lion' }, learningRate: 0.005, steps: 600, within: 0.05 },
    { spec: { kind: 'sign-sgd' }, learningRate: 0.01, steps: 200, within: 0.011 },
    { spec: { kind: 'sign-sgd', momentum: 0.5 }, learningRate: 0.01, steps: 200, within: 0.03 },
    // both mini-batches have the full gradient here: the factor is 1 − ηh / l
    { spec: { kind: 'svag', amplification: 4 }, learningRate: 0.1, steps: 800, within: 1e-8 },
    { spec: { kind: 'noisy-gradient-descent', scale: 0 }, learningRate: 0.1, steps: 200, within: 1e-8 },
    { spec: { kind: 'gradient-flow', substeps: 2 }, learningRate: 0.2, steps: 100, within: 1e-8 },
    {
      spec: { kind: 'sgd', clip: { kind: 'global-norm', limit: 0.5 } },
      learningRate: 0.1,
      steps: 400,
      within: 1e-8,
    },
  ];

  test('every kind that ships with the project is among the cases', () => {
    const kinds = optimizerSchema.options.map(({ shape }) => shape.kind.value);
    expect(new Set(cases.map(({ spec }) => spec.kind))).toEqual(
      new Set(kinds.filter((kind) => kind !== 'custom')),
    );
  });

  test.each(cases)('$spec comes to the minimum', ({ spec, learningRate, steps, within }) => {
    const path = follow(buildOptimizer(spec), {
      start: { theta: start },
      gradient: ({ theta }) => ({ theta: tf.mul(theta!, hessian) }),
      further: ({ theta }) => ({ theta: tf.mul(theta!, hessian) }),
      noise: () => ({ theta: tf.ones([2]) }),
      learningRate,
      steps,
    });
    for (const value of path.at(-1)!.theta!) expect(Math.abs(value)).toBeLessThan(within);
  });

  test('sgd multiplies each coordinate by 1 − ηh a step', () => {
    const path = follow(buildOptimizer({ kind: 'sgd' }), {
      start: { theta: start },
      gradient: ({ theta }) => ({ theta: tf.mul(theta!, hessian) }),
      learningRate: 0.15,
      steps: 3,
    });
    // three float32 roundings of values below 1
    expect(path[3]!.theta![0]).toBeCloseTo(0.85 ** 3, 6);
    expect(path[3]!.theta![1]).toBeCloseTo(-0.5 * (-0.5) ** 3, 6);
  });

  test('a scheduled momentum takes the place of the declared one', () => {
    const run = {
      start: { theta: start },
      gradient: ({ theta }: Record<string, tf.Tensor>) => ({ theta: tf.mul(theta!, hessian) }),
      learningRate: 0.05,
      steps: 4,
    };
    const scheduled = follow(buildOptimizer({ kind: 'heavy-ball', momentum: 0.1 }), {
      ...run,
      momentum: 0.9,
    });
    const declared = follow(buildOptimizer({ kind: 'heavy-ball', momentum: 0.9 }), run);
    expect(scheduled).toEqual(declared);
  });
});

test('a specification that is not valid is refused with the place of the problem', () => {
  expect(() => buildOptimizer({ kind: 'heavy-ball', momentum: 1 })).toThrow(
    /Cannot build the optimizer .* momentum: /,
  );
});
