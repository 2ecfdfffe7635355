import { firstAbove, firstAt, sorted, type Sample } from '../descriptives.ts';

/** Numbers in ascending order, equal ones allowed, that are counted and selected without being listed. */
export interface Ascending {
  readonly length: number;
  /** The k-th smallest; k from 0 to length − 1. */
  readonly at: (k: number) => number;
  /** How many are at most `value`. */
  readonly countUpTo: (value: number) => number;
  /** How many are below `value`. */
  readonly countBelow: (value: number) => number;
}

/** Up to so many numbers it is faster to list them. */
const LISTED = 8192;

/** Numbers in a list. */
const listed = (ascending: Float64Array): Ascending => ({
  length: ascending.length,
  at: (k) => ascending[k]!,
  countUpTo: (value) => firstAbove(ascending, value),
  countBelow: (value) => firstAt(ascending, value),
});

/**
 * All sums x + y of two samples whose values are multiples of a quantum: counted in n + m steps by walking down the
 * staircase of the sorted samples, selected by bisecting the multiples between the least and the largest sum. So n·m
 * sums need memory for n + m numbers.
 *
 * Example: `pairSums([1, 2], [0, 5], 1).at(2)` is 6.
 * @param quantum every value is a whole multiple of it, of at most 2⁵²
 * @see Johnson & Mizoguchi 1978, SIAM Journal on Computing 7:147 (selection in X + Y)
 */
export function pairSums(x: Sample, y: Sample, quantum: number): Ascending {
  const [a, b] = [sorted(x), sorted(y)];
  const length = a.length * b.length;
  if (length <= LISTED) {
    const sums = new Float64Array(length);
    a.forEach((first, i) => b.forEach((second, j) => (sums[i * b.length + j] = first + second)));
    return listed(sums.sort());
  }
  const countUpTo = (value: number): number => countSums(a, b, (sum) => sum <= value);
  return {
    length,
    at: selectMultiple(countUpTo, [a[0]! + b[0]!, a.at(-1)! + b.at(-1)!], quantum),
    countUpTo,
    countBelow: (value) => countSums(a, b, (sum) => sum < value),
  };
}

/** How many sums of two ascending samples count, where all up to some number do. */
function countSums(a: Float64Array, b: Float64Array, counts: (sum: number) => boolean): number {
  let [total, j] = [0, b.length];
  for (let i = 0; i < a.length; i++) {
    while (j > 0 && !counts(a[i]! + b[j - 1]!)) j--;
    total += j;
  }
  return total;
}

/**
 * The Walsh averages of values that are multiples of a quantum: the means of all pairs, each with itself included, n(n
 * + 1)/2 of them.
 *
 * Example: `walshAverages([1, 4], 1).at(1)` is 2.5.
 * @see Walsh 1949; Monahan 1984, ACM Transactions on Mathematical Software 10:265 (their median without listing them)
 */
export function walshAverages(d: Sample, quantum: number): Ascending {
  const values = sorted(d);
  const length = (values.length * (values.length + 1)) / 2;
  if (length <= LISTED) {
    const averages = new Float64Array(length);
    let filled = 0;
    for (let i = 0; i < values.length; i++)
      for (let j = i; j < values.length; j++) averages[filled++] = values[i]! / 2 + values[j]! / 2;
    return listed(averages.sort());
  }
  // Among the ordered pairs each average is counted twice, that of a value with itself once.
  const countUpTo = (value: number): number =>
    (countSums(values, values, (sum) => sum <= 2 * value) + firstAbove(values, value)) / 2;
  return {
    length,
    at: selectMultiple(countUpTo, [values[0]!, values.at(-1)!], quantum / 2),
    countUpTo,
    countBelow: (value) => (countSums(values, values, (sum) => sum < 2 * value) + firstAt(values, value)) / 2,
  };
}

/** The k-th smallest of numbers that are multiples of `step`, by bisection of the count. */
function selectMultiple(
  countUpTo: (value: number) => number,
  [least, largest]: readonly [number, number],
  step: number,
): (k: number) => number {
  if (!(step > 0)) return () => least;
  return (k) => {
    let [low, high] = [Math.round(least / step), Math.round(largest / step)];
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      if (countUpTo(middle * step) > k) high = middle;
      else low = middle + 1;
    }
    return low * step;
  };
}

/** The same numbers with the opposite sign. */
export const negated = ({ length, at, countUpTo, countBelow }: Ascending): Ascending => ({
  length,
  at: (k) => -at(length - 1 - k),
  countUpTo: (value) => length - countBelow(-value),
  countBelow: (value) => length - countUpTo(-value),
});

/** The median of numbers that are counted, not listed. */
export function medianOf({ length, at }: Ascending): number {
  const [low, high] = [at((length - 1) >> 1), at(length >> 1)];
  return low + 0.5 * (high - low);
}
