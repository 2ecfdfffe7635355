import type * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../models/types.ts';

/** Values that change from step to step and come from schedules: scalars, symbolic while tracing. */
export interface Hyperparameters {
  readonly learningRate: tf.Scalar;
  readonly momentum?: tf.Scalar;
  readonly batchSize?: tf.Scalar;
}

/** What an update sees. `gradientAt` traces the gradient of the same mini-batch at other parameters (Runge–Kutta, SVAG). */
export interface UpdateInput {
  readonly parameters: NamedTensors;
  readonly gradients: NamedTensors;
  readonly state: NamedTensors;
  readonly hyperparameters: Hyperparameters;
  readonly gradientAt: (parameters: NamedTensors) => NamedTensors;
  /** Standard normal draws of the parameters' shapes, only where `noise` is declared. */
  readonly noise?: NamedTensors;
}

/**
 * A pair of pure functions in TensorFlow.js operations; nothing is mutated. State entries are named
 * `<slot>/<parameter>` (`firstMoment/hidden1.weight`) or `<slot>` for scalars (`step`).
 */
export interface Optimizer {
  readonly kind: string;
  readonly init: (parameters: NamedTensors) => NamedTensors;
  readonly update: (input: UpdateInput) => {
    readonly parameters: NamedTensors;
    readonly state: NamedTensors;
  };
  /** Whether the step consumes Gaussian noise of the parameters' shapes. */
  readonly noise?: boolean;
  /** Invariances that the optimizer claims; `assay check` tests them as laws. */
  readonly invariances?: readonly ('loss-scale' | 'rotation' | 'permutation' | 'translation')[];
}
