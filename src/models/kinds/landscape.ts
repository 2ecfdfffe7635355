import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import type { Initializer, Model } from '../types.ts';

/** A function of one parameter vector `theta`, with gradient noise from the data. */
export interface Landscape {
  readonly kind: string;
  readonly dimension: number;
  /** Where `theta` starts; drawn from N(0, I) of the `init` stream when absent. */
  readonly start?: readonly number[] | undefined;
  /** The noise-free loss at `theta` `[dimension]`. */
  readonly value: (theta: tf.Tensor) => tf.Tensor;
  /** Rows of noise `[batch, dimension]` from rows of standard normal numbers of the same shape; none when absent. */
  readonly noise?: (draws: tf.Tensor) => tf.Tensor;
}

/**
 * A landscape as a model: one parameter `theta`; output `[batch, 1]`, the loss of each row L(θ) + θᵀ ξᵢ; loss, their
 * mean.
 *
 * @throws AssayError `configuration` where the start has another length than the landscape's dimension.
 * @example landscapeModel({ kind: 'bowl', dimension: 2, value: (theta) => tf.sum(tf.square(theta)) });
 */
export function landscapeModel(landscape: Landscape): Model {
  const { kind, dimension, start, value, noise } = landscape;
  if (start !== undefined && start.length !== dimension)
    throw new AssayError(
      'configuration',
      `Cannot build the model ${kind}: expected a start of ${dimension} values, got ${start.length}`,
    );
  const initializer: Initializer =
    start === undefined ? { kind: 'normal', standardDeviation: 1 } : { kind: 'constant', values: start };
  const rows = (theta: tf.Tensor, features: tf.Tensor): tf.Tensor => {
    const batch = features.shape[0]!;
    const draws = tf.reshape(features, [batch, features.size / batch]);
    const tilt = noise
      ? tf.matMul(noise(draws) as tf.Tensor2D, tf.reshape(theta, [dimension, 1]) as tf.Tensor2D)
      : tf.zeros([batch, 1]);
    return tf.add(tilt, value(theta));
  };
  return Object.freeze({
    kind,
    parameters: [{ name: 'theta', shape: [dimension], initializer }],
    statistics: [],
    forward: ({ parameters, statistics, features }) => ({
      output: rows(parameters.theta!, features),
      statistics,
    }),
    loss: ({ parameters, features }) => {
      const theta = parameters.theta!;
      if (noise === undefined) return value(theta) as tf.Scalar;
      const mean = tf.mean(noise(tf.reshape(features, [features.shape[0]!, dimension])), 0);
      return tf.add(value(theta), tf.sum(tf.mul(mean, theta))) as tf.Scalar;
    },
  } satisfies Model);
}
