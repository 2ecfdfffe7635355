import * as tf from '@tensorflow/tfjs';
import type { GradientRule } from './gradient-rule.ts';
import { poolingInfo, type SpatialInfo } from '../kernels/shapes/spatial.ts';

/** The window's element at one offset, for every window: `[batch, outHeight, outWidth, channels]`. */
function atOffset(padded: tf.Tensor, info: SpatialInfo, row: number, column: number): tf.Tensor {
  const { outHeight, outWidth, strideHeight, strideWidth } = info;
  const [batch, , , channels] = padded.shape as [number, number, number, number];
  const [height, width] = [outHeight * strideHeight, outWidth * strideWidth];
  const block = tf.slice(padded, [0, row, column, 0], [batch, height, width, channels]);
  // Every stride-th row and column: a reshape brings the rest onto axes of their own.
  const parted = tf.reshape(block, [batch * outHeight, strideHeight, outWidth, strideWidth * channels]);
  const first = tf.slice(parted, [0, 0, 0, 0], [batch * outHeight, 1, outWidth, channels]);
  return tf.reshape(first, [batch, outHeight, outWidth, channels]);
}

/** The image with a frame, wide enough for every offset of every window. */
function framed(x: tf.Tensor, info: SpatialInfo, value: number): tf.Tensor {
  const { padInfo, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const height = outHeight * strideHeight + info.filterHeight - 1;
  const width = outWidth * strideWidth + info.filterWidth - 1;
  const frame: [number, number][] = [
    [0, 0],
    [padInfo.top, Math.max(0, height - inHeight - padInfo.top)],
    [padInfo.left, Math.max(0, width - inWidth - padInfo.left)],
    [0, 0],
  ];
  return tf.pad(x, frame, value);
}

/**
 * The gradient of `MaxPoolGrad`, which the registry lacks. `MaxPoolGrad` puts dy where each window has its (first)
 * maximum, so its transpose reads the incoming gradient there: offset by offset, the first that equals the maximum.
 */
export const maxPoolGrad: GradientRule<'MaxPoolGrad'> = ({ inputs, outputGradients, attributes }) => ({
  dy: () => {
    const [x, maximum] = [inputs.input, inputs.output];
    const info = poolingInfo(x.shape, attributes);
    const [images, slopes] = [framed(x, info, -Infinity), framed(outputGradients[0], info, 0)];
    let found: tf.Tensor = tf.zeros(maximum.shape, 'bool');
    let result: tf.Tensor = tf.zeros(maximum.shape);
    for (let row = 0; row < info.filterHeight; row++)
      for (let column = 0; column < info.filterWidth; column++) {
        const equal = tf.equal(atOffset(images, info, row, column), maximum);
        const first = tf.logicalAnd(equal, tf.logicalNot(found));
        result = tf.where(first, atOffset(slopes, info, row, column), result);
        found = tf.logicalOr(found, equal);
      }
    return result;
  },
  input: () => tf.zerosLike(inputs.input),
  output: () => tf.zerosLike(inputs.output),
});
