import type * as tf from '@tensorflow/tfjs';
import type { AttributesFor, Inputs, KernelName } from '../kernels/signatures.ts';
import type { Attributes } from '../types.ts';

/** What a gradient rule sees of a node. */
export interface GradientCall<K extends KernelName> {
  readonly inputs: Inputs<K, tf.Tensor>;
  readonly outputs: readonly [tf.Tensor, ...tf.Tensor[]];
  /** Gradients of the loss with respect to the outputs, each of its output's shape. */
  readonly outputGradients: readonly [tf.Tensor, ...tf.Tensor[]];
  readonly attributes: AttributesFor<K>;
}

/** Gradients with respect to inputs by name, each computed only where it is asked for. */
export type GradientRule<K extends KernelName> = (
  call: GradientCall<K>,
) => Readonly<Partial<Record<keyof Inputs<K>, () => tf.Tensor>>>;

/** A gradient rule as it is called where the kernel is not known. */
export type AnyGradientRule = (call: {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  readonly outputGradients: readonly tf.Tensor[];
  readonly attributes: Attributes;
}) => Readonly<Record<string, (() => tf.Tensor) | undefined>>;
