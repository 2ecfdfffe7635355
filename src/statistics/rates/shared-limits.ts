import type { IntervalRule } from '../interval-rule.ts';
import { binomialEnds } from './binomial-rate.ts';

/** One count of so many trials. */
interface Count {
  readonly events: number;
  readonly trials: number;
}

/**
 * The difference of two rates from Clopper and Pearson's limits of each, at half the error rate a side (Bonferroni):
 * lower limit of the first less upper limit of the second. Valid whatever the dependence of the two counts, and quick
 * for any number of trials; wider than the exact unconditional limits.
 *
 * @param ups events that raise the difference
 * @param downs events that lower it
 */
export function sharedLimits(ups: Count, downs: Count): IntervalRule {
  const greater = tailOf(ups, downs);
  const less = tailOf(downs, ups);
  return {
    greater: (b) => greater(b),
    less: (b) => less(0 - b),
    ends: (tail) => [lowerLimit(ups, downs, tail), 0 - lowerLimit(downs, ups, tail)],
  };
}

function lowerLimit(ups: Count, downs: Count, tail: number): number {
  const [lower] = binomialEnds(ups.events, ups.trials, tail / 2);
  const [, upper] = binomialEnds(downs.events, downs.trials, tail / 2);
  return lower - upper;
}

/** The error rate at which the lower limit is the boundary. */
const tailOf =
  (ups: Count, downs: Count) =>
  (boundary: number): number => {
    if (lowerLimit(ups, downs, 1) <= boundary) return 1;
    // On logarithms, for p may be as small as 1e-300.
    let [low, high] = [Math.log(Number.MIN_VALUE), 0];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (lowerLimit(ups, downs, Math.exp(middle)) > boundary) high = middle;
      else low = middle;
    }
    return Math.exp(high);
  };
