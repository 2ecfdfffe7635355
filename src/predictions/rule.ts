import { disjoint, inside, type Interval, type Region } from '../statistics/index.ts';
import type { Verdict } from './case.ts';

/** Whether an interval is a number that arithmetic gave and no sample: it has no width, and there is no p. */
export const isCertain = (interval: Interval | undefined): boolean =>
  interval?.level === 1 && interval.lower === interval.upper;

/**
 * The one rule of every prediction: supported where the interval lies in the region, refuted where it lies wholly
 * outside, inconclusive otherwise, and where there is no interval. Of a number that is certain there is nothing
 * between.
 *
 * @example verdictOf({ lower: -0.01, upper: 0.004, level: 0.9 }, { lower: -0.02, upper: 0.02 }) // 'supported'
 */
export function verdictOf(interval: Interval | undefined, region: Region): Verdict {
  if (interval === undefined) return 'inconclusive';
  if (inside(interval, region)) return 'supported';
  if (isCertain(interval)) return 'refuted';
  // That a parameter is one exact number (the opposite of `differs`) is nothing that data can establish.
  if (region.outside && region.lower === region.upper) return 'inconclusive';
  return disjoint(interval, region) ? 'refuted' : 'inconclusive';
}
