import type * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../models/types.ts';

/** Values that change from step to step and come from schedules: scalars, symbolic while tracing. */
export interface Hyperparameters {
  readonly learningRate: tf.Scalar;
  readonly momentum?: tf.Scalar;
  readonly batchSize?: tf.Scalar;
}

/** What an update sees. `gradientAt` traces the gradient of the same mini-batch at other parameters (Runge–Kutta). */
export interface UpdateInput {
  readonly parameters: NamedTensors;
  readonly gradients: NamedTensors;
  readonly state: NamedTensors;
  readonly hyperparameters: Hyperparameters;
  readonly gradientAt: (parameters: NamedTensors) => NamedTensors;
  /** Standard normal draws of the parameters' shapes, only where `noise` is declared. */
  readonly noise?: NamedTensors;
  /** Gradients at the same parameters on further, independent mini-batches: `batches` − 1 of them. */
  readonly furtherGradients?: readonly NamedTensors[];
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
  /** How many independent mini-batches a step consumes; 1 when absent. */
  readonly batches?: number;
  /** The parameters that evaluations use, where they are not those that are trained (averages). */
  readonly evaluated?: (input: {
    readonly parameters: NamedTensors;
    readonly state: NamedTensors;
  }) => NamedTensors;
  /** Where the update fits one run only (its length, its rates): what tells that run from others. */
  readonly ofRun?: string;
  /**
   * That it accumulates: it moves at every `steps`-th step, by the mean of their gradients, as `base` does at every
   * step. `assay check` tests it as a law.
   */
  readonly accumulates?: { readonly steps: number; readonly base: Optimizer };
  /** Invariances that the optimizer claims; `assay check` tests them as laws. */
  readonly invariances?: readonly Invariance[];
}

/**
 * A change of the problem that changes nothing but the coordinates of the trajectory: multiplying the loss by a
 * positive constant (`loss-scale`), rotating all parameters together (`rotation`), permuting the entries of a parameter
 * (`permutation`), or moving the origin (`translation`).
 */
export type Invariance = 'loss-scale' | 'rotation' | 'permutation' | 'translation';
