import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { calibrate } from '../../bench/calibration/case.ts';
import { rankCorrelationCases } from '../../bench/calibration/rank-correlations.ts';
import {
  correlationUpper,
  different,
  equivalent,
  fisherInterval,
  greater,
  inside,
  jackknife,
  kendall,
  kendallOf,
  kendallTails,
  kendallWithout,
  less,
  minimalEffect,
  partialCorrelation,
  pearson,
  pearsonOf,
  scoreVariance,
  spearman,
  spearmanOf,
  spearmanTails,
  spearmanWithout,
  tUpper,
  type Region,
} from '../../src/statistics/index.ts';
import { stream } from '../../src/random/index.ts';
import { testAgainstReference } from './reference.ts';

const both = ({ greater: up, less: down }: { greater: number; less: number }) =>
  Math.min(1, 2 * Math.min(up, down));

testAgainstReference('pearson', ({ x, y }) => {
  const { estimate, statistic, degreesOfFreedom, p } = pearson(x, y);
  return {
    r: estimate,
    t: statistic,
    df: degreesOfFreedom,
    p_two_sided: p,
    p_greater: pearson(x, y, { region: greater() }).p,
    p_less: pearson(x, y, { region: less() }).p,
    ci95_fisher: [...fisherInterval(estimate!, x.length, 0.95)],
  };
});

testAgainstReference('correlation_law', ({ r, rho, df }) => ({ upper: correlationUpper(r, rho, df) }));

testAgainstReference('partial_correlation', ({ x, y, Z }) => {
  const { estimate, statistic, degreesOfFreedom, p } = partialCorrelation(x, y, Z);
  return {
    r: estimate,
    t: statistic,
    df: degreesOfFreedom,
    p_two_sided: p,
    ci95_fisher: [...fisherInterval(estimate!, x.length - Z[0].length, 0.95)],
  };
});

testAgainstReference('spearman', ({ x, y }, expected) => {
  const exact = spearmanTails(x, y);
  return {
    rho: spearmanOf(x, y),
    p_two_sided_t: both(spearmanTails(x, y, { how: 'asymptotic' })),
    ...('p_greater_exact' in expected
      ? { p_greater_exact: exact.greater, p_less_exact: exact.less, p_two_sided_exact_abs: both(exact) }
      : {}),
  };
});

testAgainstReference('kendall_tau_b', ({ x, y }, expected) => ({
  tau_b: kendallOf(x, y),
  p_two_sided_asymptotic: both(kendallTails(x, y, { how: 'asymptotic' })),
  ...('p_two_sided_exact' in expected ? { p_two_sided_exact: both(kendallTails(x, y)) } : {}),
}));

testAgainstReference('rank_law', ({ x, y }) => {
  const [k, s] = [kendallTails(x, y), spearmanTails(x, y)];
  expect([k.how, s.how]).toEqual(['exact', 'exact']);
  return {
    kendall_greater: k.greater,
    kendall_less: k.less,
    spearman_greater: s.greater,
    spearman_less: s.less,
  };
});

testAgainstReference('kendall_exact', ({ y }) => {
  const x = Array.from(y, (_, i) => i);
  const { p, method } = kendall(x, y);
  expect(method).toBe('Kendall τ_b (exact)');
  const of = (region: Region) => kendall(x, y, { region }).p;
  return { two_sided: p, greater: of(greater()), less: of(less()) };
});

const tests = { pearson, spearman, kendall };
const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })), {
  minLength: 4,
  maxLength: 12,
});
const xOf = (list: [number, number][]) => list.map(([a]) => a);
const yOf = (list: [number, number][]) => list.map(([, b]) => b);

