import * as tf from '@tensorflow/tfjs';
import { weightInitializer } from './initializers.ts';
import type { WeightInit } from './initializers.ts';
import { stateless } from './layer.ts';
import type { Layer } from './layer.ts';
import type { Initializer } from '../types.ts';

/** Sizes and start of a dense layer. */
export interface DenseShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly init: WeightInit | Initializer;
  /** Whether a rectifier follows; only the orthogonal start asks. */
  readonly rectified: boolean;
}

/**
 * A dense layer x W + b for `x` of shape `[batch, inputs]`: parameters `<name>.weight` `[inputs, outputs]` and
 * `<name>.bias` `[outputs]`, which starts at 0.
 *
 * @example dense('output', { inputs: 64, outputs: 10, init: 'glorot', rectified: false });
 */
export function dense(name: string, shape: DenseShape): Layer {
  const { inputs, outputs, init, rectified } = shape;
  const initializer =
    typeof init === 'string' ? weightInitializer(init, { fanIn: inputs, fanOut: outputs, rectified }) : init;
  return {
    parameters: [
      { name: `${name}.weight`, shape: [inputs, outputs], initializer },
      { name: `${name}.bias`, shape: [outputs], initializer: { kind: 'zeros' } },
    ],
    statistics: [],
    apply: (x, { parameters }) => ({
      output: tf.add(
        tf.matMul(x as tf.Tensor2D, parameters[`${name}.weight`] as tf.Tensor2D),
        parameters[`${name}.bias`]!,
      ),
      statistics: {},
    }),
  };
}

/** Features of any shape as `[batch, features]`; left alone where they have it already. */
export const flatten: Layer = stateless((x) => {
  if (x.rank === 2) return x;
  const [batch, ...rest] = x.shape as [number, ...number[]];
  return tf.reshape(x, [batch, count(rest)]);
});

/** Number of places of a shape. */
export function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
