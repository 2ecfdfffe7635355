import * as tf from '@tensorflow/tfjs';
import { floatInput, type ShapeRule, typeOf } from '../shape-rule.ts';
import type { AttributesFor, KernelName } from '../signatures.ts';
import type { ValueType } from '../../types.ts';

type Shape4 = [number, number, number, number];

/** Extents, strides and padding of a convolution or pooling, and its output shape (NHWC). */
export type SpatialInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** @throws RangeError where windows are larger than the image, or a stride is no positive whole number */
function checked(info: SpatialInfo): SpatialInfo {
  const { filterHeight, filterWidth, inHeight, inWidth, strideHeight, strideWidth } = info;
  if (![strideHeight, strideWidth].every((stride) => Number.isInteger(stride) && stride > 0))
    throw new RangeError(
      `Cannot lay windows: expected strides that are positive whole numbers, got ${strideHeight} and ${strideWidth}`,
    );
  if (info.outHeight < 1 || info.outWidth < 1)
    throw new RangeError(
      `Cannot lay windows: expected windows that fit into an image of ${inHeight} by ${inWidth}, got ${filterHeight} by ${filterWidth}`,
    );
  return info;
}

/**
 * Geometry of a convolution.
 *
 * @throws RangeError where the data format is not NHWC, windows are larger than the image or strides are no whole
 * numbers
 */
export function convolutionInfo(
  x: readonly number[],
  filter: readonly number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat }: AttributesFor<'Conv2D'>,
): SpatialInfo {
  if ((dataFormat ?? 'NHWC') !== 'NHWC')
    throw new RangeError(`Cannot trace a convolution: expected data format NHWC, got ${dataFormat}`);
  return checked(
    tf.backend_util.computeConv2DInfo(
      [...x] as Shape4,
      [...filter] as Shape4,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
    ),
  );
}

/** Geometry of a pooling. @throws RangeError where windows are larger than the image or strides are no whole numbers */
export function poolingInfo(
  x: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: AttributesFor<'MaxPool'>,
): SpatialInfo {
  return checked(
    tf.backend_util.computePool2DInfo([...x] as Shape4, filterSize, strides, 1, pad, dimRoundingMode),
  );
}

const pooling: ShapeRule<'AvgPool' | 'MaxPool'> = (inputs, attributes) =>
  typeOf(poolingInfo(floatInput(inputs, 'x').shape, attributes).outShape, 'float32');

const likeInput = ({ input }: { readonly input: ValueType }): ValueType => input;

/** Shape rules of convolutions and poolings over images `[batch, height, width, channels]`. */
export const spatialShapes = {
  AvgPool: pooling,
  AvgPoolGrad: likeInput,
  Conv2D: ({ x, filter }, attributes) =>
    typeOf(convolutionInfo(x.shape, filter.shape, attributes).outShape, 'float32'),
  Conv2DBackpropFilter: (_, { filterShape }) => typeOf(filterShape, 'float32'),
  Conv2DBackpropInput: (_, { inputShape }) => typeOf(inputShape, 'float32'),
  MaxPool: pooling,
  MaxPoolGrad: likeInput,
} satisfies { readonly [K in KernelName]?: ShapeRule<K> };
