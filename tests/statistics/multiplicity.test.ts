import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  benjaminiHochberg,
  benjaminiYekutieli,
  bonferroni,
  hochberg,
  holm,
  summarizeFamily,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('p_adjust', ({ p }) => ({
  holm: holm(p),
  hochberg: hochberg(p),
  bh: benjaminiHochberg(p),
  by: benjaminiYekutieli(p),
  bonferroni: bonferroni(p),
}));

const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.01, 0.05, 1));
const shuffled = fc.array(probability, { minLength: 1, maxLength: 12 }).chain((p) =>
  fc.tuple(
    fc.constant(p),
    fc.shuffledSubarray(
      p.map((_, i) => i),
      { minLength: p.length },
    ),
  ),
);

describe.each(Object.entries({ holm, hochberg, benjaminiHochberg, benjaminiYekutieli, bonferroni }))(
  '%s',
  (_, correct) => {
    test.prop([shuffled])('corrects each hypothesis with its own p, whatever their order', ([p, order]) => {
      const permute = (x: number[]): number[] => order.map((i) => x[i]!);
      expect(correct(permute(p))).toEqual(permute(correct(p)));
    });

    test.prop([shuffled])('never makes a p smaller, keeps their order, and stays in [0, 1]', ([p]) => {
      const adjusted = correct(p);
      p.forEach((value, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(value);
        expect(adjusted[i]).toBeLessThanOrEqual(1);
        p.forEach((other, j) => {
          if (value <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        });
      });
    });

    test('a p-value outside [0, 1] is an error that names it', () => {
      expect(() => correct([0.1, 1.2])).toThrow('got 1.2 at 1');
      expect(() => correct([NaN])).toThrow(RangeError);
    });
  },
);

test('a family says how many claims stand only without correction', () => {
  expect(summarizeFamily([0.001, 0.03, 0.04, 0.6], 0.05)).toMatchObject({ tests: 4, rejected: 1, lost: 2 });
});
