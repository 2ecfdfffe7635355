import type { ValueType } from '../measures/schema.ts';

/**
 * How effects in several blocks (data sets, workloads) become one: by their mean; by a mean of rates, which says no
 * more than all runs together; by their ranks where they are correlations; or not at all, for a reason. Rates and
 * correlations are bounded, so few blocks of them are far from normal.
 */
export type Averaging = 'mean' | 'rates' | 'ranks' | { readonly none: string };

/** What most kinds do. */
export const averagingOf = (values: ValueType | undefined): Averaging =>
  values === 'yes/no' ? 'rates' : 'mean';

/** Of several pairs of arms the finding shows the one that decides, which may be another in every block. */
export const averagingOfPairs = (pairs: number, values: ValueType | undefined): Averaging =>
  pairs > 1
    ? { none: `${pairs} comparisons, which have no one mean; write a prediction for each` }
    : averagingOf(values);
