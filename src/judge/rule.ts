import { complement, disjoint, inside } from '../statistics/index.ts';
import type { Interval } from '../statistics/types.ts';
import type { Region, Verdict } from './types.ts';

export { complement };

/**
 * The one rule of every prediction: supported where the interval lies in the region, refuted where it lies wholly outside,
 * inconclusive otherwise, and where there is no interval.
 *
 * @example verdictOf({ lower: -0.01, upper: 0.004, level: 0.9 }, { lower: -0.02, upper: 0.02 }) // 'supported'
 */
export function verdictOf(interval: Interval | undefined, region: Region): Verdict {
  if (interval === undefined) return 'inconclusive';
  if (inside(interval, region)) return 'supported';
  // That a parameter is one exact number (the opposite of `differs`) is nothing that data can establish.
  if (region.outside && region.lower === region.upper) return 'inconclusive';
  return disjoint(interval, region) ? 'refuted' : 'inconclusive';
}

/**
 * Which refutations stand beside each other at a family-wise rate, by Holm's step-down: the smallest p against alpha/m, the
 * next against alpha/(m − 1), until one fails.
 *
 * @returns for each p whether its refutation stands; `undefined` (no p) never does
 * @see Holm 1979
 * @example standing([0.001, 0.04, undefined], 0.05) // [true, false, false]
 */
export function standing(ps: readonly (number | undefined)[], alpha: number): readonly boolean[] {
  const order = ps
    .map((p, index) => ({ p, index }))
    .filter((entry): entry is { p: number; index: number } => entry.p !== undefined)
    .sort((a, b) => a.p - b.p);
  const stands = ps.map(() => false);
  for (const [rank, { p, index }] of order.entries()) {
    if (!(p < alpha / (ps.length - rank))) break;
    stands[index] = true;
  }
  return stands;
}
