import type * as tf from '@tensorflow/tfjs-core';

/** How a parameter starts: data, so that workers can draw it from the `init` stream without user code. */
export type Initializer =
  | { readonly kind: 'zeros' | 'ones' }
  | { readonly kind: 'constant'; readonly values: readonly number[] }
  | { readonly kind: 'normal'; readonly standardDeviation: number }
  /** Normal draws beyond two standard deviations are drawn again. */
  | { readonly kind: 'truncated-normal'; readonly standardDeviation: number }
  | { readonly kind: 'uniform'; readonly limit: number }
  | { readonly kind: 'orthogonal'; readonly gain: number };

/** Name, shape and initial law of one trainable parameter. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
}

/** Named tensors, symbolic while tracing. Order of keys is the declared order of the parameters. */
export type NamedTensors = Record<string, tf.Tensor>;

/**
 * What a model sees of its data: shape of one example without the batch axis, and the number of classes (or outputs).
 */
export interface DataShape {
  readonly features: readonly number[];
  readonly outputs: number;
}

/**
 * A net as pure TensorFlow.js code over named parameters. Nothing in it computes: it is traced.
 *
 * `forward` returns the output (`[batch, outputs]` logits or predictions) and, for models with running statistics, the
 * new values of `statistics` (carried beside the parameters, never differentiated; what is not trained may stay as it
 * is). The parameters are read, never exchanged.
 */
export interface Model {
  readonly kind: string;
  readonly parameters: readonly ParameterSpec[];
  readonly statistics: readonly ParameterSpec[];
  forward(input: {
    readonly parameters: NamedTensors;
    readonly statistics: NamedTensors;
    readonly features: tf.Tensor;
    readonly training: boolean;
  }): { readonly output: tf.Tensor; readonly statistics: NamedTensors };
  /**
   * `softmax`: outputs are the logits of a net that ends with a soft-max, which losses other than cross-entropy take.
   */
  readonly endsWith?: 'softmax';
  /** Added to the loss of training: regularizers. */
  penalty?(input: { readonly parameters: NamedTensors }): tf.Scalar;
  /**
   * A model whose loss is its own (quadratic, double well, focal …) gives it here; `loss: 'model'` selects it. Where
   * examples have classes and `forward` gives `[batch, outputs]`, accuracy is that of its output.
   */
  loss?(input: {
    readonly parameters: NamedTensors;
    readonly features: tf.Tensor;
    readonly labels: tf.Tensor;
    /** Running statistics before the step: their new values are those of `forward`. */
    readonly statistics?: NamedTensors;
    readonly training?: boolean;
  }): tf.Scalar;
}
