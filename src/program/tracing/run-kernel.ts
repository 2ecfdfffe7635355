import * as tf from '@tensorflow/tfjs';
import type { AttributesFor, Inputs, KernelName } from '../kernels/signatures.ts';

/** Runs a kernel of one output on the backend in use; while a program is traced, records it. */
export const runKernel = <K extends KernelName>(
  kernel: K,
  inputs: Inputs<K, tf.Tensor>,
  attributes: AttributesFor<K>,
): tf.Tensor =>
  tf
    .engine()
    .runKernel(
      kernel,
      inputs as unknown as tf.NamedTensorMap,
      attributes as unknown as tf.NamedAttrMap,
    ) as tf.Tensor;
