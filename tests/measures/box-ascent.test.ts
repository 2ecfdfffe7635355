import { describe, expect, test } from 'vitest';
import { boxAscent } from '../../src/measures/estimators/box-ascent.ts';
import { draws, withEigenvalues } from './matrices.ts';

/** ½ yᵀAy + gᵀy with its gradient Ay + g. */
const quadratic = (matrix: readonly Float64Array[], slope: Float64Array) => async (y: Float64Array) => {
  const image = Float64Array.from(matrix, (row) => row.reduce((sum, value, j) => sum + value * y[j]!, 0));
  return {
    loss: y.reduce((sum, value, i) => sum + value * (image[i]! / 2 + slope[i]!), 0),
    gradient: image.map((value, i) => value + slope[i]!),
  };
};

describe('vertex ascent in a box', () => {
  test('a linear loss is maximal at the vertex of its gradient', async () => {
    const slope = Float64Array.of(1, -2, 0.5);
    const found = await boxAscent(
      quadratic(withEigenvalues([0, 0, 0], 'zero'), slope),
      Float64Array.of(1, 2, 4),
      10,
    );
    expect(found).toEqual({ start: 0, largest: 1 + 4 + 2, iterations: 1 });
  });

  test('on convex quadratics it ends at a vertex that no other much exceeds, and never above the best', async () => {
    let share = 0;
    for (let trial = 0; trial < 20; trial++) {
      const random = draws(`trial ${trial}`);
      const matrix = withEigenvalues([4, 2, 1, 0.5, 0.25, 0.1], `convex ${trial}`);
      const slope = Float64Array.from({ length: 6 }, () => random.normal());
      const bound = Float64Array.from({ length: 6 }, () => 0.1 + random.uniform());
      const loss = quadratic(matrix, slope);
      const vertices = await Promise.all(
        Array.from({ length: 64 }, (_, bits) => loss(bound.map((b, i) => (bits & (1 << i) ? b : -b)))),
      );
      const maximum = Math.max(...vertices.map((vertex) => vertex.loss));
      const found = await boxAscent(loss, bound, 10);
      expect(found.largest).toBeGreaterThan(0);
      expect(found.largest).toBeLessThanOrEqual(maximum + 1e-12); // rounding
      share += found.largest / maximum / 20;
    }
    // A local method: it may stop at a lower vertex, but the mean over trials is near the best of all 64.
    expect(share).toBeGreaterThan(0.85);
  });

  test('a flat loss has nothing to climb', async () => {
    const flat = async (y: Float64Array) => ({ loss: 3, gradient: new Float64Array(y.length) });
    expect(await boxAscent(flat, Float64Array.of(1, 1), 5)).toEqual({ start: 3, largest: 3, iterations: 0 });
  });
});
