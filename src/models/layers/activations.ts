import * as tf from '@tensorflow/tfjs';

/** Activations that a model specification can name. */
export type Activation = 'relu' | 'tanh' | 'gelu' | 'linear';

/**
 * Activations as traced code, elementwise.
 *
 * `gelu` is the exact form x · Φ(x) = x · (1 + erf(x / √2)) / 2.
 *
 * @see Hendrycks & Gimpel 2016, equation in section 2.
 */
export const activations: Readonly<Record<Activation, (x: tf.Tensor) => tf.Tensor>> = {
  relu: (x) => tf.relu(x),
  tanh: (x) => tf.tanh(x),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))),
  linear: (x) => x,
};

/** Whether weights before this activation are scaled for a rectifier. */
export const rectifies: Readonly<Record<Activation, boolean>> = {
  relu: true,
  gelu: true,
  tanh: false,
  linear: false,
};
