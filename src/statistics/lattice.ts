/**
 * A law on whole numbers: `mass[i]` is the probability of `start + i`. Sums of such laws only add positive numbers, so that their
 * tails keep relative accuracy however small they are.
 */
export interface LatticeLaw {
  readonly start: number;
  readonly mass: Float64Array;
}

/** How many laws a memory keeps. */
const KEPT = 128;

/**
 * What `build` gives, from memory where the key is known: null laws depend on sizes and ties only, so a simulation asks for the same few over and over. The oldest
 * of 128 is forgotten.
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
 * Adds one position at a time over the sets of values already placed: n 2ⁿ sums instead of n! (n = 10: 10⁴ against 4·10⁶).
 *
 * @param scores whole numbers
 * @param values whole numbers, as many; equal ones are fine
 * @example permutedProduct([-1, 1], [-1, 1]) // ±2, each with probability ½
 */
export function permutedProduct(scores: readonly number[], values: readonly number[]): LatticeLaw {
  const [a, b] = [[...scores].sort((x, y) => x - y), [...values].sort((x, y) => x - y)];
  return remembered(() => buildProduct(a, b), `${a}|${b}`, products);
}

function buildProduct(scores: readonly number[], values: readonly number[]): LatticeLaw {
  const n = scores.length;
  const largest = Math.max(0, ...values.map(Math.abs));
  const bound = largest * scores.reduce((sum, score) => sum + Math.abs(score), 0);
  const width = 2 * bound + 1;
  let layer = new Map<number, Float64Array>([[0, unitMass(width, bound)]]);
  scores.forEach((score, placed) => {
    const next = new Map<number, Float64Array>();
    for (const [set, mass] of layer)
      for (let j = 0; j < n; j++) {
        if (set & (1 << j)) continue;
        const target = next.get(set | (1 << j)) ?? new Float64Array(width);
        next.set(set | (1 << j), target);
        addShifted(target, mass, score * values[j]!, 1 / (n - placed));
      }
    layer = next;
  });
  return trim({ start: -bound, mass: layer.get(2 ** n - 1)! });
}

/**
 * The law of a sum of independent lattice variables.
 *
 * @example sumOf([coin, coin, coin]) // binomial
 */
export function sumOf(laws: readonly LatticeLaw[]): LatticeLaw {
  return laws.reduce(convolve, { start: 0, mass: Float64Array.of(1) });
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
  const mass = new Float64Array(a.mass.length + b.mass.length - 1);
  for (let j = 0; j < b.mass.length; j++) if (b.mass[j] !== 0) addShifted(mass, a.mass, j, b.mass[j]!);
  return { start: a.start + b.start, mass };
}

function addShifted(target: Float64Array, source: Float64Array, shift: number, weight: number): void {
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
