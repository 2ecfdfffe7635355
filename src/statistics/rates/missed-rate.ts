import { requireAlpha } from '../options.ts';
import { requireCount } from '../require.ts';

/**
 * The largest rate of an event that n runs without one leave possible: 1 − α^(1/n), Clopper and Pearson's upper limit
 * of 0 of n.
 *
 * Example: `missedRate(8)` is 0.312: eight runs alike say little of what happens in every fourth.
 * @param n runs, at least 1
 * @throws RangeError unless n is a whole number from 1 on and 0 < alpha < ½
 * @see Clopper & Pearson 1934; Hanley & Lippman-Hand 1983, JAMA 249:1743 (the rule of three)
 */
export function missedRate(n: number, alpha = 0.05): number {
  requireCount('bound a rate', 'runs', n, 1);
  return 1 - requireAlpha(alpha) ** (1 / n);
}
