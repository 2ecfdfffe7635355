import { describe, expect, test } from 'vitest';
import { newtonDescent } from '../../src/measures/estimators/newton-descent.ts';
import type { Landscape } from '../../src/measures/estimators/newton-descent.ts';
import { dot } from '../../src/measures/estimators/operator.ts';
import { operatorOf, withEigenvalues } from './matrices.ts';
import type { Matrix } from './matrices.ts';

const rosenbrock: Landscape = {
  lossAndGradient: async ([x, y]) => ({
    loss: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
    gradient: Float64Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
  }),
  hessian: ([x, y]) =>
    operatorOf([Float64Array.of(2 - 400 * (y! - 3 * x! ** 2), -400 * x!), Float64Array.of(-400 * x!, 200)]),
};

/** ½ θᵀAθ with its gradient. */
const bowl = (matrix: Matrix): Landscape => ({
  lossAndGradient: async (point) => {
    const gradient = await operatorOf(matrix).apply(point);
    return { loss: dot(point, gradient) / 2, gradient };
  },
  hessian: () => operatorOf(matrix),
});

describe('truncated Newton descent', () => {
  test('reaches the minimum of a badly conditioned bowl', async () => {
    const matrix = withEigenvalues([1000, 100, 10, 1, 0.1], 'bowl');
    const found = await newtonDescent(bowl(matrix), Float64Array.of(1, 1, 1, 1, 1), {
      maxIterations: 30,
      enough: () => 1e-12,
    });
    expect(found.converged).toBe(true);
    expect(found.loss).toBeLessThan(1e-11); // the declared decrement, and rounding
  });

  test("finds Rosenbrock's valley floor from the usual start, where the Hessian is indefinite on the way", async () => {
    const found = await newtonDescent(rosenbrock, Float64Array.of(-1.2, 1), {
      maxIterations: 100,
      enough: () => 1e-14,
    });
    expect(found.converged).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 6); // a decrement of 1e-14 is a distance of about 1e-7
    expect(found.point[1]).toBeCloseTo(1, 6);
  });

  test('its decrement is the loss still above the minimum of a quadratic', async () => {
    const matrix = withEigenvalues([3, 2, 1], 'decrement');
    const found = await newtonDescent(bowl(matrix), Float64Array.of(1, -1, 2), {
      maxIterations: 0,
      enough: () => 0,
    });
    expect(found.converged).toBe(false);
    // Three conjugate-gradient steps would solve it; the forcing term may stop at one or two.
    expect(found.decrement).toBeGreaterThan(0.5 * found.loss);
    expect(found.decrement).toBeLessThanOrEqual(found.loss * (1 + 1e-12));
  });
});
