import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import type { NamedTensors } from '../../src/models/index.ts';
import { useEagerBackend } from '../models/eager.ts';
import { follow } from './trajectory.ts';

beforeAll(useEagerBackend);

/** One step from 0 with the given gradients. */
function step(amplification: number, first: number, second: number, learningRate: number): number {
  const path = follow(buildOptimizer({ kind: 'svag', amplification }), {
    start: { theta: [0] },
    gradient: () => ({ theta: tf.tensor1d([first]) }),
    further: () => ({ theta: tf.tensor1d([second]) }),
    learningRate,
    steps: 1,
  });
  return path[1]!.theta![0]!;
}

describe('svag', () => {
  test('without amplification is sgd on the first mini-batch', () => {
    expect(step(1, 3, -100, 0.5)).toBe(-1.5);
  });

  test.each([2, 5, 16])('amplification %d keeps the mean gradient and multiplies its variance', (l) => {
    // With independent gradients of mean 1 and variance 1 the step is −(η / l)(a g₁ + b g₂): a + b = 1 and a² + b² = l.
    const a = -step(l, 1, 0, 1) * l;
    const b = -step(l, 0, 1, 1) * l;
    // float32 rounding of numbers up to 3
    expect(a + b).toBeCloseTo(1, 5);
    expect(a * a + b * b).toBeCloseTo(l, 4);
  });

  test('says so where the second mini-batch is missing', () => {
    const run = {
      start: { theta: [0] },
      gradient: ({ theta }: NamedTensors) => ({ theta: theta! }),
      learningRate: 1,
      steps: 1,
    };
    expect(() => follow(buildOptimizer({ kind: 'svag', amplification: 2 }), run)).toThrow(
      'Cannot take a step of svag: expected gradients of 2 mini-batches, got 1',
    );
  });
});

describe('noisy gradient descent', () => {
  const run = {
    start: { theta: [1, 1] },
    gradient: ({ theta }: NamedTensors) => ({ theta: theta! }),
    steps: 1,
  };

  test('adds scale times the noise to the gradient', () => {
    const path = follow(buildOptimizer({ kind: 'noisy-gradient-descent', scale: 0.5 }), {
      ...run,
      learningRate: 0.5,
      noise: () => ({ theta: tf.tensor1d([1, -2]) }),
    });
    expect(path[1]!.theta).toEqual([1 - 0.5 * 1.5, 1 - 0.5 * 0]);
  });

  test('declares that it consumes noise, and says so where it gets none', () => {
    const optimizer = buildOptimizer({ kind: 'noisy-gradient-descent', scale: 0.5 });
    expect(optimizer.noise).toBe(true);
    expect(() => follow(optimizer, { ...run, learningRate: 0.5 })).toThrow(/expected noise, got none/);
  });
});

describe('gradient flow', () => {
  test.each([1, 3])('multiplies a coordinate by the fourth-order factor, %d substeps a step', (substeps) => {
    const [curvature, learningRate] = [2, 0.6];
    const path = follow(buildOptimizer({ kind: 'gradient-flow', substeps }), {
      start: { theta: [1] },
      gradient: ({ theta }) => ({ theta: tf.mul(theta!, curvature) }),
      learningRate,
      steps: 2,
    });
    const z = (curvature * learningRate) / substeps;
    const factor = 1 - z + z ** 2 / 2 - z ** 3 / 6 + z ** 4 / 24;
    // some thirty float32 roundings of values below 1
    expect(path[2]!.theta![0]).toBeCloseTo(factor ** (2 * substeps), 5);
  });

  test('comes closer to the exact flow with the fourth power of the step', () => {
    // dx/dt = −exp(x) has x(t) = −log(1/e + t) from 1.
    const error = (substeps: number) => {
      const path = follow(buildOptimizer({ kind: 'gradient-flow', substeps }), {
        start: { theta: [1] },
        gradient: ({ theta }) => ({ theta: tf.exp(theta!) }),
        learningRate: 1,
        steps: 1,
      });
      return Math.abs(path[1]!.theta![0]! + Math.log(Math.exp(-1) + 1));
    };
    // 2⁴ = 16 in the limit of small steps; at these lengths higher orders still show (24 in double precision).
    expect(error(2) / error(4)).toBeGreaterThan(12);
    expect(error(2) / error(4)).toBeLessThan(32);
  });
});
