import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildOptimizer } from '../../src/optimizers/index.ts';
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
  ];

  test.each(cases)('$spec comes to the minimum', ({ spec, learningRate, steps, within }) => {
    const path = follow(buildOptimizer(spec), {
      start: { theta: start },
      gradient: ({ theta }) => ({ theta: tf.mul(theta!, hessian) }),
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
