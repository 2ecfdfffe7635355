import { readFileSync } from 'node:fs';
import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  equivalentMeans,
  greater,
  independentPairsEquivalent,
  less,
  welch,
} from '../../src/statistics/index.ts';
import {
  noncentralFCdf,
  noncentralFUpper,
  noncentralityOfF,
} from '../../src/statistics/distributions/noncentral-f.ts';

interface Case {
  readonly x: number;
  readonly d1: number;
  readonly d2: number;
  readonly noncentrality: number;
  readonly cdf: number;
  readonly upper: number;
}
const cases = JSON.parse(
  readFileSync(new URL('../../fixtures/statistics/noncentral-f.json', import.meta.url), 'utf8'),
) as Case[];

describe('the noncentral F law', () => {
  test.each(cases)(
    'at $x with $d1, $d2 and λ = $noncentrality is what SciPy says',
    ({ x, d1, d2, noncentrality, cdf, upper }) => {
      // 1e-9: SciPy's own ncf is good to about 1e-10 relative in the tails (Boost's series); ours sums positive terms.
      expect(Math.abs(noncentralFCdf(x, d1, d2, noncentrality) / cdf - 1)).toBeLessThan(1e-9);
      expect(Math.abs(noncentralFUpper(x, d1, d2, noncentrality) / upper - 1)).toBeLessThan(1e-9);
      // The inverse undoes the law as far as the slope of the law in λ lets it.
      expect(noncentralityOfF(x, d1, d2, noncentralFCdf(x, d1, d2, noncentrality))).toBeCloseTo(
        noncentrality,
        6,
      );
    },
  );
});

test('the noncentral F law goes on smoothly where its numerator is taken for its mean', () => {
  for (const d2 of [2, 20])
    for (const x of [5e6, 1e7]) {
      const [mixture, limit] = [1e7, 1e7 * (1 + 1e-12)].map((lambda) => noncentralFCdf(x, 2, d2, lambda));
      // d₂/λ times a factor of order one.
      expect(Math.abs(limit! / mixture! - 1)).toBeLessThan(d2 / 1e7);
    }
});

test('a deep tail of the noncentral F law is made of the light terms of its mixture', () => {
  // SciPy's ncf.cdf(1, 2, 12, 200), which agrees to all digits printed.
  expect(noncentralFCdf(1, 2, 12, 200)).toBeCloseTo(1.0245779151177116e-34, 45);
});

test('means far apart beside a minute spread have an interval at once', () => {
  const { estimate, interval } = equivalentMeans([
    [0, 1e-6],
    [1, 1 + 1e-6],
  ]);
  expect(interval!.lower).toBeLessThan(estimate!);
  expect(interval!.upper).toBeGreaterThan(estimate!);
  // Where each noncentrality was summed term by term it took over nine seconds, more than a test may.
});

const group = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 6 });
const groups = fc
  .array(group, { minLength: 2, maxLength: 4 })
  .filter((all) => all.every((each) => new Set(each).size > 1));
const tests = { equivalentMeans, independentPairsEquivalent };

describe.each(Object.entries(tests))('%s', (_name, run) => {
  law.prop([groups, fc.double({ min: 0.1, max: 20, noNaN: true })])(
    'p and interval decide alike',
    (all, margin) => {
      const below = run(all, { region: less(margin) });
      // 1e-6: the interval's end is found by halving and p is evaluated at the margin; at a tie either may come out
      // first.
      if (Math.abs(below.p! - 0.05) > 1e-6) expect(below.interval!.upper < margin).toBe(below.p! < 0.05);
      const above = run(all, { region: greater(margin) });
      if (Math.abs(above.p! - 0.05) > 1e-6) expect(above.interval!.lower > margin).toBe(above.p! < 0.05);
    },
  );

  law.prop([groups])('the order of groups is irrelevant, and a shift of all', (all) => {
    const turned = run(
      [...all].reverse().map((each) => each.map((value) => value + 100)),
      { region: less(2) },
    );
    // 1e-9 relative: sums in another order, and offsets of a hundred.
    expect(turned.p!).toBeCloseTo(run(all, { region: less(2) }).p!, 9);
  });

  test.each([
    [[[1, 2]], 'too few replicates'],
    [
      [
        [1, 1],
        [1, 1],
      ],
      'zero variance',
    ],
    [
      [
        [1, NaN],
        [1, 2],
      ],
      'values that are not finite',
    ],
  ])('%j has the reason %s', (all, reason) => {
    expect(run(all as number[][])).toMatchObject({ reason });
  });
});

test('two groups are one pair: Welch decides', () => {
  const [x, y] = [
    [1, 2, 3, 4.5],
    [2, 2.5, 4],
  ];
  const pair = welch(x, y, { region: { lower: -3, upper: 3 } });
  expect(independentPairsEquivalent([x, y], { region: less(3) }).p).toBe(pair.p);
});

test('examples of the docs', () => {
  const same = [1, 2, 3];
  expect(equivalentMeans([same, same, same], { region: less(1) }).estimate).toBe(0);
  expect(independentPairsEquivalent([same, same, [2, 3, 4]], { region: less(5) }).estimate).toBe(1);
});

test("at the boundary Wellek's test errs in a twentieth of the data sets", () => {
  const random = stream('equivalent-means', 'simulate');
  // θ² = Σ(μ − μ̄)²/σ² with n = n̄: means −1, 0, 1 times c have θ² = 2c².
  const theta = 0.8;
  const c = theta / Math.SQRT2;
  const trials = 500;
  let established = 0;
  for (let trial = 0; trial < trials; trial++) {
    const all = [-c, 0, c].map((mu) => Array.from({ length: 12 }, () => mu + random.normal()));
    if (equivalentMeans(all, { region: less(theta) }).p! < 0.05) established++;
  }
  // Three standard errors of a rate of 0.05 over 500 data sets.
  const three = 3 * Math.sqrt((0.05 * 0.95) / trials);
  expect(Math.abs(established / trials - 0.05)).toBeLessThan(three);
});
