import * as tf from '@tensorflow/tfjs';
import { blockComposites } from './blocks.ts';
import type { Composite } from './composite.ts';
import { convolutionComposites, otherConvolution } from './convolutions.ts';
import { einsum } from './einsum.ts';
import { fusedComposites } from './fused.ts';
import { imageComposites } from './images.ts';
import { indexingComposites } from './indexing.ts';
import { volumeComposites } from './volumes.ts';

/** A row of numbers that is known while tracing. */
const row = (count: number, at: (index: number) => number, dtype: 'float32' | 'int32'): tf.Tensor =>
  tf.tensor1d(
    Array.from({ length: count }, (_, index) => at(index)),
    dtype,
  );

/** Kernels that programs have, in a form that they do not: undefined where it is theirs. */
export const otherForms: Readonly<Record<string, (...call: Parameters<Composite>) => tf.Tensor | undefined>> =
  { Conv2D: otherConvolution };

/** Kernels recorded as compositions: derivatives of every order, batching and lowering follow from their parts. */
export const composites: Readonly<Record<string, Composite>> = {
  ...blockComposites,
  ...convolutionComposites,
  ...fusedComposites,
  ...imageComposites,
  ...indexingComposites,
  ...volumeComposites,
  Einsum: einsum,
  FusedBatchNorm: ({ x, mean, variance, offset, scale }, attributes) => {
    const inverse = tf.rsqrt(tf.add(variance!, attributes['varianceEpsilon'] as number));
    const normal = tf.mul(tf.sub(x!, mean!), scale ? tf.mul(inverse, scale) : inverse);
    return offset ? tf.add(normal, offset) : normal;
  },
  LinSpace: (_, { start, stop, num }) => {
    const [from, to, count] = [start, stop, num] as [number, number, number];
    return row(count, (index) => from + (index * (to - from)) / (count - 1 || 1), 'float32');
  },
  LogicalXor: ({ a, b }) => tf.notEqual(a!, b!),
  LogSoftmax: ({ logits }, { axis }) => {
    const shifted = tf.sub(logits!, tf.max(logits!, axis as number, true));
    return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis as number, true)));
  },
  Range: (_, { start, stop, step, dtype }) => {
    const [from, to, by] = [start, stop, step] as [number, number, number];
    const count = Math.max(0, Math.ceil((to - from) / by));
    return row(count, (index) => from + index * by, dtype as 'float32' | 'int32');
  },
};
