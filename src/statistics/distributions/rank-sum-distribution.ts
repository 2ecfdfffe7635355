import type { RankSumTails } from './signed-rank-distribution.ts';

/**
 * The exact null distribution of the sum of the ranks of `size` elements drawn from the given midranks without
 * replacement, by the shift algorithm over doubled ranks. Both tails are sums of positive numbers.
 *
 * Example: of ranks 1, 2, 3, 4 and size 2, `upper(7)` is 1/6.
 * @see Streitberg & Röhmel 1986
 */
export function rankSumDistribution(ranks: ArrayLike<number>, size: number): RankSumTails {
  const doubled = Int32Array.from({ length: ranks.length }, (_, i) => Math.round(2 * ranks[i]!)).sort();
  // Sums are counted from the least possible one, in steps of the common divisor.
  const least = doubled[0] ?? 0;
  const divisor = doubled.reduce((common, rank) => greatestCommonDivisor(common, rank - least), 0) || 1;
  const steps = doubled.map((rank) => (rank - least) / divisor);
  const reach = steps.subarray(steps.length - size).reduce((total, step) => total + step, 0);
  const density = placements(steps, size, reach);
  const above = new Float64Array(reach + 2);
  const below = new Float64Array(reach + 1);
  for (let at = reach; at >= 0; at--) above[at] = above[at + 1]! + density[at]!;
  for (let at = 0; at <= reach; at++) below[at] = (at > 0 ? below[at - 1]! : 0) + density[at]!;
  const cell = (w: number): number => (Math.round(2 * w) - least * size) / divisor;
  return {
    lower: (w) => tail(below, Math.floor(cell(w)), 0, 1),
    upper: (w) => tail(above, Math.ceil(cell(w)), 1, 0),
  };
}

const tail = (table: Float64Array, at: number, before: number, beyond: number): number =>
  at < 0 ? before : at >= table.length ? beyond : Math.min(1, table[at]!);

/**
 * Probabilities of the sums of `size` of the steps, from counts[k][s] built one element at a time (exact below 2⁵³, no
 * cancellation beyond).
 */
function placements(steps: Int32Array, size: number, reach: number): Float64Array {
  const counts = Array.from({ length: size + 1 }, () => new Float64Array(reach + 1));
  counts[0]![0] = 1;
  // sums[i]: of the i smallest steps. k of the first i steps sum to between sums[k] and sums[i] − sums[i − k].
  const sums = new Int32Array(steps.length + 1);
  steps.forEach((step, i) => (sums[i + 1] = sums[i]! + step));
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    const fewest = Math.max(1, size - (steps.length - 1 - i));
    for (let k = Math.min(size, i + 1); k >= fewest; k--) {
      const from = counts[k - 1]!;
      const to = counts[k]!;
      const last = sums[i]! - sums[i - k + 1]!;
      for (let at = sums[k - 1]!; at <= last; at++) to[at + step]! += from[at]!;
    }
  }
  const total = counts[size]!.reduce((sum, count) => sum + count, 0);
  return counts[size]!.map((count) => count / total);
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

const untied = new Map<string, RankSumTails>();

/** The distribution for ranks 1 … n + m without ties, remembered. */
export function rankSumUntied(size: number, others: number): RankSumTails {
  const key = `${size} of ${size + others}`;
  const known = untied.get(key);
  if (known) return known;
  const tails = rankSumDistribution(
    Float64Array.from({ length: size + others }, (_, i) => i + 1),
    size,
  );
  untied.set(key, tails);
  return tails;
}
