import * as tf from '@tensorflow/tfjs';
import type { Composite, CompositeAttributes } from './composite.ts';
import { choose } from './indexing.ts';

/** Input pixels a step of one output pixel along an axis. */
function scaleOf(length: number, wanted: number, { alignCorners }: CompositeAttributes): number {
  const corners = alignCorners === true && wanted > 1;
  return corners ? (length - 1) / (wanted - 1) : length / wanted;
}

const resizeNearest: Composite = ({ images }, attributes) =>
  (attributes['size'] as number[]).reduce((image: tf.Tensor, wanted, index) => {
    const axis = index + 1;
    const length = images!.shape[axis]!;
    const scale = scaleOf(length, wanted, attributes);
    const half = attributes['halfPixelCenters'] === true ? 0.5 : 0;
    const round = attributes['alignCorners'] === true ? Math.round : Math.floor;
    const indices = Array.from({ length: wanted }, (_, position) =>
      Math.max(0, Math.min(length - 1, round(scale * (position + half)))),
    );
    return choose(image, indices, axis);
  }, images!);

const resizeBilinear: Composite = ({ images }, attributes) =>
  (attributes['size'] as number[]).reduce((image: tf.Tensor, wanted, index) => {
    const axis = index + 1;
    const length = images!.shape[axis]!;
    const scale = scaleOf(length, wanted, attributes);
    const sources = Array.from({ length: wanted }, (_, position) =>
      attributes['halfPixelCenters'] === true ? scale * (position + 0.5) - 0.5 : scale * position,
    );
    const low = sources.map((source) => Math.max(0, Math.floor(source)));
    const high = sources.map((source) => Math.min(length - 1, Math.ceil(source)));
    const shares = sources.map((source, position) => source - low[position]!);
    const shape = image.shape.map((_, other) => (other === axis ? wanted : 1));
    const [first, last] = [choose(image, low, axis), choose(image, high, axis)];
    return tf.add(first, tf.mul(tf.sub(last, first), tf.tensor(shares, shape)));
  }, images!);

/** Composites that resize images `[batch, height, width, channels]`. */
export const imageComposites = {
  FlipLeftRight: ({ image }) => tf.reverse(image!, 2),
  ResizeBilinear: resizeBilinear,
  ResizeNearestNeighbor: resizeNearest,
} satisfies Readonly<Record<string, Composite>>;