describe('correlations', () => {
  test('the examples', () => {
    const [x, y] = [
      [1, 2, 3, 4, 5],
      [2, 1, 4, 3, 5],
    ];
    expect(pearson(x, y).estimate).toBeCloseTo(0.8, 14);
    expect(spearman(x, y).estimate).toBeCloseTo(0.8, 14);
    expect(kendall(x, y).estimate).toBeCloseTo(0.6, 14);
    expect(pearsonOf([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 15);
    expect(kendallOf([1, 2, 3], [1, 3, 2])).toBeCloseTo(1 / 3, 14);
    expect([...kendallWithout([1, 2, 3], [1, 3, 2])]).toEqual([-1, 1, 1]);
    expect([...spearmanWithout([1, 2, 3, 4], [1, 3, 2, 4])]).toEqual([0.5, 1, 1, 0.5]);
    expect(spearmanTails([1, 2, 3], [1, 2, 3]).greater).toBeCloseTo(1 / 6, 14);
    expect(kendallTails([1, 2, 3], [1, 2, 3]).greater).toBeCloseTo(1 / 6, 14);
    expect(scoreVariance(4, [], [])).toBeCloseTo(8.6667, 4);
    expect(fisherInterval(0.5, 30, 0.95).map((v) => v.toFixed(2))).toEqual(['0.17', '0.73']);
    const partial = partialCorrelation(
      [1, 2, 3, 4, 5, 7],
      [2, 1, 4, 3, 5, 5],
      [[1], [2], [2], [3], [4], [4]],
    );
    expect(partial.degreesOfFreedom).toBe(3);
  });

  test('the exact law of r: symmetric, Student at zero, and its known mean', () => {
    // 1e-11 relative: quadrature against Student's t.
    for (const df of [1, 3, 10, 60])
      for (const r of [-0.6, 0.1, 0.8]) {
        const student = tUpper(r * Math.sqrt(df / (1 - r * r)), df);
        expect(correlationUpper(r, 1e-13, df) / student).toBeCloseTo(1, 10);
        expect(correlationUpper(r, 0.5, df) + correlationUpper(-r, -0.5, df)).toBeCloseTo(1, 10);
      }
    // E r = ρ(1 − (1 − ρ²)/2n + O(n⁻²)) (Hotelling 1953): E r = 1 − 2∫… by P(R ≥ r) on a fine grid, n = 102.
    let mean = -1;
    for (let i = 0; i < 400; i++) mean += (correlationUpper(-1 + (i + 0.5) / 200, 0.5, 100) * 2) / 400;
    expect(mean).toBeCloseTo(0.5 * (1 - 0.75 / 204), 4);
  });

  test.for(Object.entries(tests))('%s: degenerate data have a named reason', ([, run]) => {
    expect(run([1, 2], [1, 2]).reason).toBe('too few replicates');
    expect(run([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]).reason).toBe('a variable that does not vary');
    expect(run([1, 2, 3, 4, NaN], [1, 2, 3, 4, 5]).reason).toContain('values that are not');
    expect(() => run([1, 2], [1])).toThrow(/equal lengths, got 2 and 1/);
  });

  test.for(Object.entries(tests))('%s: nothing lies beyond ±1, and everything within', ([, run]) => {
    const [x, y] = [
      [1, 2, 3, 4, 5, 6],
      [2, 1, 4, 3, 5, 6],
    ];
    const p = (region: Region) => run(x, y, { region }).p;
    for (const end of [1, 1.5]) {
      expect([p(greater(end)), p(less(-end))]).toEqual([1, 1]);
      expect([p(less(end)), p(greater(-end)), p(equivalent(end))]).toEqual([0, 0, 0]);
      expect(p(minimalEffect(end))).toBe(1);
    }
  });

  test('points on a line have no error; ranks in one order have', () => {
    expect(pearson([1, 2, 3, 4], [2, 4, 6, 8])).toMatchObject({ reason: 'zero variance', estimate: 1 });
    const { p, interval } = spearman([1, 2, 3, 4, 5], [2, 4, 6, 8, 10], { region: greater() });
    expect(p).toBeCloseTo(1 / 120, 14); // one order of 120
    expect(interval!.lower).toBeGreaterThan(0.05);
    expect(interval!.lower).toBeLessThan(0.95);
    expect(interval!.upper).toBe(1);
    expect(
      partialCorrelation([1, 2, 3, 4, 5, 6], [1, 3, 2, 5, 4, 6], [[1], [2], [3], [4], [5], [6]]).reason,
    ).toBe('a variable that does not vary');
  });

  test('the method names the law: exact, of permutations where they can be drawn, else asymptotic', () => {
    const random = stream('1', 'permutation', 'ranks');
    const x = Array.from({ length: 40 }, (_, i) => Math.floor(i / 2));
    const y = x.map((value, i) => (value * 7 + 3 * (i % 5)) % 19);
    expect(kendall(x, y).method).toBe('Kendall τ_b (asymptotic)');
    expect(spearman(x, y).method).toBe('Spearman correlation (asymptotic)');
    expect(kendall(x, y, { random }).method).toBe('Kendall τ_b (monte-carlo)');
    expect(spearman(x, y, { random }).method).toBe('Spearman correlation (monte-carlo)');
    expect(spearman(x.slice(0, 12), y.slice(0, 12)).method).toBe('Spearman correlation (exact)');
    expect(() => kendall(x, y, { how: 'monte-carlo' })).toThrow(/expected `random`/);
  });

  test.for([8, 12])(
    'permutations agree with the exact law of %i pairs with ties, and repeat with their seed',
    (n) => {
      const x = Array.from({ length: n }, (_, i) => Math.floor(i / 2));
      const y = x.map((value, i) => value + 3 * (i % 3));
      for (const tails of [kendallTails, spearmanTails]) {
        const run = () => tails(x, y, { how: 'monte-carlo', random: stream('1', 'permutation', n) }).greater;
        const { greater: exact, how } = tails(x, y);
        expect(how).toBe('exact');
        // Four standard errors of a proportion over 9,999 permutations, and the (b + 1)/(m + 1).
        expect(Math.abs(run() - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 9_999) + 1e-4);
        expect(run()).toBe(run());
      }
    },
  );

  law.prop([pairs, fc.constantFrom(0.001, 0.05, 0.4)])('the interval holds the estimate', (list, alpha) => {
    for (const run of Object.values(tests)) {
      const { interval, estimate } = run(xOf(list), yOf(list), { alpha });
      if (interval === undefined) continue;
      expect(interval.lower).toBeLessThanOrEqual(estimate!);
      expect(interval.upper).toBeGreaterThanOrEqual(estimate!);
    }
  });

  test.for([4, 5, 8, 20])('%i pairs in one order: the interval ends at ±1, and narrows', (n) => {
    const x = Array.from({ length: n }, (_, i) => i);
    for (const run of [spearman, kendall]) {
      const [rise, fall] = [run(x, x, { region: greater() }), run(x, x.toReversed(), { region: greater() })];
      if (rise.p === undefined) continue; // Kendall's needs five
      expect([rise.estimate, rise.interval!.upper]).toEqual([1, 1]);
      expect([fall.estimate, fall.interval!.lower]).toEqual([-1, -1]);
      expect(rise.interval!.lower).toBeGreaterThan(0);
      expect(rise.interval!.lower).toBeLessThan(1);
      expect(fall.interval!.upper).toBeCloseTo(-rise.interval!.lower, 14);
      expect(run(x, x, { region: less(0.999) }).p).toBeCloseTo(1, 12);
    }
    expect(spearman(x, x, { region: greater() }).interval!.lower > 0.3).toBe(n > 4);
  });

  const strong = rankCorrelationCases.filter(
    ({ method, data, size, outside }) =>
      method === 'Kendall' && data.endsWith('0.8') && ['8', '16'].includes(size) && !outside,
  );
  test.each(strong.map((each) => [each.data, each.size, each] as const))(
    'Kendall, %s: the interval of %s pairs covers at its level',
    (data, size, testCase) => {
      const random = stream('1', 'simulate', data, size);
      // Three standard errors of 800 data sets: 7.3 % at 5 %.
      expect(calibrate(testCase, { trials: 800, random }).exceeded).toEqual([]);
    },
  );

  law.prop([pairs])('left out in turn: as computed anew', (list) => {
    const [x, y] = [xOf(list), yOf(list).map((value) => (value === 8 ? Infinity : value))];
    for (const [of, without] of [
      [spearmanOf, spearmanWithout],
      [kendallOf, kendallWithout],
    ] as const) {
      const [anew] = jackknife([x, y], ([a, b]) => of(a!, b!), { paired: true });
      // 1e-14: the root of a product against a product of roots.
      without(x, y).forEach((value, i) => expect(Math.abs(value - anew![i]!)).toBeLessThan(1e-14));
    }
  });

  const margin = fc.double({ min: 0.05, max: 0.9, noNaN: true });
  const claims = margin.chain((m) =>
    fc.constantFrom(different(), greater(m), less(-m), greater(), equivalent(m), minimalEffect(m)),
  );
  law.prop([pairs, claims, fc.constantFrom(0.01, 0.05, 0.2)])(
    'p < alpha exactly when the interval lies inside the region',
    (list, region, alpha) => {
      for (const run of Object.values(tests)) {
        const { p, interval } = run(xOf(list), yOf(list), { region, alpha });
        if (p === undefined || Math.abs(p - alpha) < 1e-9) continue; // on the boundary rounding decides
        expect(inside(interval!, region)).toBe(p < alpha);
      }
    },
  );

  law.prop([pairs], { numRuns: 30 })('swapping, shifting and turning act as they must', (list) => {
    const [x, y] = [xOf(list), yOf(list)];
    for (const run of Object.values(tests)) {
      const straight = run(x, y, { region: greater(0.1) });
      const swapped = run(y, x, { region: greater(0.1) });
      const turned = run(
        x.map((v) => 3 - v),
        y.map((v) => 5 * v + 1e3),
        { region: less(-0.1) },
      );
      expect([swapped.reason, turned.reason]).toEqual([straight.reason, straight.reason]);
      if (straight.p === undefined) continue;
      // 1e-8: p of the exact law of r is a quadrature.
      expect(swapped.p).toBeCloseTo(straight.p, 8);
      expect(turned.p).toBeCloseTo(straight.p, 8);
      expect(turned.interval!.upper).toBeCloseTo(-straight.interval!.lower, 8);
    }
  });
});
