import { productOf } from '../association/correlation.ts';
import { groupSizes } from '../descriptives.ts';

/**
 * A law on whole numbers: `mass[i]` is the probability of `start + i`. Sums of such laws only add positive numbers, so
 * that their tails keep relative accuracy however small they are.
 */
export interface LatticeLaw {
  readonly start: number;
  readonly mass: Float64Array;
}

/** How many laws a memory keeps. */
const KEPT = 128;

/**
 * What `build` gives, from memory where the key is known: null laws depend on sizes and ties only, so a simulation asks
 * for the same few over and over. The oldest of 128 is forgotten.
 *
 * Example: `remembered(() => lawOf(sizes), sizes.join(), laws)`.
 */
export function remembered<T>(build: () => T, key: string, memory: Map<string, T>): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const result = build();
  if (memory.size >= KEPT) memory.delete(memory.keys().next().value!);
  memory.set(key, result);
  return result;
}

const products = new Map<string, LatticeLaw>();

/**
 * The law of Σᵢ scores[i] · values[σ(i)] over all permutations σ, each with probability 1/n!.
 *
 * Adds one position at a time over the values already placed, equal ones alike: at most n 2ⁿ sums instead of n! (n =
 * 10: 5·10³ against 4·10⁶).
 *
 * @param scores whole numbers
 * @param values whole numbers, as many; equal ones are fine
 * @example permutedProduct([-1, 1], [-1, 1]) // ±2, each with probability ½
 */
export function permutedProduct(scores: readonly number[], values: readonly number[]): LatticeLaw {
  const [a, b] = inOrder(scores, values);
  return remembered(() => buildProduct(a, b), `${a}|${b}`, products);
}

/** Additions that `permutedProduct` takes, about. */
export function productWork(scores: readonly number[], values: readonly number[]): number {
  const [a, b] = inOrder(scores, values);
  const [first, second] = [inSteps(a), inSteps(b)];
  const counts = groupSizes(second.steps);
  const width = productOf(first.steps, second.steps) + 1;
  return counts.reduce((states, count) => states * (count + 1), 1) * counts.length * width;
}

/** Both ascending, those with fewer sets of values to place last: the law is the same either way. */
function inOrder(a: readonly number[], b: readonly number[]): readonly [number[], number[]] {
  const ascending = [a, b].map((numbers) => [...numbers].sort((x, y) => x - y)) as [number[], number[]];
  const [setsOfA, setsOfB] = ascending.map((numbers) =>
    groupSizes(numbers).reduce((sets, count) => sets * (count + 1), 1),
  ) as [number, number];
  return setsOfA < setsOfB ? [ascending[1], ascending[0]] : ascending;
}

/** Ascending numbers as least + step · (0, …). */
function inSteps(ascending: readonly number[]): { least: number; step: number; steps: number[] } {
  const least = ascending[0] ?? 0;
  const step = ascending.reduce((common, number) => greatestCommonDivisor(common, number - least), 0) || 1;
  return { least, step, steps: ascending.map((number) => (number - least) / step) };
}

function buildProduct(scores: readonly number[], values: readonly number[]): LatticeLaw {
  const n = scores.length;
  const [a, b] = [inSteps(scores), inSteps(values)];
  const counts = groupSizes(b.steps);
  const levels = [...new Set(b.steps)];
  // A state says how many of each level are placed: a number with a digit a level.
  const places = counts.map((_, level) =>
    counts.slice(0, level).reduce((all, count) => all * (count + 1), 1),
  );
  const width = productOf(a.steps, b.steps) + 1; // ascending with ascending is the largest sum
  let layer = new Map<number, Float64Array>([[0, unitMass(width, 0)]]);
  a.steps.forEach((score, placed) => {
    const next = new Map<number, Float64Array>();
    for (const [state, mass] of layer)
      counts.forEach((count, level) => {
        const left = count - (Math.floor(state / places[level]!) % (count + 1));
        if (left === 0) return;
        const target = next.get(state + places[level]!) ?? new Float64Array(width);
        next.set(state + places[level]!, target);
        addShifted(target, mass, score * levels[level]!, left / (n - placed));
      });
    layer = next;
  });
  const [mass] = layer.values();
  const least =
    productOf(
      scores,
      scores.map(() => b.least),
    ) +
    a.least * (sumOfNumbers(values) - n * b.least);
  return trim(spread({ start: least, mass: mass! }, a.step * b.step));
}

