import { sorted, type Sample } from '../descriptives.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different, greater, less } from '../region.ts';
import type { Region } from '../region.ts';
import type { TestResult } from '../types.ts';

export interface KolmogorovSmirnovOptions {
  /**
   * `greater`: the distribution function of x lies above that of y somewhere (x tends to be smaller), as in SciPy.
   * Default `two-sided`.
   */
  readonly alternative?: 'two-sided' | 'greater' | 'less';
  /** Default `exact` up to n·m = 10⁷, `asymptotic` beyond. */
  readonly how?: 'exact' | 'asymptotic';
}

const EXACT_CELLS = 1e7;

/**
 * The two-sample Kolmogorov–Smirnov test: D = sup |F_x − F_y|, p of a D at least as large when the pooled values are
 * shared out at random.
 *
 * Exact by the share of lattice paths from (0, 0) to (n, m) that leave the band |i/n − j/m| < D, carried forward as
 * probabilities so that small tails keep their digits. With ties a path is looked at only where a group of equal values
 * ends, which is the law given the ties; without ties it is Hodges'. Asymptotic: 2Σ(−1)^(k−1) exp(−2k²λ²). Choose it to
 * show that two scalar distributions differ; that it does not reject shows nothing (for equality choose
 * `energyEquivalence`).
 *
 * Needs one value in each sample; infinite values count, NaN does not.
 *
 * Example: `kolmogorovSmirnov([1, 2, 3], [4, 5, 6]).p` is 0.1.
 * @see Hodges 1958, Arkiv för Matematik 3:469; Schröer & Trenkler 1995 (ties)
 */
export function kolmogorovSmirnov(x: Sample, y: Sample, options: KolmogorovSmirnovOptions = {}): TestResult {
  const { alternative = 'two-sided' } = options;
  const [n, m] = [x.length, y.length];
  const name = 'Kolmogorov–Smirnov, two samples';
  if (n === 0 || m === 0) return withoutTest(name, REASONS.tooFew, [n, m], REGIONS[alternative]);
  if (Array.from(x).some(Number.isNaN) || Array.from(y).some(Number.isNaN))
    return withoutTest(name, REASONS.notNumbers, [n, m], REGIONS[alternative]);
  const groups = tiedGroups(x, y);
  // Distances as whole numbers i·m − j·n, so that no rounding decides a tie.
  let [i, j, above, below] = [0, 0, 0, 0];
  for (const group of groups) {
    i += group.x;
    j += group.y;
    above = Math.max(above, i * m - j * n);
    below = Math.max(below, j * n - i * m);
  }
  const distance = { 'two-sided': Math.max(above, below), greater: above, less: below }[alternative];
  const outside = {
    'two-sided': (gap: number) => Math.abs(gap) >= distance,
    greater: (gap: number) => gap >= distance,
    less: (gap: number) => -gap >= distance,
  }[alternative];
  const how = options.how ?? (n * m <= EXACT_CELLS ? 'exact' : 'asymptotic');
  const statistic = distance / (n * m);
  const lambda = statistic * Math.sqrt((n * m) / (n + m));
  const p =
    distance === 0
      ? 1
      : how === 'exact'
        ? shareOfPaths(n, m, groups, outside)
        : alternative === 'two-sided'
          ? kolmogorovUpper(lambda)
          : Math.exp(-2 * lambda * lambda);
  return {
    method: `${name} (${how})`,
    alternative,
    statistic,
    p,
    estimate: statistic,
    effectSizes: [{ name: 'Kolmogorov–Smirnov distance', estimate: statistic }],
    n: [n, m],
  };
}

const REGIONS: Readonly<Record<'two-sided' | 'greater' | 'less', Region>> = {
  'two-sided': different(),
  greater: greater(),
  less: less(),
};

interface Group {
  readonly x: number;
  readonly y: number;
}

/** Equal values of the pooled samples, ascending: how many of x, how many of y. */
export function tiedGroups(x: Sample, y: Sample): Group[] {
  const [a, b] = [sorted(x), sorted(y)];
  const groups: Group[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    const [startX, startY] = [i, j];
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    groups.push({ x: i - startX, y: j - startY });
  }
  return groups;
}

/** The share of paths that are outside at the end of some group: the mass that is taken away where a path first is. */
function shareOfPaths(
  n: number,
  m: number,
  groups: readonly Group[],
  outside: (gap: number) => boolean,
): number {
  let mass = new Float64Array(n + 1); // by the number of x so far
  mass[0] = 1;
  let [placed, left] = [0, 0];
  for (const { x, y } of groups) {
    for (let step = 0; step < x + y; step++) {
      const next = new Float64Array(n + 1);
      const remaining = n + m - placed;
      for (let i = Math.max(0, placed - m); i <= Math.min(n, placed); i++) {
        if (mass[i] === 0) continue;
        if (i < n) next[i + 1]! += (mass[i]! * (n - i)) / remaining;
        if (placed - i < m) next[i]! += (mass[i]! * (m - placed + i)) / remaining;
      }
      mass = next;
      placed++;
    }
    for (let i = Math.max(0, placed - m); i <= Math.min(n, placed); i++)
      if (outside(i * m - (placed - i) * n)) {
        left += mass[i]!;
        mass[i] = 0;
      }
  }
  return Math.min(1, left);
}

/** P(K > λ) of Kolmogorov's limiting law. Example: `kolmogorovUpper(1.3580986)` is 0.05. */
export function kolmogorovUpper(lambda: number): number {
  if (lambda < 0.2) return 1; // 1 − 5e-13 at 0.2
  if (lambda < 1.18) {
    // The series of the lower tail, Jacobi's transform, converges where the other alternates slowly.
    let total = 0;
    for (let k = 1; k <= 7; k += 2) total += Math.exp(-((k * Math.PI) ** 2) / (8 * lambda * lambda));
    return 1 - (Math.sqrt(2 * Math.PI) / lambda) * total;
  }
  let total = 0;
  for (let k = 1; k <= 6; k++) total += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return total;
}
