import type * as tf from '@tensorflow/tfjs';
import type { Attributes } from './types.ts';

/** What a gradient rule sees of a node. */
export interface GradientCall {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  /** Gradients of the loss with respect to the outputs, each of its output's shape. */
  readonly outputGradients: readonly tf.Tensor[];
  readonly attributes: Attributes;
}

/** Gradients with respect to inputs by name, each computed only where it is asked for. */
export type GradientRule = (call: GradientCall) => Readonly<Record<string, () => tf.Tensor>>;
