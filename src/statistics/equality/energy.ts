import type { Random } from '../../random/index.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import type { TestResult } from '../types.ts';
import { requireCount } from '../require.ts';

/** A sample of numbers, or of vectors of one length. */
export type Points = readonly number[] | readonly (readonly number[])[];

export interface EnergyDistance {
  /** D² = 2E|X − Y| − E|X − X′| − E|Y − Y′| over all pairs, a point with itself included (V-statistic). */
  readonly squared: number;
  /** √D², as SciPy's `energy_distance`. */
  readonly distance: number;
  /** nm/(n + m)·D², as R's `energy::eqdist.e`. */
  readonly statistic: number;
}

/**
 * The energy distance between two samples of numbers or vectors (Euclidean norm): 0 exactly when the distributions are
 * equal.
 *
 * Example: `energyDistance([0], [3]).squared === 6`.
 * @throws RangeError for an empty sample, values that are not finite, distances that overflow, or vectors of unequal
 * length
 * @see Székely & Rizzo 2004, Testing for equal distributions in high dimension
 */
export function energyDistance(x: Points, y: Points): EnergyDistance {
  const [n, m] = [x.length, y.length];
  const all = vectors(x, y);
  const finite = all.every((point) => point.every((value) => Number.isFinite(value)));
  if (n === 0 || m === 0 || !finite)
    throw new RangeError(
      `Cannot measure an energy distance: expected finite points in each sample, got ${n} and ${m}${finite ? '' : ', some not finite'}`,
    );
  const { distances, size } = distanceMatrix(all);
  if (overflows(distances))
    throw new RangeError(
      'Cannot measure an energy distance: expected distances whose sum is finite, got more',
    );
  const first = Uint8Array.from({ length: size }, (_, i) => (i < n ? 1 : 0));
  return summarize(distances, first, n, m);
}

export interface EnergyOptions {
  readonly random: Random;
  /** The arms share seeds: x[i] and y[i] are exchanged with each other only. Default false. */
  readonly paired?: boolean;
  /** Default 9,999. */
  readonly resamples?: number;
  /** Enumerate all arrangements where there are at most so many; default 20,000. */
  readonly enumerateUpTo?: number;
}

/**
 * Whether two samples have different distributions, of numbers or vectors: the energy statistic with its permutation
 * law, all arrangements where few, else p = (b + 1)/(m + 1) over seeded ones. Choose it to show that distributions
 * differ in anything at all; that it does not reject shows nothing, for equality choose `energyEquivalence`.
 *
 * Needs one point each; `reason` `all ties` where all points are equal. Statistic nm/(n + m)·D², estimate D.
 *
 * Example: `energyTest([0, 1, 2], [5, 6, 7], { random }).p === 0.1`.
 * @throws RangeError for vectors of unequal length, or paired samples of unequal size
 * @see Székely & Rizzo 2004; Phipson & Smyth 2010
 */
export function energyTest(x: Points, y: Points, options: EnergyOptions): TestResult {
  const { random, paired = false, resamples = 9_999, enumerateUpTo = 20_000 } = options;
  requireCount('resample', 'resamples', resamples, 1);
  const [n, m] = [x.length, y.length];
  const method = `energy distance, ${paired ? 'exchanged within pairs' : 'permutation'}`;
  if (paired && n !== m)
    throw new RangeError(`Cannot pair samples: expected equal lengths, got ${n} and ${m}`);
  const all = vectors(x, y);
  if (n === 0 || m === 0) return withoutTest(method, REASONS.tooFew, [n, m]);
  if (all.some((point) => point.some((value) => !Number.isFinite(value))))
    return withoutTest(method, REASONS.notFinite, [n, m]);
  const { distances, size } = distanceMatrix(all);
  if (distances.every((distance) => distance === 0)) return withoutTest(method, REASONS.allTies, [n, m]);
  if (overflows(distances)) return withoutTest(method, REASONS.notFinite, [n, m]);
  const first = Uint8Array.from({ length: size }, (_, i) => (i < n ? 1 : 0));
  const observed = summarize(distances, first, n, m);
  // Rounding of a sum of size² distances.
  const largest = distances.reduce((far, distance) => Math.max(far, distance), 0);
  const threshold = observed.statistic - 1e-12 * largest * size;
  const extreme = (labels: Uint8Array): boolean => summarize(distances, labels, n, m).statistic >= threshold;
  const arrangements = paired ? 2 ** n : binomial(size, n);
  let p: number;
  if (arrangements <= enumerateUpTo) {
    let count = 0;
    const visit = (labels: Uint8Array): void => void (count += Number(extreme(labels)));
    if (paired) everyExchange(n, visit);
    else everyChoice(size, n, visit);
    p = count / arrangements;
  } else {
    let count = 1;
    const labels = first.slice();
    for (let b = 0; b < resamples; b++) {
      if (paired) exchangeAtRandom(labels, n, random);
      else shuffleLabels(labels, random);
      if (extreme(labels)) count++;
    }
    p = count / (resamples + 1);
  }
  return {
    method: `${method}${arrangements <= enumerateUpTo ? ', exact' : ', Monte Carlo'}`,
    alternative: 'two-sided',
    statistic: observed.statistic,
    p,
    estimate: observed.distance,
    effectSizes: [{ name: 'energy distance', estimate: observed.distance }],
    n: [n, m],
  };
}