const sumOfNumbers = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/**
 * The law of a sum of independent lattice variables. Laws that are one and the same object are raised to their power by
 * squaring.
 *
 * @example sumOf([coin, coin, coin]) // binomial
 */
export function sumOf(laws: readonly LatticeLaw[]): LatticeLaw {
  const times = new Map<LatticeLaw, number>();
  for (const law of laws) times.set(law, (times.get(law) ?? 0) + 1);
  return [...times]
    .map(([law, count]) => power(law, count))
    .reduce(convolve, { start: 0, mass: Float64Array.of(1) });
}

/** The sum of `count` ≥ 1 independent variables of a law. */
function power(law: LatticeLaw, count: number): LatticeLaw {
  if (count === 1) return law;
  const half = power(law, Math.floor(count / 2));
  return count % 2 === 0 ? convolve(half, half) : convolve(convolve(half, half), law);
}

/** P(X ≥ value). */
export function upperTailOf({ start, mass }: LatticeLaw, value: number): number {
  let tail = 0;
  for (let i = mass.length - 1; i >= 0 && start + i >= value; i--) tail += mass[i]!;
  return tail;
}

/** P(X ≤ value). */
export function lowerTailOf({ start, mass }: LatticeLaw, value: number): number {
  let tail = 0;
  for (let i = 0; i < mass.length && start + i <= value; i++) tail += mass[i]!;
  return tail;
}

function convolve(a: LatticeLaw, b: LatticeLaw): LatticeLaw {
  const step = greatestCommonDivisor(stepOf(a), stepOf(b)) || 1;
  const [first, second] = [thin(a.mass, step), thin(b.mass, step)];
  const mass = new Float64Array(first.length + second.length - 1);
  for (let j = 0; j < second.length; j++) if (second[j] !== 0) addShifted(mass, first, j, second[j]!);
  return spread({ start: a.start + b.start, mass }, step);
}

/** The largest step on which all mass lies, counted from `start`; 0 where all of it lies there. */
const stepOf = ({ mass }: LatticeLaw): number =>
  mass.reduce(
    (common, value, i) => (value === 0 || common === 1 ? common : greatestCommonDivisor(common, i)),
    0,
  );

/** Every `step`th entry. */
const thin = (mass: Float64Array, step: number): Float64Array =>
  step === 1 ? mass : Float64Array.from({ length: Math.ceil(mass.length / step) }, (_, i) => mass[i * step]!);

/** A law whose entries lie `step` apart, on the whole numbers. */
export function spread({ start, mass }: LatticeLaw, step: number): LatticeLaw {
  if (step === 1) return { start, mass };
  const wide = new Float64Array((mass.length - 1) * step + 1);
  mass.forEach((value, i) => (wide[i * step] = value));
  return { start, mass: wide };
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** Adds `weight` · source to target, `shift` further up; what would lie outside of it is zero or not wanted. */
export function addShifted(target: Float64Array, source: Float64Array, shift: number, weight: number): void {
  const from = Math.max(0, -shift);
  const to = Math.min(source.length, target.length - shift);
  for (let i = from; i < to; i++) target[i + shift]! += weight * source[i]!;
}

function unitMass(width: number, at: number): Float64Array {
  const mass = new Float64Array(width);
  mass[at] = 1;
  return mass;
}

function trim({ start, mass }: LatticeLaw): LatticeLaw {
  const first = mass.findIndex((value) => value !== 0);
  const last = mass.findLastIndex((value) => value !== 0);
  return { start: start + first, mass: mass.slice(first, last + 1) };
}
