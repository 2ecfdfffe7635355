import type { IntervalRule } from '../interval-rule.ts';
import { select } from './select.ts';

/**
 * A randomization test of a location, reduced to numbers. Each rearrangement of the data has a threshold: it is at
 * least as extreme as the data, in the direction `greater` against boundary b, exactly when its threshold is ≤ b (in
 * the direction `less` when ≥ b). So one list gives p against every boundary, and the ends of the interval are order
 * statistics of the same list: p and interval cannot disagree.
 *
 * @see Hartigan 1969 (typical values); Bauer 1972
 */
export interface Thresholds {
  readonly values: Float64Array;
  /** Rearrangements that are the data themselves, the observed one included: extreme against every boundary. */
  readonly always: number;
  /** Thresholds closer than this to the boundary are ties, which count as extreme. */
  readonly tolerance: number;
}

/** All rearrangements, observed one included. */
const total = ({ values, always }: Thresholds): number => values.length + always;

/** p of θ ≤ boundary against θ > boundary: (thresholds ≤ boundary + always)/total. */
export function thresholdGreater(thresholds: Thresholds, boundary: number): number {
  const { values, tolerance, always } = thresholds;
  let count = always;
  for (let i = 0; i < values.length; i++) if (values[i]! - tolerance <= boundary) count++;
  return count / total(thresholds);
}

/** p of θ ≥ boundary against θ < boundary. */
export function thresholdLess(thresholds: Thresholds, boundary: number): number {
  const { values, tolerance, always } = thresholds;
  let count = always;
  for (let i = 0; i < values.length; i++) if (values[i]! + tolerance >= boundary) count++;
  return count / total(thresholds);
}

/**
 * The interval and the p-values of the thresholds. An end is infinite where so few rearrangements exist that no
 * boundary is rejected.
 */
export const thresholdRule = (thresholds: Thresholds): IntervalRule => ({
  ends: (tail) => {
    const { values, tolerance, always } = thresholds;
    const spare = rejecting(tail, total(thresholds)) - always;
    if (spare < 0) return [-Infinity, Infinity];
    const order = values.slice();
    const lower = spare < order.length ? select(order, spare) - tolerance : Infinity;
    const upper = spare < order.length ? select(order, order.length - 1 - spare) + tolerance : -Infinity;
    return [Math.min(lower, upper), Math.max(lower, upper)];
  },
  greater: (b) => thresholdGreater(thresholds, b),
  less: (b) => thresholdLess(thresholds, b),
});

/** The largest count with count/total < alpha. */
function rejecting(alpha: number, total: number): number {
  let count = Math.ceil(alpha * total) + 1;
  while (count >= 0 && count / total >= alpha) count--;
  return count;
}
