import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  cramerVonMises,
  cramerVonMisesUpper,
  energyDistance,
  energyEquivalence,
  energyTest,
  equivalent,
  greater,
  inside,
  kolmogorovSmirnov,
  kolmogorovUpper,
  less,
  minimalEffect,
  type Region,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('ks_2samp', ({ x, y }, expected) => {
  const { statistic, p } = kolmogorovSmirnov(x, y);
  const sides = (['greater', 'less'] as const).map((alternative) => kolmogorovSmirnov(x, y, { alternative }));
  const larger = sides.find((side) => Math.abs(side.statistic! - expected.D_greater) < 1e-12)!;
  return { D: statistic, p_exact: p, D_greater: larger.statistic, p_greater_exact: larger.p };
});

testAgainstReference('cvm_2samp', ({ x, y }) => {
  const { statistic, p } = cramerVonMises(x, y);
  return { T: statistic, p_exact: p, p_asymptotic: cramerVonMises(x, y, { how: 'asymptotic' }).p };
});

testAgainstReference('energy_distance', ({ x, y }) => {
  const { squared, distance, statistic } = energyDistance(x, y);
  return { D2: squared, D: distance, T: statistic };
});

const random = () => stream('1', 'permutation', 'energy');

/** Every way to share the pooled values out: the definition of an exact p given the ties. */
function enumerated(x: number[], y: number[], statistic: (a: number[], b: number[]) => number): number {
  const pool = [...x, ...y];
  const observed = statistic(x, y);
  let [extreme, all] = [0, 0];
  for (let set = 0; set < 2 ** pool.length; set++) {
    const a = pool.filter((_, i) => (set >> i) & 1);
    if (a.length !== x.length) continue;
    all++;
    const b = pool.filter((_, i) => !((set >> i) & 1));
    if (statistic(a, b) >= observed - 1e-12) extreme++; // equal statistics may round apart
  }
  return extreme / all;
}

const few = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 });
const values = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 3, maxLength: 8 });

