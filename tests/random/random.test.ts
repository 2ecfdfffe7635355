import { fc, test } from '@fast-check/vitest';
import gammainc from '@stdlib/math-base-special-gammainc';
import { describe, expect } from 'vitest';
import { Random, stream } from '../../src/random/index.ts';

const seed = fc.string();

/** Pearson's statistic of counts against equal expectation, as a number of standard deviations from its mean. */
function chiSquareScore(counts: readonly number[], expected: readonly number[]): number {
  const statistic = counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
  const degrees = counts.length - 1;
  return (statistic - degrees) / Math.sqrt(2 * degrees);
}

describe('laws of every draw', () => {
  test.prop([seed])('uniform lies in [0, 1)', (seed) => {
    const values = stream(seed, 'data').fillUniform(new Float64Array(200));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  test.prop([seed, fc.integer({ min: 1, max: 2 ** 32 })])('integer(n) lies in 0 … n − 1', (seed, bound) => {
    const random = stream(seed, 'data');
    for (let i = 0; i < 20; i++) {
      const value = random.integer(bound);
      expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
    }
  });

  test.prop([seed, fc.integer({ min: 0, max: 300 })])(
    'permutation(n) holds every number once',
    (seed, count) => {
      const sorted = stream(seed, 'order').permutation(count).sort();
      expect([...sorted]).toEqual(Array.from({ length: count }, (_, i) => i));
    },
  );

  test.prop([seed])('fills draw what single calls draw', (seed) => {
    const single = stream(seed, 'probe');
    const expected = Array.from({ length: 10 }, () => 2 + 3 * single.normal());
    expect([...stream(seed, 'probe').fillNormal(new Float64Array(10), 2, 3)]).toEqual(expected);
  });

  test.prop([fc.oneof(fc.integer({ max: 0 }), fc.double({ min: 0.1, max: 0.9 }), fc.constant(NaN))])(
    'integer refuses a bound that is not a positive integer',
    (bound) => {
      expect(() => stream('1', 'data').integer(bound)).toThrow(RangeError);
    },
  );
});

describe('distributions', () => {
  // Scores are in standard deviations of the statistic under its law: fixed seeds, so no flakiness; 5 is beyond chance.
  const beyondChance = 5;
  const count = 1_000_000;

  test('normal has the moments of N(0, 1) to the sixth', () => {
    const values = stream('moments', 'noise').fillNormal(new Float64Array(count));
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / count;
    const moments = [0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395];
    for (let power = 1; power <= 6; power++) {
      const variance = moments[2 * power - 1]! - moments[power - 1]! ** 2;
      const score = (moment(power) - moments[power - 1]!) / Math.sqrt(variance / count);
      expect(Math.abs(score), `moment ${power}`).toBeLessThan(beyondChance);
    }
  });

  test.each([0.3, 1, 4, 60])(
    'gamma of shape %s has its moments to the fourth, and its law cell by cell',
    (shape) => {
      const random = stream('moments', 'draw', 'gamma', String(shape));
      const values = Float64Array.from({ length: count / 4 }, () => random.gamma(shape));
      // E xᵏ = α (α + 1) … (α + k − 1).
      const moment = (power: number) =>
        Array.from({ length: power }, (_, k) => shape + k).reduce((product, factor) => product * factor, 1);
      for (let power = 1; power <= 4; power++) {
        const found = values.reduce((sum, x) => sum + x ** power, 0) / values.length;
        const variance = moment(2 * power) - moment(power) ** 2;
        const score = (found - moment(power)) / Math.sqrt(variance / values.length);
        expect(Math.abs(score), `moment ${power}`).toBeLessThan(beyondChance);
      }
      const cells = 40;
      const counts = Array<number>(cells).fill(0);
      for (const x of values) counts[Math.min(cells - 1, Math.floor(cells * gammainc(x, shape)))]!++;
      expect(chiSquareScore(counts, Array<number>(cells).fill(values.length / cells))).toBeLessThan(
        beyondChance,
      );
    },
  );

  test.prop([fc.oneof(fc.double({ max: 0 }), fc.constant(Infinity))])(
    'gamma refuses a shape of no law',
    (shape) => {
      expect(() => stream('1', 'draw').gamma(shape)).toThrow(RangeError);
    },
  );

  test('normal fills every layer of its ziggurat and the tail as the law says', () => {
    // P(|Z| > x) at the tail's start, at 1, 2, 3 and 4: from tables of the normal law.
    const tails = [
      [1, 0.3173105078629141],
      [2, 0.04550026389635842],
      [3, 0.0026997960632601866],
      [3.442619855899, 5.761217e-4],
      [4, 6.334248366623993e-5],
    ] as const;
    const values = stream('tails', 'noise').fillNormal(new Float64Array(4 * count));
    for (const [edge, probability] of tails) {
      for (const side of [1, -1]) {
        const found = values.reduce((sum, x) => sum + (side * x > edge ? 1 : 0), 0);
        const expected = (values.length * probability) / 2;
        expect(Math.abs(found - expected) / Math.sqrt(expected), `beyond ${side * edge}`).toBeLessThan(
          beyondChance,
        );
      }
    }
  });

  test('integer(n) is uniform for an n that is no power of two', () => {
    const counts = Array<number>(7).fill(0);
    const random = stream('integers', 'data');
    for (let i = 0; i < count; i++) counts[random.integer(7)]!++;
    expect(chiSquareScore(counts, Array<number>(7).fill(count / 7))).toBeLessThan(beyondChance);
  });

  test('integer(n) rejects the surplus draws, so that a bound of 3 · 2³⁰ has no bias', () => {
    // Without rejection a third of the values would be twice as likely as the others.
    const random = stream('lemire', 'data');
    const counts = [0, 0, 0];
    for (let i = 0; i < 300_000; i++) counts[random.integer(3 * 2 ** 30) % 3]!++;
    expect(chiSquareScore(counts, [100_000, 100_000, 100_000])).toBeLessThan(beyondChance);
  });

  test('permutation(4) gives each of its 24 orders equally often', () => {
    const counts = new Map<string, number>();
    const random = stream('orders', 'order');
    for (let i = 0; i < 48_000; i++) {
      const order = random.permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquareScore([...counts.values()], Array<number>(24).fill(2000))).toBeLessThan(beyondChance);
  });

  test('rademacher is fair', () => {
    const sum = stream('signs', 'probe')
      .fillRademacher(new Float32Array(count))
      .reduce((total, sign) => total + sign, 0);
    expect(Math.abs(sum) / Math.sqrt(count)).toBeLessThan(beyondChance);
  });

  test('a stuck source of bits gives the ends of the ranges, never a value outside', () => {
    const zeros = new Random({ next: () => 0 });
    expect([zeros.uint32(), zeros.uniform(), zeros.rademacher()]).toEqual([0, 0, 1]);
    const ones = new Random({ next: () => -1 });
    expect(ones.uint32()).toBe(2 ** 32 - 1);
    expect(ones.uniform()).toBe(1 - 2 ** -53);
    expect(ones.integer(10)).toBe(9);
  });
});
