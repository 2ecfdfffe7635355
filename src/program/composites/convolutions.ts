import * as tf from '@tensorflow/tfjs';
import type { Composite, CompositeAttributes, Inputs } from './composite.ts';
import { choose } from './indexing.ts';

/** Filters `[height, width, …]` with zeros between their rows and columns: what they are, dilated. */
function spread(filter: tf.Tensor, [down, across]: readonly [number, number]): tf.Tensor {
  const [height, width, ...channels] = filter.shape as [number, number, ...number[]];
  const along = (x: tf.Tensor, axis: 0 | 1, by: number): tf.Tensor => {
    const [count, before, behind] = [x.shape[axis]!, x.shape.slice(0, axis), x.shape.slice(axis + 1)];
    const apart = tf.reshape(x, [...before, count, 1, ...behind]);
    const frame = apart.shape.map((_, at): [number, number] => [0, at === axis + 1 ? by - 1 : 0]);
    const spaced = tf.reshape(tf.pad(apart, frame), [...before, count * by, ...behind]);
    const end = spaced.shape.map((length, at) => (at === axis ? (count - 1) * by + 1 : length));
    return tf.slice(
      spaced,
      end.map(() => 0),
      end,
    );
  };
  const flat = tf.reshape(filter, [height, width, channels.reduce((size, length) => size * length, 1)]);
  const wide = along(along(flat, 0, down), 1, across);
  return tf.reshape(wide, [wide.shape[0]!, wide.shape[1]!, ...channels]);
}

const dilationsOf = ({ dilations = 1 }: CompositeAttributes): readonly [number, number] =>
  Array.isArray(dilations) ? (dilations as [number, number]) : [dilations as number, dilations as number];

const conv2d = (inputs: Inputs, attributes: CompositeAttributes): tf.Tensor =>
  tf.engine().runKernel('Conv2D', inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as tf.Tensor;

/** Paddings by axis, from `[batch, channels, height, width]` to channels last. */
const channelsLast = (pad: unknown): unknown => {
  if (!Array.isArray(pad)) return pad;
  const [batch, channels, ...image] = pad as unknown[];
  return [batch, ...image, channels];
};

/**
 * A convolution with channels first, or with dilations, for which TensorFlow.js has no gradient: recorded as one with
 * channels last and filters that hold the zeros. Undefined of any other.
 */
export function otherConvolution(inputs: Inputs, attributes: CompositeAttributes): tf.Tensor | undefined {
  const { x, filter } = inputs as { x: tf.Tensor; filter: tf.Tensor };
  if (attributes['dataFormat'] === 'NCHW') {
    const image = tf.transpose(x, [0, 2, 3, 1]);
    const pad = channelsLast(attributes['pad']);
    return tf.transpose(
      conv2d({ x: image, filter }, { ...attributes, dataFormat: 'NHWC', pad }),
      [0, 3, 1, 2],
    );
  }
  const dilations = dilationsOf(attributes);
  if (dilations.every((dilation) => dilation === 1)) return undefined;
  return conv2d({ x, filter: spread(filter, dilations) }, { ...attributes, dilations: [1, 1] });
}

/** Largest sums of image and filter under each place of the filter. */
const dilation2d: Composite = ({ x, filter }, { strides, pad, dilations }) => {
  const info = tf.backend_util.computeDilation2DInfo(
    x!.shape as [number, number, number, number],
    filter!.shape as [number, number, number],
    strides as number,
    pad as 'same' | 'valid',
    'NHWC',
    dilations as number,
  );
  const { top, bottom, left, right } = info.padInfo;
  // What lies outside is never the largest.
  const image = tf.pad(
    x!,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    Number.MIN_SAFE_INTEGER,
  );
  const along = (count: number, stride: number, start: number): number[] =>
    Array.from({ length: count }, (_, index) => start + index * stride);
  const sums: tf.Tensor[] = [];
  for (let row = 0; row < info.filterHeight; row++)
    for (let column = 0; column < info.filterWidth; column++) {
      const rows = along(info.outHeight, info.strideHeight, row * info.dilationHeight);
      const columns = along(info.outWidth, info.strideWidth, column * info.dilationWidth);
      const weight = tf.reshape(tf.slice(filter!, [row, column, 0], [1, 1, -1]), [1, 1, 1, -1]);
      sums.push(tf.add(choose(choose(image, rows, 1), columns, 2), weight));
    }
  return sums.reduce((largest, sum) => tf.maximum(largest, sum));
};

/** Composites that slide a filter over an image. */
export const convolutionComposites = {
  Dilation2D: dilation2d,
} satisfies Readonly<Record<string, Composite>>;
