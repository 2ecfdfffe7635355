import type * as Tf from '@tensorflow/tfjs';
import type { ValueType } from '../../program/types.ts';
import type { HostTensor } from '../types.ts';
import type { TensorFlow } from './backends.ts';

/** A tensor on the backend in use holding a copy of the data, whatever memory they rest on. */
export function toTensor(tf: TensorFlow, data: HostTensor['data'], { shape, dtype }: ValueType): Tf.Tensor {
  return tf.tensor(data.slice(), [...shape], dtype);
}

/** The values of a tensor, copied; bool comes as bytes 0 and 1. */
export function toHost(tensor: Tf.Tensor): HostTensor {
  const data = tensor.dataSync() as HostTensor['data'];
  return { data: data.slice(), shape: [...tensor.shape] };
}
