import type { Draws } from '../definition.ts';

/** A symmetric linear map that is only known by what it does to vectors (a Hessian, a covariance). */
export interface SymmetricOperator {
  readonly dimension: number;
  apply(vector: Float64Array): Promise<Float64Array>;
}

/** a · b, in double precision. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean norm. */
export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** target ← target + factor · a, in place; returns target. */
export function addScaled(target: Float64Array, factor: number, a: Float64Array): Float64Array {
  for (let i = 0; i < target.length; i++) target[i]! += factor * a[i]!;
  return target;
}

/**
 * Removes from `vector`, in place, its components along an orthonormal `basis`; two passes, because one leaves
 * components of the order of the rounding error times the lost length.
 *
 * @see Giraud, Langou & Rozložník 2005, "twice is enough"
 */
export function orthogonalize(vector: Float64Array, basis: readonly Float64Array[]): Float64Array {
  for (let pass = 0; pass < 2; pass++)
    for (const direction of basis) addScaled(vector, -dot(direction, vector), direction);
  return vector;
}

/** Fills with −1 and 1, 24 signs from each draw (the low eight bits of the generator are its weak ones). */
export function fillSigns<T extends Float32Array | Float64Array>(target: T, draws: Draws): T {
  let bits = 0;
  for (let i = 0; i < target.length; i++) {
    if (i % 24 === 0) bits = draws.uint32() >>> 8;
    target[i] = bits & 1 ? 1 : -1;
    bits >>>= 1;
  }
  return target;
}

/** A vector of independent ±1, Hutchinson's probe. */
export const signs = (dimension: number, draws: Draws): Float64Array =>
  fillSigns(new Float64Array(dimension), draws);

/** A vector of independent standard normal numbers. */
export const normals = (dimension: number, draws: Draws): Float64Array =>
  Float64Array.from({ length: dimension }, () => draws.normal());
