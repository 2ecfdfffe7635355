import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { landscapeModel } from './landscape.ts';
import type { ResolvedModelSpec } from '../schema.ts';
import { checkSymmetric, choleskyFactor, isDiagonal } from '../symmetric-matrix.ts';
import type { Model } from '../types.ts';

/**
 * The noisy quadratic L(θ) = ½ θᵀ H θ + θᵀ ξ with ξ ~ N(0, C / S): declared curvature and gradient noise.
 *
 * H is symmetric, of any sign; C has no negative direction. Each is given by its rows or, where it is diagonal, by its
 * diagonal. `start` is where θ begins; without it θ is drawn from N(0, I). With a `minimum` m, θ − m takes the place of
 * θ.
 *
 * @throws AssayError `configuration` where sizes differ, H or C is not symmetric, or C has a negative direction.
 * @see Zhang et al. 2019, section 3.1 (the noisy quadratic model); `noiseShape` for how the data drive ξ.
 * @example quadratic({ kind: 'quadratic', hessian: [1, 10], noiseCovariance: [1, 10], start: [1, 1] });
 */
export function quadratic(spec: Extract<ResolvedModelSpec, { kind: 'quadratic' }>): Model {
  const { hessian, noiseCovariance, start, minimum } = spec;
  const dimension = hessian.length;
  if (minimum !== undefined && minimum.length !== dimension)
    throw new AssayError(
      'configuration',
      `Cannot build the model quadratic: expected a minimum of ${dimension} numbers, got ${minimum.length}`,
    );
  const bowl = (theta: tf.Tensor) => tf.mul(0.5, tf.sum(tf.mul(theta, multiply(hessian, theta))));
  checkSymmetric('the hessian of the quadratic', hessian, dimension);
  checkSymmetric('the noiseCovariance of the quadratic', noiseCovariance, dimension);
  const factor = choleskyFactor('the noiseCovariance of the quadratic', noiseCovariance);
  const diagonal = factor.every((row, i) => row.every((entry, j) => i === j || entry === 0));
  return landscapeModel({
    kind: 'quadratic',
    dimension,
    start,
    value: (theta) => bowl(minimum === undefined ? theta : tf.sub(theta, tf.tensor1d([...minimum]))),
    noise: (draws) =>
      diagonal
        ? tf.mul(draws, tf.tensor1d(factor.map((row, i) => row[i]!)))
        : tf.matMul(draws as tf.Tensor2D, tf.tensor2d(factor.map((row) => [...row])), false, true),
  });
}

function multiply(matrix: readonly number[] | readonly (readonly number[])[], theta: tf.Tensor): tf.Tensor {
  if (isDiagonal(matrix)) return tf.mul(theta, tf.tensor1d([...matrix]));
  const size = matrix.length;
  const rows = tf.tensor2d(matrix.map((row) => [...row]));
  return tf.reshape(tf.matMul(rows, tf.reshape(theta, [size, 1]) as tf.Tensor2D), [size]);
}