describe('two distributions', () => {
  test('the examples', () => {
    expect(kolmogorovSmirnov([1, 2, 3], [4, 5, 6]).p).toBeCloseTo(0.1, 14);
    expect(cramerVonMises([1, 2, 3], [4, 5, 6]).p).toBeCloseTo(0.1, 14);
    expect(energyDistance([0], [3]).squared).toBe(6);
    expect(energyTest([0, 1, 2], [5, 6, 7], { random: random() }).p).toBeCloseTo(0.1, 14);
    expect(kolmogorovUpper(1.3580986)).toBeCloseTo(0.05, 7);
    expect(cramerVonMisesUpper(0.46136)).toBeCloseTo(0.05, 4); // five digits in the tables
  });

  law.prop([few, few], { numRuns: 60 })('exact p with ties equals full enumeration', (x, y) => {
    const ks = kolmogorovSmirnov(x, y);
    // 1e-12: at most 252 arrangements, each a few roundings.
    expect(ks.p).toBeCloseTo(
      enumerated(x, y, (a, b) => kolmogorovSmirnov(a, b).statistic!),
      12,
    );
    const cvm = cramerVonMises(x, y);
    if (cvm.p === undefined) expect(cvm.reason).toBe('all ties');
    else
      expect(cvm.p).toBeCloseTo(
        enumerated(x, y, (a, b) => cramerVonMises(a, b).statistic!),
        12,
      );
    const energy = energyTest(x, y, { random: random() });
    if (energy.p === undefined) expect(energy.reason).toBe('all ties');
    else
      expect(energy.p).toBeCloseTo(
        enumerated(x, y, (a, b) => energyDistance(a, b).statistic),
        12,
      );
  });

  test('tails far below 1e-12 keep their digits', () => {
    const [x, y] = [Array.from({ length: 40 }, (_, i) => i), Array.from({ length: 40 }, (_, i) => i + 100)];
    let paths = 1;
    for (let i = 1; i <= 40; i++) paths = (paths * (40 + i)) / i; // C(80, 40)
    // 80 steps of a few roundings each.
    expect((kolmogorovSmirnov(x, y).p! * paths) / 2 - 1).toBeCloseTo(0, 12);
    expect(kolmogorovUpper(8) / (2 * Math.exp(-128)) - 1).toBeCloseTo(0, 14);
  });

  test('the limiting law of Kolmogorov is continuous where its two series meet', () => {
    // Both series hold 1e-15 at λ = 1.18; the slope there is 0.6.
    expect(kolmogorovUpper(1.18 - 1e-12)).toBeCloseTo(kolmogorovUpper(1.18), 11);
  });

  test('exact and asymptotic laws agree for large samples', () => {
    const draws = stream('2', 'simulate');
    const [x, y] = [0, 0.25].map((shift) => Array.from({ length: 300 }, () => draws.normal() + shift));
    // The limit is reached like 1/√n.
    const exact = kolmogorovSmirnov(x!, y!).p!;
    expect(Math.abs(kolmogorovSmirnov(x!, y!, { how: 'asymptotic' }).p! / exact - 1)).toBeLessThan(0.25);
  });

  law.prop([values, values])(
    'swapping the samples mirrors the sides; a monotone map means nothing',
    (x, y) => {
      expect(kolmogorovSmirnov(y, x, { alternative: 'less' }).statistic).toBeCloseTo(
        kolmogorovSmirnov(x, y, { alternative: 'greater' }).statistic!,
        14,
      );
      const mapped = [x, y].map((list) => list.map((value) => 4 * value));
      expect(kolmogorovSmirnov(mapped[0]!, mapped[1]!).p).toBe(kolmogorovSmirnov(x, y).p);
      expect(cramerVonMises(y, x).statistic).toBeCloseTo(cramerVonMises(x, y).statistic ?? NaN, 10);
    },
  );

  test('vectors: a rotation means nothing, a shift of one coordinate is found', () => {
    const draws = stream('3', 'simulate');
    const cloud = (shift: number) =>
      Array.from({ length: 20 }, () => [draws.normal(), draws.normal() + shift]);
    const [x, y] = [cloud(0), cloud(2)];
    const turn = (points: number[][]) => points.map(([a, b]) => [0.6 * a! - 0.8 * b!, 0.8 * a! + 0.6 * b!]);
    expect(energyDistance(turn(x), turn(y)).squared).toBeCloseTo(energyDistance(x, y).squared, 12);
    const run = () => energyTest(x, y, { random: random(), resamples: 999 });
    expect(run().p).toBe(0.001);
    expect(JSON.stringify(run())).toBe(JSON.stringify(run()));
    expect(energyTest(x, y, { random: random(), resamples: 999, paired: true }).p).toBeLessThan(0.01);
  });

  test('equality of distribution is shown with enough seeds, and a difference is', () => {
    const draws = stream('4', 'simulate');
    const [x, y] = [0, 0].map(() => Array.from({ length: 60 }, () => draws.normal()));
    expect(energyEquivalence(x!, y!, { region: less(0.6), random: random() }).p).toBeLessThan(0.05);
    const far = y!.map((value) => value + 3);
    expect(energyEquivalence(x!, far, { region: greater(0.6), random: random() }).p).toBeLessThan(0.05);
  });

  law.prop(
    [
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
        minLength: 3,
        maxLength: 8,
      }),
      fc.double({ min: 0.05, max: 5, noNaN: true }),
      fc.boolean(),
    ],
    { numRuns: 60 },
  )(
    'p < alpha exactly when the interval of the energy distance lies inside the region',
    (pairs, margin, paired) => {
      const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      for (const region of [less(margin), greater(margin)]) {
        const { p, interval } = energyEquivalence(x, y, {
          region,
          alpha: 0.1,
          random: random(),
          resamples: 99,
          paired,
        });
        if (p === undefined || Math.abs(p - 0.1) < 1e-9) continue; // on the boundary rounding decides
        expect(inside(interval!, region)).toBe(p < 0.1);
      }
    },
  );

  test.for([0.05, 1e-6])(
    'a distance is never below zero: certain above, impossible below, at alpha %f',
    (alpha) => {
      const [x, y] = [
        [1, 2, 4, 8],
        [1, 3, 4, 7],
      ];
      const of = (region: Region) =>
        energyEquivalence(x, y, { region, alpha, random: random(), resamples: 99 });
      for (const [region, p] of [
        [greater(-0.5), 0],
        [less(-0.5), 1],
        [equivalent(-2, -1), 1],
      ] as const) {
        const result = of(region);
        expect(result.p).toBe(p);
        expect(inside(result.interval!, region)).toBe(p < alpha);
        expect(result.oppositeP).toBe(1 - p);
      }
      expect(of(equivalent(-0.5, 9)).p).toBe(of(less(9)).p);
      // A distance is not negative: only the upper end can be passed.
      expect(of(minimalEffect(0.5)).p).toBe(of(greater(0.5)).p);
      expect(() => of(equivalent(-0.5))).toThrow(/expected lower < upper/);
    },
  );

  test('two samples of two hundred points are compared', () => {
    const x = Array.from({ length: 200 }, (_, i) => Math.sin(i));
    const y = x.map((value) => value + 1);
    expect(energyTest(x, y, { random: random(), resamples: 99 }).p).toBe(1 / 100);
  });

  test('a distance of no points, or of points that are not finite, is refused', () => {
    expect(() => energyDistance([], [1])).toThrow(/^Cannot measure an energy distance/);
    expect(() => energyDistance([1], [])).toThrow(/got 1 and 0/);
    expect(() => energyDistance([1, NaN], [1])).toThrow(/some not finite/);
  });

  test('degenerate data have a named reason', () => {
    expect(kolmogorovSmirnov([], [1]).reason).toBe('too few replicates');
    expect(kolmogorovSmirnov([NaN], [1]).reason).toBe('values that are not numbers');
    expect(kolmogorovSmirnov([2, 2], [2]).p).toBe(1);
    expect(kolmogorovSmirnov([1, Infinity], [Infinity, 2]).p).toBe(1);
    expect(cramerVonMises([], [1]).reason).toBe('too few replicates');
    expect(energyTest([1], [], { random: random() }).reason).toBe('too few replicates');
    expect(energyTest([1], [Infinity], { random: random() }).reason).toContain('not finite');
    expect(energyEquivalence([1, 1, 1], [1, 1, 1], { random: random() }).reason).toBe('all ties');
    expect(energyEquivalence([1, 1], [1, 1, 1], { random: random() }).reason).toBe('too few replicates');
    expect(() => energyTest([1, 2], [1], { random: random(), paired: true })).toThrow(/equal lengths/);
    expect(() => energyDistance([[1, 2]], [[1]])).toThrow(/vectors of length 2, got 1/);
  });
});
