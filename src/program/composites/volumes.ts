import * as tf from '@tensorflow/tfjs';
import type { Composite } from './composite.ts';
import { choose } from './indexing.ts';

/** The three entries of an attribute that is a number or a list of three. */
function sides(value: unknown): readonly [number, number, number] {
  const list = Array.isArray(value) ? (value as number[]) : [value as number];
  if (list.length === 1) return [list[0]!, list[0]!, list[0]!];
  return list as unknown as [number, number, number];
}

/**
 * A convolution over depth, height and width as a sum of flat ones: one for each depth of the filter, on the depths
 * that it meets.
 *
 * @throws RangeError for dilations and channels that come first
 */
const conv3d: Composite = ({ x, filter }, { strides, pad, dataFormat, dilations }) => {
  if (dataFormat !== 'NDHWC' || sides(dilations ?? 1).some((dilation) => dilation !== 1))
    throw new RangeError('expected a convolution of NDHWC without dilations, got another');
  const [deep, high, wide] = sides(strides);
  const [batch, depth, height, width, channels] = x!.shape as [number, number, number, number, number];
  const taps = filter!.shape[0]!;
  const out = pad === 'same' ? Math.ceil(depth / deep) : Math.floor((depth - taps) / deep) + 1;
  const missing = pad === 'same' ? Math.max(0, (out - 1) * deep + taps - depth) : 0;
  const before = Math.floor(missing / 2);
  const padded = tf.pad(x!, [
    [0, 0],
    [before, missing - before],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  const flat = Array.from({ length: taps }, (_, tap) => {
    const met = choose(
      padded,
      Array.from({ length: out }, (_place, place) => place * deep + tap),
      1,
    );
    const images = tf.reshape(met, [batch * out, height, width, channels]) as tf.Tensor4D;
    const kernel = tf.squeeze(tf.slice(filter!, [tap, 0, 0, 0, 0], [1, -1, -1, -1, -1]), [0]) as tf.Tensor4D;
    return tf.conv2d(images, kernel, [high, wide], pad as 'same' | 'valid');
  });
  const sum = flat.length === 1 ? flat[0]! : tf.addN(flat);
  return tf.reshape(sum, [batch, out, ...sum.shape.slice(1)]);
};

type FlatPool = (
  x: tf.Tensor4D,
  size: [number, number],
  strides: [number, number],
  pad: 'same' | 'valid',
) => tf.Tensor4D;

/**
 * A pool over depth, height and width: over height and width, and of that over depth. Means of means are the mean, also
 * where windows reach over the edge: what lies inside is counted along each axis.
 *
 * @throws RangeError for paddings that are numbers and channels that come first
 */
const pool3d =
  (flat: FlatPool): Composite =>
  ({ x }, { filterSize, strides, pad, dataFormat }) => {
    if ((dataFormat ?? 'NDHWC') !== 'NDHWC' || !['same', 'valid', 0].includes(pad as string))
      throw new RangeError(
        `expected a pool of NDHWC with padding same or valid, got ${String(pad)}, ${String(dataFormat)}`,
      );
    const padding = pad === 'same' ? 'same' : 'valid';
    const [taps, height, width] = sides(filterSize);
    const [deep, high, wide] = sides(strides);
    const [batch, depth, ...image] = x!.shape as [number, number, number, number, number];
    const images = flat(
      tf.reshape(x!, [batch * depth, ...image]) as tf.Tensor4D,
      [height, width],
      [high, wide],
      padding,
    );
    const [, rows, columns, channels] = images.shape;
    const pooled = flat(
      tf.reshape(images, [batch, depth, rows * columns, channels]) as tf.Tensor4D,
      [taps, 1],
      [deep, 1],
      padding,
    );
    return tf.reshape(pooled, [batch, pooled.shape[1], rows, columns, channels]);
  };

/** Composites over volumes `[batch, depth, height, width, channels]`. */
export const volumeComposites = {
  AvgPool3D: pool3d((x, size, strides, pad) => tf.avgPool(x, size, strides, pad)),
  Conv3D: conv3d,
  MaxPool3D: pool3d((x, size, strides, pad) => tf.maxPool(x, size, strides, pad)),
} satisfies Readonly<Record<string, Composite>>;