/** The points of both samples, numbers as vectors of length one. @throws RangeError for vectors of unequal length */
export function vectors(x: Points, y: Points): (readonly number[])[] {
  const list = [...x, ...y].map((point) => (typeof point === 'number' ? [point] : point));
  const wrong = list.find((point) => point.length !== list[0]!.length);
  if (wrong)
    throw new RangeError(
      `Cannot measure distances: expected vectors of length ${list[0]!.length}, got ${wrong.length}`,
    );
  return list;
}

/** Euclidean distances between all points, row by row. */
export function distanceMatrix(points: readonly (readonly number[])[]): {
  distances: Float64Array;
  size: number;
} {
  const size = points.length;
  const distances = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const gap = Math.hypot(...points[i]!.map((value, k) => value - points[j]![k]!));
      distances[i * size + j] = distances[j * size + i] = gap;
    }
  return { distances, size };
}

/** Whether sums of distances may be infinite: of finite points near 1e308. */
export const overflows = (distances: Float64Array): boolean =>
  !Number.isFinite(4 * distances.reduce((total, distance) => total + distance, 0));

function summarize(distances: Float64Array, first: Uint8Array, n: number, m: number): EnergyDistance {
  const size = n + m;
  let [between, withinX, withinY] = [0, 0, 0];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const gap = distances[i * size + j]!;
      if (first[i] !== first[j]) between += gap;
      else if (first[i] === 1) withinX += gap;
      else withinY += gap;
    }
  const squared = Math.max(0, (2 * between) / (n * m) - (2 * withinX) / (n * n) - (2 * withinY) / (m * m));
  return { squared, distance: Math.sqrt(squared), statistic: ((n * m) / size) * squared };
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) value = (value * (n - i + 1)) / i;
  return Math.round(value);
}

function everyChoice(size: number, n: number, visit: (labels: Uint8Array) => void): void {
  const labels = new Uint8Array(size);
  const choose = (from: number, left: number): void => {
    if (left === 0) return visit(labels);
    for (let i = from; i <= size - left; i++) {
      labels[i] = 1;
      choose(i + 1, left - 1);
      labels[i] = 0;
    }
  };
  choose(0, n);
}

function everyExchange(pairs: number, visit: (labels: Uint8Array) => void): void {
  const labels = new Uint8Array(2 * pairs);
  for (let set = 0; set < 2 ** pairs; set++) {
    for (let i = 0; i < pairs; i++) {
      labels[i] = (set >> i) & 1;
      labels[pairs + i] = 1 - labels[i]!;
    }
    visit(labels);
  }
}

function exchangeAtRandom(labels: Uint8Array, pairs: number, random: Random): void {
  for (let i = 0; i < pairs; i++) {
    labels[i] = random.rademacher() > 0 ? 1 : 0;
    labels[pairs + i] = 1 - labels[i]!;
  }
}

function shuffleLabels(labels: Uint8Array, random: Random): void {
  for (let i = labels.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const swapped = labels[i]!;
    labels[i] = labels[j]!;
    labels[j] = swapped;
  }
}
