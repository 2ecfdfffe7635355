import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { landscapeModel } from './landscape.ts';
import type { ResolvedModelSpec } from '../schema.ts';
import type { Model } from '../types.ts';

/**
 * Rosenbrock's valley in n ≥ 2 dimensions: L(θ) = Σᵢ 100 (θᵢ₊₁ − θᵢ²)² + (1 − θᵢ)², with its minimum 0 at (1, …, 1).
 *
 * Without noise: the data are not looked at. `start` sets the dimension; (−1.2, 1) without it.
 *
 * @throws AssayError `configuration` where the start has fewer than 2 values.
 * @see Rosenbrock 1960, equation 1; the sum form is Goldberg's.
 * @example rosenbrock({ kind: 'rosenbrock' });
 */
export function rosenbrock(spec: Extract<ResolvedModelSpec, { kind: 'rosenbrock' }>): Model {
  const start = spec.start ?? [-1.2, 1];
  const dimension = start.length;
  if (dimension < 2)
    throw new AssayError(
      'configuration',
      `Cannot build the model rosenbrock: expected a start of at least 2 values, got ${dimension}`,
    );
  return landscapeModel({
    kind: 'rosenbrock',
    dimension,
    start,
    value: (theta) => {
      const here = tf.slice(theta, [0], [dimension - 1]);
      const next = tf.slice(theta, [1], [dimension - 1]);
      const valley = tf.square(tf.sub(next, tf.square(here)));
      return tf.sum(tf.add(tf.mul(100, valley), tf.square(tf.sub(1, here))));
    },
  });
}
