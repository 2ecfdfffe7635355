import {
  mean as meanOf,
  quantileSorted as quantileOf,
  sampleSkewness,
  sampleVariance,
  sumNthPowerDeviations,
} from 'simple-statistics';

/** A sample: plain numbers or a typed array. */
export type Sample = ArrayLike<number>;

/** As simple-statistics takes it: what it is called with here only reads by index. */
const list = (x: Sample): number[] => x as number[];

/**
 * The arithmetic mean, of a compensated sum; NaN of nothing. Example: `mean([1, 2, 6]) === 3`.
 * @see Neumaier 1974 (the sum)
 */
export function mean(x: Sample): number {
  if (x.length === 0) return NaN;
  const value = meanOf(list(x));
  if (Number.isFinite(value)) return value;
  if (!allFinite(x)) return Array.from(x).reduce((total, each) => total + each, 0) / x.length;
  // A sum of numbers near 1e308 overflows where their mean does not.
  return meanOf(Array.from(x, (each) => each / HUGE)) * HUGE;
}

const HUGE = 2 ** 64;

/** The distances from a centre, by default the mean. */
export function centred(x: Sample, centre = mean(x)): Float64Array {
  const distances = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) distances[i] = x[i]! - centre;
  return distances;
}

/**
 * Σ(x − mean)²; of the distances from a centre about their own mean, which takes out the rounding of the centre.
 * @see Chan, Golub & LeVeque 1983
 */
export const sumOfSquares = (x: Sample, centre = mean(x)): number =>
  x.length === 0 ? 0 : sumNthPowerDeviations(list(centred(x, centre)), 2);

/** The unbiased variance, Σ(x − mean)²/(n − 1); NaN for n < 2. Exactly zero when all values are equal. */
export const variance = (x: Sample): number =>
  x.length < 2 ? NaN : allEqual(x) ? 0 : sampleVariance(list(centred(x)));

/** √variance. */
export const standardDeviation = (x: Sample): number => Math.sqrt(variance(x));

/**
 * The unbiased skewness, √(n(n − 1))/(n − 2) times m₃/m₂^1.5; NaN for n < 3 and of equal values. Example: `skewness([1,
 * 2, 9])` is 1.63.
 */
export const skewness = (x: Sample): number =>
  x.length < 3 || allEqual(x) ? NaN : sampleSkewness(list(centred(x)));

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
  const [lower, upper] = [ascending[Math.floor(position)]!, ascending[Math.ceil(position)]!];
  // Infinite ends are never averaged with finite ones: ∞ − ∞ has no meaning.
  if (lower === upper || lower === -Infinity) return lower;
  if (upper === Infinity) return upper;
  if (upper - lower < Infinity) return quantileOf(list(ascending), p);
  // In halves, for the distance of numbers near 1e308 overflows.
  return 2 * quantileOf([lower / 2, upper / 2], position % 1);
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
