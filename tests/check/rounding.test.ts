import { describe, expect, test } from 'vitest';
import { departure } from '../../src/check/compare/rounding.ts';

describe('curves are the same within rounding', () => {
  test('where they are equal, or differ by less than the tolerance of each point', () => {
    expect(departure([1, 0.5], [1, 0.5])).toBeUndefined();
    expect(departure([1, 1, 1], [1 + 0.9e-6, 1 + 1.9e-6, 1 + 2.9e-6])).toBeUndefined();
  });

  test('up to the first point beyond it, which is told', () => {
    expect(departure([1, 1], [1, 1 + 3e-6])).toMatchObject({ point: 2, tolerance: 2e-6 });
  });

  test('a loss that dips is held against what the parameters were before it', () => {
    // Error 1e-8 at loss 1e-4 after loss 1: 1e-4 of the dip itself, 1e-6 of the geometric mean.
    expect(departure([1, 1e-4], [1, 1e-4 + 1e-8])).toBeUndefined();
    expect(departure([1e-4, 1e-4], [1e-4, 1e-4 + 1e-8])).toMatchObject({ point: 2 });
  });

  test('a curve that ends early, because the run diverged, is another', () => {
    expect(departure([1, 2, 3], [1, 2])).toMatchObject({ point: 3, relative: Infinity });
    expect(departure([1, 2], [1, 2])).toBeUndefined();
  });
});
