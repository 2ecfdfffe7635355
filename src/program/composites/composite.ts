import type * as tf from '@tensorflow/tfjs';

export type Inputs = Readonly<Record<string, tf.Tensor>>;
export type CompositeAttributes = Readonly<Record<string, unknown>>;

/** A kernel that is recorded as a few simpler ones, so that no transformation needs to know it. */
export type Composite = (inputs: Inputs, attributes: CompositeAttributes) => tf.Tensor | readonly tf.Tensor[];
