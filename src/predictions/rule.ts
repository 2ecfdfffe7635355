import { disjoint, inside, type Interval, type Region } from '../statistics/index.ts';
import type { Verdict } from './case.ts';

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
