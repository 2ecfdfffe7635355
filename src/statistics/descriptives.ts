/** A sample: plain numbers or a typed array. */
export type Sample = ArrayLike<number>;

/** Σx, compensated, so that an offset of 1e6 costs no digits. @see Neumaier 1974 */
export function sum(x: Sample): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  const result = total + lost;
  return Number.isNaN(result) ? total : result;
}

/** The arithmetic mean; NaN of nothing. Example: `mean([1, 2, 6]) === 3`. */
export function mean(x: Sample): number {
  const value = sum(x) / x.length;
  if (Number.isFinite(value) || !allFinite(x)) return value;
  // A sum of numbers near 1e308 overflows where their mean does not.
  return (sum(Float64Array.from(x, (each) => each / HUGE)) / x.length) * HUGE;
}

const HUGE = 2 ** 64;

/** Σ(x − mean)², two-pass with the correction for the rounding of the mean. @see Chan, Golub & LeVeque 1983 */
export function sumOfSquares(x: Sample, centre = mean(x)): number {
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < x.length; i++) {
    const distance = x[i]! - centre;
    squares += distance * distance;
    rest += distance;
  }
  return Math.max(0, squares - (rest * rest) / x.length);
}

/** The unbiased variance, Σ(x − mean)²/(n − 1); NaN for n < 2. Exactly zero when all values are equal. */
export const variance = (x: Sample): number =>
  x.length < 2 ? NaN : allEqual(x) ? 0 : sumOfSquares(x) / (x.length - 1);

/** √variance. */
export const standardDeviation = (x: Sample): number => Math.sqrt(variance(x));

/** Whether every value is the same number. */
export function allEqual(x: Sample): boolean {
  for (let i = 1; i < x.length; i++) if (x[i] !== x[0]) return false;
  return true;
}

/** Whether every value is finite. */
export function allFinite(x: Sample): boolean {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}

/** The values in ascending order, in a new array. */
export const sorted = (x: Sample): Float64Array => Float64Array.from(x).sort();

/**
 * The quantile of type 7 (linear between order statistics; R's and NumPy's default) of an ascending array.
 *
 * Example: `quantileSorted(Float64Array.of(1, 2, 3, 4), 0.5) === 2.5`.
 * @throws RangeError without values, and for a p outside of 0 … 1
 */
export function quantileSorted(ascending: Float64Array, p: number): number {
  if (!(ascending.length > 0 && p >= 0 && p <= 1))
    throw new RangeError(
      `Cannot take a quantile: expected values and p in [0, 1], got ${ascending.length} values and ${p}`,
    );
  const position = p * (ascending.length - 1);
  const below = Math.floor(position);
  const lower = ascending[below]!;
  const upper = ascending[Math.min(below + 1, ascending.length - 1)]!;
  // Infinite ends are never averaged with finite ones: ∞ − ∞ has no meaning.
  if (lower === upper || position === below || lower === -Infinity) return lower;
  return upper === Infinity ? upper : lower + (position - below) * (upper - lower);
}

/** The quantile of type 7. Example: `quantile([4, 1, 3, 2], 0.5) === 2.5`. */
export const quantile = (x: Sample, p: number): number => quantileSorted(sorted(x), p);

/** The median. Example: `median([3, 1, 2]) === 2`. */
export const median = (x: Sample): number => quantile(x, 0.5);

/**
 * The mean of the middle half: floor(n/4) values cut at either end, as SciPy's `trim_mean(x, 0.25)`.
 *
 * Example: `interquartileMean([100, 1, 2, 3]) === 2.5`.
 * @see Agarwal et al. 2021, Deep Reinforcement Learning at the Edge of the Statistical Precipice
 */
export function interquartileMean(x: Sample): number {
  const cut = Math.floor(x.length / 4);
  return mean(sorted(x).subarray(cut, x.length - cut));
}

/** Ranks of a sample: ties share their mean rank. */
export interface Ranks {
  /** 1 … n, midranks for ties, in the order of the sample. */
  readonly ranks: Float64Array;
  /** Sizes of the groups of equal values larger than one. */
  readonly ties: readonly number[];
}

/** Sizes of the groups of equal values, ascending in value. Example: `groupSizes([3, 1, 3])` is 1, 2. */
export function groupSizes(x: Sample): number[] {
  const ascending = sorted(x);
  const sizes: number[] = [];
  ascending.forEach((value, i) => {
    if (i > 0 && value === ascending[i - 1]) sizes[sizes.length - 1]!++;
    else sizes.push(1);
  });
  return sizes;
}

/** Midranks and the sizes of tied groups. Example: `ranksOf([10, 20, 10]).ranks` is 1.5, 3, 1.5. */
export function ranksOf(x: Sample): Ranks {
  const ascending = sorted(x);
  const midranks = new Float64Array(x.length);
  const ties: number[] = [];
  for (let start = 0; start < ascending.length;) {
    let end = start + 1;
    while (end < ascending.length && ascending[end] === ascending[start]) end++;
    midranks[start] = (start + 1 + end) / 2;
    if (end - start > 1) ties.push(end - start);
    start = end;
  }
  return { ranks: Float64Array.from(x, (value) => midranks[firstAt(ascending, value)]!), ties };
}

/** The index of the first of an ascending array that is not below the value; its length where all are. */
export function firstAt(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the first of an ascending array that is above the value; its length where none is. */
export function firstAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
