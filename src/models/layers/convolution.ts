import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { weightInitializer } from './initializers.ts';
import type { WeightInit } from './initializers.ts';
import { sequential, stateless } from './layer.ts';
import type { Layer } from './layer.ts';
import { normalization } from './normalization.ts';
import type { Normalization } from './normalization.ts';
import type { DataShape } from '../types.ts';

/** Height, width and channels of the images that a layer sees. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Sizes and start of a convolution. */
export interface ConvolutionShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the square filter. */
  readonly side: number;
  readonly stride: number;
  readonly init: WeightInit;
  readonly normalization: Normalization;
}

/**
 * A convolution of `[batch, height, width, inputs]` with zero padding (`same`), then its normalization: parameters
 * `<name>.filter` `[side, side, inputs, outputs]` and, without normalization, `<name>.bias` `[outputs]`, which starts
 * at 0 (a normalization's shift makes a bias redundant).
 *
 * @example convolution('block1.conv1', { inputs: 1, outputs: 8, side: 3, stride: 1, init: 'he', normalization: 'batch' });
 */
export function convolution(name: string, shape: ConvolutionShape): Layer {
  const { inputs, outputs, side, stride, init } = shape;
  const fans = { fanIn: side * side * inputs, fanOut: side * side * outputs, rectified: true };
  const biased = shape.normalization === 'none';
  const filter: Layer = {
    parameters: [
      {
        name: `${name}.filter`,
        shape: [side, side, inputs, outputs],
        initializer: weightInitializer(init, fans),
      },
      ...(biased
        ? [{ name: `${name}.bias`, shape: [outputs], initializer: { kind: 'zeros' } as const }]
        : []),
    ],
    statistics: [],
    apply: (x, { parameters }) => {
      const convolved = tf.conv2d(
        x as tf.Tensor4D,
        parameters[`${name}.filter`] as tf.Tensor4D,
        stride,
        'same',
      );
      return { output: biased ? tf.add(convolved, parameters[`${name}.bias`]!) : convolved, statistics: {} };
    },
  };
  return sequential([filter, normalization(shape.normalization, name, outputs)]);
}

/** The rectifier. */
export const rectifier: Layer = stateless((x) => tf.relu(x));

/** Largest of each 2 × 2 square; an odd last row or column is dropped. */
export const maxPool: Layer = stateless((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'));

/** Mean over height and width: `[batch, height, width, channels]` to `[batch, channels]`. */
export const globalAverage: Layer = stateless((x) => tf.mean(x, [1, 2]));

/** Features `[batch, height, width]` or `[batch, height, width, channels]` as the latter. */
export const asImages: Layer = stateless((x) => (x.rank === 4 ? x : tf.reshape(x, [...x.shape, 1])));

/**
 * The images that the data hold.
 *
 * @throws AssayError `configuration` where the features are not `[height, width]` or `[height, width, channels]`.
 * @example imageShape('cnn', { features: [28, 28], outputs: 10 }); // { height: 28, width: 28, channels: 1 }
 */
export function imageShape(model: string, { features }: DataShape): ImageShape {
  const [height, width, channels = 1, ...rest] = features;
  if (height === undefined || width === undefined || rest.length > 0)
    throw new AssayError(
      'configuration',
      `Cannot build the model ${model}: expected examples of shape [height, width] or [height, width, channels], got [${features}]`,
    );
  return { height, width, channels };
}

/**
 * Images after one `maxPool`.
 *
 * @throws AssayError `configuration` where a side is shorter than 2.
 */
export function pooled(model: string, image: ImageShape): ImageShape {
  if (image.height < 2 || image.width < 2)
    throw new AssayError(
      'configuration',
      `Cannot build the model ${model}: expected images of at least 2 × 2 before each pooling, got ${image.height} × ${image.width}; use fewer poolings`,
    );
  return { ...image, height: Math.floor(image.height / 2), width: Math.floor(image.width / 2) };
}
