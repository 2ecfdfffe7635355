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

/**
 * Rows of a tensor replaced by others, at indices that are known while tracing; of several for one row the last counts.
 */
const tensorScatterUpdate: Composite = ({ tensor, indices, updates }) => {
  const depth = indices!.shape.at(-1)!;
  const rows = flattened(tensor!, depth);
  const news = tf.reshape(updates!, [-1, ...rows.shape.slice(1)]);
  const chosen = Array.from({ length: rows.shape[0]! }, (_, row) => row);
  const entries = knownNumbers(indices!, 'indices');
  for (let index = 0; index < news.shape[0]!; index++) {
    let row = 0;
    for (let axis = 0; axis < depth; axis++)
      row = row * tensor!.shape[axis]! + entries[index * depth + axis]!;
    chosen[row] = rows.shape[0]! + index;
  }
  return tf.reshape(choose(tf.concat([rows, news]), chosen, 0), tensor!.shape);
};

/** The numbers of a tensor that is a constant of the program. @throws RangeError where it is computed of inputs */
function knownNumbers(x: tf.Tensor, what: string): Int32Array {
  try {
    return x.dataSync<'int32'>();
  } catch {
    throw new RangeError(`expected ${what} that are known while tracing, got some that are computed`);
  }
}

/** Longest row that is sorted: its numbers are compared with each other. */
const LONGEST = 1024;

/**
 * The k largest numbers of each row, and where they are: a number's place is how many are before it, larger ones or
 * equal ones with a lower index.
 *
 * @throws RangeError for long rows
 */
const topK: Composite = ({ x }, { k }) => {
  const count = x!.shape.at(-1)!;
  if (count > LONGEST) throw new RangeError(`expected rows of at most ${LONGEST} numbers, got ${count}`);
  const [each, other] = [tf.expandDims(x!, -1), tf.expandDims(x!, -2)];
  const row = tf.range(0, count);
  const earlier = tf.greater(tf.expandDims(row, -1), tf.expandDims(row, 0));
  const before = tf.logicalOr(tf.greater(other, each), tf.logicalAnd(tf.equal(other, each), earlier));
  const place = tf.sum(tf.cast(before, 'float32'), -1);
  const taken = tf.equal(tf.expandDims(place, -2), tf.expandDims(tf.range(0, k as number), -1));
  const values = tf.sum(tf.where(taken, other, tf.zerosLike(other)), -1);
  const indices = tf.sum(tf.mul(tf.cast(taken, 'float32'), row), -1);
  return [values, tf.cast(indices, 'int32')];
};

/** Composites that choose, place or repeat elements. */
export const indexingComposites = {
  Diag: diag,
  GatherNd: gatherNd,
  MirrorPad: mirrorPad,
  ScatterNd: scatterNd,
  StridedSlice: stridedSlice,
  TensorScatterUpdate: tensorScatterUpdate,
  TopK: topK,
} satisfies Readonly<Record<string, Composite>>;
