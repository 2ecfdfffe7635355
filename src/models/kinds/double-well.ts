import * as tf from '@tensorflow/tfjs';
import { landscapeModel } from './landscape.ts';
import type { ResolvedModelSpec } from '../schema.ts';
import type { Model } from '../types.ts';

type DoubleWellSpec = Pick<Extract<ResolvedModelSpec, { kind: 'double-well' }>, 'curvatures' | 'depths'>;

/** The double well as plain numbers. */
export interface DoubleWell {
  readonly value: (x: number) => number;
  /** Place and height of the one maximum between the wells. */
  readonly barrier: { readonly at: number; readonly value: number };
}

/**
 * A potential of one variable with two minima, at x = −1 and x = 1, of exactly the declared depth and curvature:
 * L(−1) = −depths[0], L″(−1) = curvatures[0], L(1) = −depths[1], L″(1) = curvatures[1].
 *
 * Outside [−1, 1] it is the parabola of its well: −depth + ½ curvature (x ∓ 1)². Between the wells it is the polynomial
 * of degree 5 that has the two values, the two slopes 0 and the two curvatures, so L is twice continuously
 * differentiable. L′ is there (x² − 1) times a quadratic and positive on the right of −1, negative on the left of 1: it
 * has exactly one zero inside, the barrier. With equal wells the barrier is curvature / 8 above them.
 *
 * As a model: parameter `theta` `[1]`, starting at `start` or from N(0, 1); the gradient noise of an example has the
 * standard deviation `noise`.
 *
 * @example doubleWell({ kind: 'double-well', curvatures: [1, 16], depths: [0, 0.1], noise: 1 });
 */
export function doubleWell(spec: Extract<ResolvedModelSpec, { kind: 'double-well' }>): Model {
  const [left, right] = spec.curvatures;
  const coefficients = between(spec);
  return landscapeModel({
    kind: 'double-well',
    dimension: 1,
    start: spec.start === undefined ? undefined : [spec.start],
    value: (theta) => {
      const x = tf.reshape(theta, []);
      const [below, above] = [tf.relu(tf.sub(-1, x)), tf.relu(tf.sub(x, 1))];
      const inside = tf.sub(tf.add(x, below), above);
      const outside = tf.add(tf.mul(left / 2, tf.square(below)), tf.mul(right / 2, tf.square(above)));
      return tf.add(horner(coefficients, inside), outside);
    },
    noise: (draws) => tf.mul(draws, spec.noise),
  });
}

/**
 * The potential of `doubleWell` in double precision, with its barrier.
 *
 * @example doubleWellPotential({ curvatures: [8, 8], depths: [0, 0] }).barrier; // { at: 0, value: 1 }
 */
export function doubleWellPotential(spec: DoubleWellSpec): DoubleWell {
  const coefficients = between(spec);
  const [left, right] = spec.curvatures;
  const inside = (x: number) => coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
  const slope = (x: number) =>
    coefficients.reduceRight(
      (sum, coefficient, power) => (power === 0 ? sum : sum * x + power * coefficient),
      0,
    );
  const at = bisect((x) => slope(x) > 0);
  return Object.freeze({
    value: (x: number) => {
      if (x < -1) return -spec.depths[0] + (left / 2) * (x + 1) ** 2;
      if (x > 1) return -spec.depths[1] + (right / 2) * (x - 1) ** 2;
      return inside(x);
    },
    barrier: { at, value: inside(at) },
  });
}

/**
 * Coefficients, constant first, of the polynomial of degree 5 with the declared values, slopes 0 and curvatures at ∓1.
 */
function between({ curvatures: [left, right], depths: [first, second] }: DoubleWellSpec): readonly number[] {
  const [mean, half] = [-(first + second) / 2, (first - second) / 2]; // of the values at ∓1: L(±1) = mean ± half
  const [even, odd] = [(left + right) / 2, (right - left) / 2]; // of the curvatures: L″(±1) = even ± odd
  // Even part a + b x² + c x⁴: value mean, slope 0, curvature even at 1; odd part d x + e x³ + f x⁵ likewise.
  const [c, b] = [even / 8, -even / 4];
  const [f, e, d] = [(3 * half + odd) / 8, -(10 * half + 2 * odd) / 8, (15 * half + odd) / 8];
  return [mean - b - c, d, b, e, c, f];
}

function horner(coefficients: readonly number[], x: tf.Tensor): tf.Tensor {
  const descending = coefficients.toReversed();
  return descending
    .slice(1)
    .reduce<tf.Tensor>((sum, coefficient) => tf.add(tf.mul(sum, x), coefficient), tf.scalar(descending[0]!));
}

/** The place inside (−1, 1) where `rising` turns false. */
function bisect(rising: (x: number) => boolean): number {
  let [low, high] = [-1 + 1e-9, 1 - 1e-9];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (rising(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
