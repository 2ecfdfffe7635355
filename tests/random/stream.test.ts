import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stream, type StreamName } from '../../src/random/index.ts';

const names: readonly StreamName[] = ['init', 'order', 'labels', 'probe', 'bootstrap', 'noise'];
const path = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 });

describe('stream', () => {
  // These numbers are what every stored record rests on: a change here invalidates every record of every user.
  test('gives the numbers it has always given', () => {
    expect(stream('1', 'init').uint32()).toBe(2047655941);
    const random = stream('1', 'order', 3);
    expect([random.uint32(), random.uniform(), random.integer(60000), random.rademacher()]).toEqual([
      3032832606, 0.08839038543346234, 49616, -1,
    ]);
    expect([...stream('1', 'order', 0).permutation(10)]).toEqual([6, 5, 2, 7, 1, 3, 0, 4, 9, 8]);
    expect([...stream('seed', 'init', 'hidden1.weight').fillNormal(new Float64Array(5))]).toEqual([
      0.03237635881082726, -0.4278810179188386, 0.5836655223948963, 2.719603178340856, -0.01572562416814268,
    ]);
    expect(stream('1', 'noise').fillNormal(new Float64Array(10000)).at(-1)).toBe(0.9868821045163948);
  });

  test.prop([fc.string(), fc.constantFrom(...names), path])(
    'same arguments, same numbers',
    (seed, name, path) => {
      const draw = () => stream(seed, name, ...path).fillUniform(new Float64Array(8));
      expect(draw()).toEqual(draw());
    },
  );

  test.prop([
    fc.uniqueArray(fc.tuple(fc.string(), fc.constantFrom(...names), path), {
      minLength: 2,
      selector: (key) => JSON.stringify(key),
    }),
  ])('different arguments, different numbers', (keys) => {
    const firsts = keys.map(([seed, name, path]) => stream(seed, name, ...path).uniform());
    expect(new Set(firsts).size).toBe(keys.length);
  });

  test('a string and a number in the path name different streams', () => {
    expect(stream('1', 'order', 1).uint32()).not.toBe(stream('1', 'order', '1').uint32());
  });

  test('neighbouring seeds are uncorrelated', () => {
    const count = 20000;
    const first = stream('1', 'noise').fillNormal(new Float64Array(count));
    const second = stream('2', 'noise').fillNormal(new Float64Array(count));
    const correlation = first.reduce((sum, value, i) => sum + value * second[i]!, 0) / count;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(count)); // four standard errors
  });

  test('a path that is not finite is refused', () => {
    expect(() => stream('1', 'order', NaN)).toThrow(/expected finite numbers in its path, got NaN/);
  });
});
