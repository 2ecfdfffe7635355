import * as tf from '@tensorflow/tfjs';
import { weightInitializer } from './initializers.ts';
import type { WeightInit } from './initializers.ts';
import type { NamedTensors, ParameterSpec } from './types.ts';

/**
 * Parameters of a dense layer: `<name>.weight` `[inputs, outputs]` and `<name>.bias` `[outputs]`, which starts at 0.
 *
 * @example denseParameters('output', { inputs: 64, outputs: 10, init: 'glorot', rectified: false });
 */
export function denseParameters(
  name: string,
  layer: { inputs: number; outputs: number; init: WeightInit; rectified: boolean },
): readonly ParameterSpec[] {
  const { inputs, outputs, init, rectified } = layer;
  return [
    {
      name: `${name}.weight`,
      shape: [inputs, outputs],
      initializer: weightInitializer(init, { fanIn: inputs, fanOut: outputs, rectified }),
    },
    { name: `${name}.bias`, shape: [outputs], initializer: { kind: 'zeros' } },
  ];
}

/** x W + b for `x` of shape `[batch, inputs]`, with the parameters of `denseParameters`. */
export function dense(name: string, parameters: NamedTensors, x: tf.Tensor): tf.Tensor {
  return tf.add(
    tf.matMul(x as tf.Tensor2D, parameters[`${name}.weight`] as tf.Tensor2D),
    parameters[`${name}.bias`]!,
  );
}

/** Features of any shape as `[batch, features]`; left alone where they have it already. */
export function flatten(features: tf.Tensor): tf.Tensor {
  if (features.rank === 2) return features;
  const [batch, ...rest] = features.shape as [number, ...number[]];
  return tf.reshape(features, [batch, rest.reduce((product, length) => product * length, 1)]);
}
