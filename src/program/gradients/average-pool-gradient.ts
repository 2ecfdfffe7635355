import * as tf from '@tensorflow/tfjs';
import type { GradientRule } from './gradient-rule.ts';
import { runKernel } from '../tracing/run-kernel.ts';
import { poolingInfo } from '../kernels/shapes/spatial.ts';
import type { AttributesFor } from '../kernels/signatures.ts';

/** Number of rows (or columns) of a window that lie inside the image. */
const inside = (start: number, length: number, end: number): number =>
  Math.min(start + length, end) - Math.max(start, 0);

/**
 * Elements of each window that lie inside the image, as a share of the window's size, `[1, outHeight, outWidth, 1]`;
 * undefined where all windows lie inside.
 */
function insideShare(shape: readonly number[], attributes: AttributesFor<'AvgPool'>): tf.Tensor | undefined {
  const info = poolingInfo(shape, attributes);
  const { padInfo, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  if (padInfo.top + padInfo.left + padInfo.bottom + padInfo.right === 0) return undefined;
  const shares = Array.from({ length: outHeight * outWidth }, (_, index) => {
    const row = Math.floor(index / outWidth) * strideHeight - padInfo.top;
    const column = (index % outWidth) * strideWidth - padInfo.left;
    const count = inside(row, filterHeight, info.inHeight) * inside(column, filterWidth, info.inWidth);
    return count / (filterHeight * filterWidth);
  });
  return tf.tensor(shares, [1, outHeight, outWidth, 1]);
}

/**
 * The gradient of `AvgPool`. The forward kernel divides by the number of elements inside the image, `AvgPoolGrad` by
 * the size of the window; the library's rule ignores the difference, which padding makes.
 */
export const averagePool: GradientRule<'AvgPool'> = ({ inputs, outputGradients, attributes }) => ({
  x: () => {
    const { x: input } = inputs;
    const share = insideShare(input.shape, attributes);
    const dy = share === undefined ? outputGradients[0] : tf.div(outputGradients[0], share);
    return runKernel('AvgPoolGrad', { dy, input }, attributes);
  },
});

/** The gradient of `AvgPoolGrad`, which is linear in dy and does not depend on the image. */
export const averagePoolGrad: GradientRule<'AvgPoolGrad'> = ({ inputs, outputGradients, attributes }) => ({
  dy: () => {
    const mean = runKernel('AvgPool', { x: outputGradients[0] }, attributes);
    const share = insideShare(inputs.input.shape, attributes);
    return share === undefined ? mean : tf.mul(mean, share);
  },
  input: () => tf.zerosLike(inputs.input),
});
