import type { Sample } from '../descriptives.ts';
import { differences } from '../pairs.ts';

/**
 * How many values are 1, of values that are 0 or 1.
 *
 * Example: `countYes([0, 1, 1]) === 2`.
 * @throws RangeError for any other value
 */
export function countYes(x: Sample): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== 0 && x[i] !== 1)
      throw new RangeError(`Cannot count yes/no values: expected 0 or 1, got ${x[i]} at ${i}`);
    count += x[i]!;
  }
  return count;
}

/** Pairs of yes/no values, counted: those in which only the first is yes, and those in which only the second is. */
export interface PairCounts {
  readonly n: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
}

/**
 * Counts pairs of yes/no values from their differences, first less second.
 *
 * Example: `countPairsOf([1, 0, -1])` is `{ n: 3, firstOnly: 1, secondOnly: 1 }`.
 * @throws RangeError for a difference other than −1, 0 and 1
 */
export function countPairsOf(d: Sample): PairCounts {
  let [firstOnly, secondOnly] = [0, 0];
  for (let i = 0; i < d.length; i++) {
    const difference = d[i]!;
    if (difference === 1) firstOnly++;
    else if (difference === -1) secondOnly++;
    else if (difference !== 0)
      throw new RangeError(
        `Cannot count pairs: expected differences of −1, 0 or 1, got ${difference} at ${i}`,
      );
  }
  return { n: d.length, firstOnly, secondOnly };
}

/**
 * Counts pairs of yes/no values.
 *
 * Example: `countPairs([1, 0, 1], [0, 0, 1])` is `{ n: 3, firstOnly: 1, secondOnly: 0 }`.
 * @throws RangeError for unequal lengths, or a value other than 0 and 1
 */
export function countPairs(x: Sample, y: Sample): PairCounts {
  countYes(x);
  countYes(y);
  return countPairsOf(differences(x, y));
}
