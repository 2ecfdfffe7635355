import type { Sample } from '../descriptives.ts';
import { remembered } from '../distributions/lattice.ts';
import { tiedGroups } from './kolmogorov-smirnov.ts';
import { integrate } from '../distributions/quadrature.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import type { TestResult } from '../types.ts';

export interface CramerVonMisesOptions {
  /** Default `exact` up to n·m = 150, `asymptotic` beyond. */
  readonly how?: 'exact' | 'asymptotic';
}

const EXACT_CELLS = 150;

/**
 * The two-sample Cramér–von Mises test, which sees a difference of shape spread over the whole range better than the
 * Kolmogorov–Smirnov distance does.
 *
 * U = nΣ(rᵢ − i)² + mΣ(sⱼ − j)² of the midranks r of x and s of y, each in ascending order; T = U/(nm(n + m)) − (4nm −
 * 1)/(6(n + m)). Exact by carrying the law of U along the pooled values, a group of ties at a time (the law given the
 * ties); asymptotic by Anderson's moments and Smirnov's integral. Choose it to show that two scalar distributions
 * differ; that it does not reject shows nothing.
 *
 * Needs one value in each sample; infinite values count, NaN does not.
 *
 * Example: `cramerVonMises([1, 2, 3], [4, 5, 6]).p` is 0.1.
 * @see Anderson 1962, AMS 33:1148; Xiao, Gordon & Yakovlev 2006, J. Stat. Software 17(8)
 */
export function cramerVonMises(x: Sample, y: Sample, options: CramerVonMisesOptions = {}): TestResult {
  const [n, m] = [x.length, y.length];
  const name = 'Cramér–von Mises, two samples';
  if (n === 0 || m === 0) return withoutTest(name, REASONS.tooFew, [n, m]);
  if (Array.from(x).some(Number.isNaN) || Array.from(y).some(Number.isNaN))
    return withoutTest(name, REASONS.notNumbers, [n, m]);
  const groups = tiedGroups(x, y);
  if (groups.length === 1) return withoutTest(name, REASONS.allTies, [n, m]);
  let [i, j, fourU] = [0, 0, 0];
  for (const group of groups) {
    fourU += cost(n, m, i, j, group.x, group.y);
    i += group.x;
    j += group.y;
  }
  const statistic = fourU / 4 / (n * m * (n + m)) - (4 * n * m - 1) / (6 * (n + m));
  const how = options.how ?? (n * m <= EXACT_CELLS ? 'exact' : 'asymptotic');
  const p = how === 'exact' ? exactUpper(n, m, groups, fourU) : asymptoticUpper(n, m, statistic);
  return {
    method: `${name} (${how})`,
    alternative: 'two-sided',
    statistic,
    p,
    estimate: statistic,
    effectSizes: [{ name: 'Cramér–von Mises T', estimate: statistic }],
    n: [n, m],
  };
}

/** 4U of a group of ties with a of x and b of y that comes after i of x and j of y: a whole number. */
function cost(n: number, m: number, i: number, j: number, a: number, b: number): number {
  const doubledRank = 2 * (i + j) + a + b + 1;
  let total = 0;
  for (let t = 1; t <= a; t++) total += n * (doubledRank - 2 * (i + t)) ** 2;
  for (let t = 1; t <= b; t++) total += m * (doubledRank - 2 * (j + t)) ** 2;
  return total;
}

type Counts = ReadonlyMap<number, number>;
const memory = new Map<string, Counts>();

/**
 * P(4U ≥ observed) over all ways to share out the pooled values; the counts only add, so small tails keep their digits.
 */
function exactUpper(
  n: number,
  m: number,
  groups: readonly { readonly x: number; readonly y: number }[],
  observed: number,
): number {
  const tied = groups.map(({ x, y }) => x + y);
  const counts = remembered(() => countWays(n, m, tied), `${n},${m}|${tied}`, memory);
  let [extreme, all] = [0, 0];
  for (const [value, count] of counts) {
    all += count;
    if (value >= observed) extreme += count;
  }
  return extreme / all;
}

/** How many ways to share groups of ties of these sizes out give each 4U. */
function countWays(n: number, m: number, tied: readonly number[]): Counts {
  let laws = new Map<number, Map<number, number>>([[0, new Map([[0, 1]])]]); // number of x so far → 4U → ways
  let placed = 0;
  for (const size of tied) {
    const next = new Map<number, Map<number, number>>();
    for (const [i, law] of laws)
      for (let a = Math.max(0, size - (m - placed + i)); a <= Math.min(size, n - i); a++) {
        const target = next.get(i + a) ?? new Map<number, number>();
        next.set(i + a, target);
        const [add, ways] = [cost(n, m, i, placed - i, a, size - a), choose(size, a)];
        for (const [value, count] of law)
          target.set(value + add, (target.get(value + add) ?? 0) + count * ways);
      }
    laws = next;
    placed += size;
  }
  return laws.get(n)!;
}

function choose(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}

/** T brought to the mean and variance of the limiting law. @see Anderson 1962, equations 9–11 */
function asymptoticUpper(n: number, m: number, statistic: number): number {
  const size = n + m;
  const expected = (1 + 1 / size) / 6;
  const variance =
    ((size + 1) * (4 * n * m * size - 3 * (n * n + m * m) - 2 * n * m)) / (45 * size * size * 4 * n * m);
  return cramerVonMisesUpper(1 / 6 + (statistic - expected) / Math.sqrt(45 * variance));
}

/**
 * P(ω² > x) of the limiting law: (1/π) Σ_k (−1)^(k+1) ∫ e^(−xu/2)/u · √(−√u/sin √u) du over [((2k − 1)π)², (2kπ)²],
 * whose first term rules the tail, so that small p keep their digits. 1 below x = 0.01, where the law has 1e-11 of its
 * mass.
 *
 * Example: `cramerVonMisesUpper(0.46136)` is 0.05.
 * @see Smirnov 1936; Durbin 1973, Distribution theory for tests based on the sample distribution function
 */
export function cramerVonMisesUpper(x: number): number {
  if (x < 0.01) return 1; // P(ω² ≤ 0.01) is 1e-11
  let total = 0;
  for (let k = 1; k <= 60; k++) {
    const start = (2 * k - 1) * Math.PI;
    // √u = start + π(1 − cos θ)/2 takes the singular ends away.
    const term = integrate(
      (theta) => {
        const angle = (Math.PI * (1 - Math.cos(theta))) / 2;
        const root = start + angle;
        return (
          (Math.exp((-x * root * root) / 2) / root) *
          Math.sqrt(root / Math.sin(angle)) *
          Math.PI *
          Math.sin(theta)
        );
      },
      0,
      Math.PI,
      { panels: 4, nodes: 20 },
    );
    total += k % 2 === 1 ? term : -term;
    if (term < 1e-17 * total) break;
  }
  return Math.min(1, total / Math.PI);
}
