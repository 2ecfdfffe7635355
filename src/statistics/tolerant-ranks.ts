import type { Ranks } from './descriptives.ts';

/** Midranks in which neighbours closer than `tolerance` are ties, so that 0.3 − 0.1 ties with 0.2. */
export function ranksWithin(x: Float64Array, tolerance: number): Ranks {
  const order = Array.from(x.keys()).sort((a, b) => x[a]! - x[b]!);
  const ranks = new Float64Array(x.length);
  const ties: number[] = [];
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && x[order[end]!]! - x[order[end - 1]!]! <= tolerance) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
    if (end - start > 1) ties.push(end - start);
    start = end;
  }
  return { ranks, ties };
}
