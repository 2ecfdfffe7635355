import type * as Tf from '@tensorflow/tfjs';
import type { DType, ValueType } from '../../program/types.ts';
import type { HostTensor } from '../types.ts';
import type { TensorFlow } from './backends.ts';

/** A tensor on the backend in use holding a copy of the data, whatever memory they rest on. */
export function toTensor(tf: TensorFlow, data: HostTensor['data'], { shape, dtype }: ValueType): Tf.Tensor {
  return tf.tensor(data.slice(), [...shape], dtype);
}

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * The values of a tensor, copied into an array of its declared type (a cast on the cpu backend keeps the array of the
 * type before); bool comes as bytes 0 and 1.
 */
export function toHost(tensor: Tf.Tensor): HostTensor {
  const values = tensor.dataSync<'float32'>();
  return { data: arrays[tensor.dtype as DType].from(values), shape: [...tensor.shape] };
}
