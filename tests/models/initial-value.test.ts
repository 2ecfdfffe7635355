import { describe, expect, test } from 'vitest';
import { initialValue } from '../../src/models/index.ts';
import type { Initializer } from '../../src/models/index.ts';
import { stream } from '../../src/random/index.ts';

const draw = (initializer: Initializer, shape: number[], seed = 'a') =>
  initialValue({ name: 'weight', shape, initializer }, stream(seed, 'init'));

const laws: readonly Initializer[] = [
  { kind: 'zeros' },
  { kind: 'ones' },
  { kind: 'constant', values: [1, 2, 3, 4, 5, 6] },
  { kind: 'normal', standardDeviation: 2 },
  { kind: 'uniform', limit: 0.5 },
  { kind: 'orthogonal', gain: 1 },
];

describe('the start of a parameter', () => {
  test.each(laws)('$kind: the same seed gives the same bytes, in the declared shape', (law) => {
    expect(draw(law, [2, 3])).toHaveLength(6);
    expect(draw(law, [2, 3])).toEqual(draw(law, [2, 3]));
  });

  test.each(laws.filter(({ kind }) => ['normal', 'uniform', 'orthogonal'].includes(kind)))(
    '$kind: another seed gives other values',
    (law) => expect(draw(law, [2, 3], 'a')).not.toEqual(draw(law, [2, 3], 'b')),
  );

  test('normal has the declared mean and standard deviation', () => {
    const values = draw({ kind: 'normal', standardDeviation: 2 }, [100, 100]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // 10,000 draws: the standard error of the mean is 0.02 and of the standard deviation 0.014; four of each are
    // allowed.
    expect(Math.abs(mean)).toBeLessThan(0.08);
    expect(Math.abs(Math.sqrt(variance) - 2)).toBeLessThan(0.06);
  });

  test('uniform stays within its limit and fills it', () => {
    const values = draw({ kind: 'uniform', limit: 0.5 }, [100, 100]);
    expect(Math.max(...values)).toBeLessThanOrEqual(0.5);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.5);
    // The largest of 10,000 draws misses the limit by 1e-4 on average.
    expect(Math.max(...values)).toBeGreaterThan(0.499);
  });

  test.each([
    { shape: [7, 3], rows: 7, columns: 3 },
    { shape: [3, 7], rows: 3, columns: 7 },
    { shape: [3, 3, 2, 5], rows: 18, columns: 5 },
  ])('orthogonal $shape has orthonormal columns or rows, times its gain', ({ shape, rows, columns }) => {
    const values = draw({ kind: 'orthogonal', gain: 2 }, shape);
    const at = (row: number, column: number) => values[row * columns + column]!;
    const short = Math.min(rows, columns);
    const long = Math.max(rows, columns);
    const entry = (vector: number, place: number) =>
      rows >= columns ? at(place, vector) : at(vector, place);
    for (let a = 0; a < short; a++)
      for (let b = 0; b <= a; b++) {
        let product = 0;
        for (let place = 0; place < long; place++) product += entry(a, place) * entry(b, place);
        // Entries are rounded to float32 (6e-8 each); up to 18 products of size 4 / 18 add.
        expect(product).toBeCloseTo(a === b ? 4 : 0, 5);
      }
  });

  test('a constant of the wrong length names the parameter and both sizes', () => {
    expect(() => draw({ kind: 'constant', values: [1, 2] }, [3])).toThrow(
      'Cannot start parameter weight: expected 3 values for shape [3], got 2',
    );
  });
});
