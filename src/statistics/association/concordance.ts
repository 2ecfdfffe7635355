import { sorted, type Sample } from '../descriptives.ts';
import { requireEqualLengths } from '../require.ts';

/**
 * For each pair (xᵢ, yᵢ) its concordant pairs less its discordant ones, Σⱼ sgn(xᵢ − xⱼ)·sgn(yᵢ − yⱼ), in n·log n steps:
 * pairs enter in the order of x into a tree of counts over the order of y, from below and from above. Half their sum is
 * Kendall's S.
 *
 * Example: `concordances([1, 2, 3], [1, 3, 2])` is 2, 0, 0.
 * @throws RangeError for unequal lengths
 * @see Knight 1966, JASA 61:436; Fenwick 1994, Software: Practice and Experience 24:327 (the tree)
 */
export function concordances(x: Sample, y: Sample): Float64Array {
  requireEqualLengths(x, y);
  const [levels, ranks] = [levelsOf(x), levelsOf(y)];
  const order = Array.from(levels.keys()).sort((i, j) => levels[i]! - levels[j]!);
  const total = new Float64Array(x.length);
  addSigns(total, order, levels, ranks, 1);
  addSigns(total, order.reverse(), levels, ranks, -1);
  return total;
}

/** Adds Σ sgn(yᵢ − yⱼ) over the pairs j of earlier levels to each i. */
function addSigns(
  total: Float64Array,
  order: readonly number[],
  levels: Int32Array,
  ranks: Int32Array,
  weight: number,
): void {
  const tree = new Int32Array(order.length + 1);
  const upTo = (rank: number): number => {
    let count = 0;
    for (let at = rank; at > 0; at -= at & -at) count += tree[at]!;
    return count;
  };
  for (let start = 0; start < order.length;) {
    let end = start;
    for (; end < order.length && levels[order[end]!] === levels[order[start]!]; end++) {
      const i = order[end]!;
      // Below less above, of the `start` pairs that entered.
      total[i]! += weight * (upTo(ranks[i]!) - (start - upTo(ranks[i]! + 1)));
    }
    for (let at = start; at < end; at++)
      for (let node = ranks[order[at]!]! + 1; node <= order.length; node += node & -node) tree[node]!++;
    start = end;
  }
}

/**
 * For each value the sum of the weights of smaller values less that of larger ones. Example: `signedSums([1, 2, 3], [5,
 * 6, 7])` is −13, −2, 11.
 */
export function signedSums(x: Sample, weights: readonly number[]): Float64Array {
  const levels = levelsOf(x);
  const perLevel = new Float64Array(x.length + 1);
  weights.forEach((weight, i) => (perLevel[levels[i]! + 1]! += weight));
  for (let level = 1; level < perLevel.length; level++) perLevel[level]! += perLevel[level - 1]!;
  const all = perLevel.at(-1)!;
  return Float64Array.from(levels, (level) => perLevel[level]! - (all - perLevel[level + 1]!));
}

/** How many different values are smaller, for each. Infinities of one sign are equal. */
function levelsOf(x: Sample): Int32Array {
  const ascending = sorted(x);
  const distinct = ascending.filter((value, i) => i === 0 || value !== ascending[i - 1]);
  const level = new Map(Array.from(distinct, (value, i) => [value, i]));
  return Int32Array.from(x, (value) => level.get(value)!);
}
