import * as tf from '@tensorflow/tfjs';
import type { Composite } from './composite.ts';

const product = (lengths: readonly number[]): number => lengths.reduce((total, length) => total * length, 1);

/** Channels become pixels: blocks of `blockSize` by `blockSize`. */
const depthToSpace: Composite = ({ x }, { blockSize, dataFormat }) => {
  const side = blockSize as number;
  const image = dataFormat === 'NCHW' ? tf.transpose(x!, [0, 2, 3, 1]) : x!;
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const depth = channels / side ** 2;
  const blocks = tf.transpose(
    tf.reshape(image, [batch, height, width, side, side, depth]),
    [0, 1, 3, 2, 4, 5],
  );
  const spread = tf.reshape(blocks, [batch, height * side, width * side, depth]);
  return dataFormat === 'NCHW' ? tf.transpose(spread, [0, 3, 1, 2]) : spread;
};

/** Every `blockShape`-th place along the axes after the first becomes an image of its own, after padding. */
const spaceToBatch: Composite = ({ x }, attributes) => {
  const block = attributes['blockShape'] as number[];
  const paddings = attributes['paddings'] as [number, number][];
  const rest = x!.shape.slice(block.length + 1);
  const padded = tf.pad(x!, [[0, 0], ...paddings, ...rest.map((): [number, number] => [0, 0])]);
  const [batch, ...sides] = padded.shape.slice(0, block.length + 1) as [number, ...number[]];
  const split = sides.flatMap((side, axis) => [side / block[axis]!, block[axis]!]);
  const last = rest.map((_, axis) => 1 + split.length + axis);
  const order = [
    ...block.map((_, axis) => 2 * axis + 2),
    0,
    ...block.map((_, axis) => 2 * axis + 1),
    ...last,
  ];
  const moved = tf.transpose(tf.reshape(padded, [batch, ...split, ...rest]), order);
  return tf.reshape(moved, [
    batch * product(block),
    ...sides.map((side, axis) => side / block[axis]!),
    ...rest,
  ]);
};

/** The reverse of `spaceToBatch`, before cropping. */
const batchToSpace: Composite = ({ x }, attributes) => {
  const block = attributes['blockShape'] as number[];
  const crops = attributes['crops'] as [number, number][];
  const count = block.length;
  const sides = x!.shape.slice(1, count + 1);
  const rest = x!.shape.slice(count + 1);
  const batch = x!.shape[0]! / product(block);
  const order = [
    count,
    ...block.flatMap((_, axis) => [count + 1 + axis, axis]),
    ...rest.map((_, axis) => 2 * count + 1 + axis),
  ];
  const moved = tf.transpose(tf.reshape(x!, [...block, batch, ...sides, ...rest]), order);
  const whole = sides.map((side, axis) => side * block[axis]!);
  const full = tf.reshape(moved, [batch, ...whole, ...rest]);
  const begin = [0, ...crops.map(([before]) => before), ...rest.map(() => 0)];
  const size = [batch, ...whole.map((side, axis) => side - crops[axis]![0] - crops[axis]![1]), ...rest];
  return tf.slice(full, begin, size);
};

/** Each channel over a power of the squares of its neighbours: x (bias + alpha Σ x²)^−beta. */
const localResponse: Composite = ({ x }, attributes) => {
  const [radius, bias, alpha, beta] = ['depthRadius', 'bias', 'alpha', 'beta'].map(
    (name) => attributes[name] as number,
  ) as [number, number, number, number];
  const axis = x!.rank - 1;
  const none = x!.shape.map((): [number, number] => [0, 0]);
  const squares = tf.pad(tf.square(x!), [...none.slice(1), [radius, radius]]);
  const around = Array.from({ length: 2 * radius + 1 }, (_, shift) =>
    tf.slice(
      squares,
      x!.shape.map((_length, other) => (other === axis ? shift : 0)),
      x!.shape,
    ),
  );
  return tf.mul(x!, tf.pow(tf.add(bias, tf.mul(alpha, tf.addN(around))), tf.scalar(-beta)));
};

/** Products of an element and all before it along an axis, or all after it; without itself where exclusive. */
const cumulativeProduct: Composite = ({ x }, { axis, exclusive, reverse }) => {
  const along = ((axis as number) + x!.rank) % x!.rank;
  const parts = tf.split(x!, x!.shape[along]!, along);
  if (reverse === true) parts.reverse();
  const inclusive: tf.Tensor[] = [];
  for (const part of parts) inclusive.push(inclusive.length === 0 ? part : tf.mul(inclusive.at(-1)!, part));
  const products = exclusive === true ? [tf.onesLike(parts[0]!), ...inclusive.slice(0, -1)] : inclusive;
  return tf.concat(reverse === true ? products.reverse() : products, along);
};

/** Composites that move blocks of images about, and scans. */
export const blockComposites = {
  BatchToSpaceND: batchToSpace,
  Cumprod: cumulativeProduct,
  DepthToSpace: depthToSpace,
  LRN: localResponse,
  SpaceToBatchND: spaceToBatch,
} satisfies Readonly<Record<string, Composite>>;
