import * as tf from '@tensorflow/tfjs';
import type { Composite } from './composite.ts';

/** Rows chosen along an axis by indices that are known while tracing. */
export const choose = (x: tf.Tensor, indices: readonly number[], axis: number): tf.Tensor =>
  indices.length === x.shape[axis] && indices.every((index, position) => index === position)
    ? x
    : tf.gather(x, tf.tensor1d([...indices], 'int32'), axis);

const numbers = (value: unknown): number[] => value as number[];

const stridedSlice: Composite = ({ x }, attributes) => {
  const mask = (name: string): number => (attributes[name] ?? 0) as number;
  const info = tf.slice_util.sliceInfo(
    x!.shape,
    numbers(attributes['begin']),
    numbers(attributes['end']),
    numbers(attributes['strides']),
    mask('beginMask'),
    mask('endMask'),
    mask('ellipsisMask'),
    mask('newAxisMask'),
    mask('shrinkAxisMask'),
  );
  const chosen = info.strides.reduce((part: tf.Tensor, stride, axis) => {
    const count = Math.max(0, Math.ceil((info.end[axis]! - info.begin[axis]!) / stride));
    const indices = Array.from({ length: count }, (_, index) => info.begin[axis]! + index * stride);
    return choose(part, indices, axis);
  }, x!);
  return tf.reshape(chosen, info.finalShape);
};

const mirrorPad: Composite = ({ x }, { paddings, mode }) => {
  const offset = mode === 'reflect' ? 0 : 1;
  return (paddings as [number, number][]).reduce((padded: tf.Tensor, [before, after], axis) => {
    const length = x!.shape[axis]!;
    const indices = Array.from({ length: before + length + after }, (_, position) => {
      const index = position - before;
      if (index < 0) return -index - offset;
      return index < length ? index : 2 * (length - 1) - index + offset;
    });
    return choose(padded, indices, axis);
  }, x!);
};

/** Row-major positions of index vectors `[…, depth]` in the first `depth` axes of a shape. */
function positions(indices: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const depth = indices.shape.at(-1)!;
  const strides = Array.from({ length: depth }, (_, axis) =>
    shape.slice(axis + 1, depth).reduce((size, length) => size * length, 1),
  );
  return tf.sum(tf.mul(indices, tf.tensor1d(strides, 'int32')), -1);
}

const flattened = (x: tf.Tensor, depth: number): tf.Tensor => {
  const size = x.shape.slice(0, depth).reduce((product, length) => product * length, 1);
  return tf.reshape(x, [size, ...x.shape.slice(depth)]);
};

const gatherNd: Composite = ({ params, indices }) =>
  tf.gather(flattened(params!, indices!.shape.at(-1)!), positions(indices!, params!.shape));

const scatterNd: Composite = ({ indices, updates }, attributes) => {
  const shape = numbers(attributes['shape']);
  const depth = indices!.shape.at(-1)!;
  const rank = indices!.rank - 1;
  const count = shape.slice(0, depth).reduce((product, length) => product * length, 1);
  const rows = tf.reshape(updates!, [-1, ...updates!.shape.slice(rank)]);
  const segments = tf.reshape(positions(indices!, shape), [-1]) as tf.Tensor1D;
  return tf.reshape(tf.unsortedSegmentSum(rows, segments, count), shape);
};

const diag: Composite = ({ x }) => {
  const size = x!.size;
  const square = tf.mul(tf.eye(size), tf.reshape(x!, [size, 1]));
  return tf.reshape(square, [...x!.shape, ...x!.shape]);
};

/** Composites that choose, place or repeat elements. */
export const indexingComposites = {
  Diag: diag,
  GatherNd: gatherNd,
  MirrorPad: mirrorPad,
  ScatterNd: scatterNd,
  StridedSlice: stridedSlice,
} satisfies Readonly<Record<string, Composite>>;
