import * as tf from '@tensorflow/tfjs';
import { floatInput, inputType, type ShapeRule, typeOf } from '../shape-rule.ts';
import type { Attributes } from '../types.ts';

type Shape4 = [number, number, number, number];
type Pair = number | [number, number];
type Padding = 'valid' | 'same' | number;
type Rounding = 'floor' | 'round' | 'ceil';

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
 * @throws RangeError where the data format is not NHWC, windows are larger than the image or strides are no whole numbers
 */
export function convolutionInfo(
  x: readonly number[],
  filter: readonly number[],
  attributes: Attributes,
): SpatialInfo {
  if ((attributes['dataFormat'] ?? 'NHWC') !== 'NHWC')
    throw new RangeError(
      `Cannot trace a convolution: expected data format NHWC, got ${String(attributes['dataFormat'])}`,
    );
  return checked(
    tf.backend_util.computeConv2DInfo(
      [...x] as Shape4,
      [...filter] as Shape4,
      attributes['strides'] as Pair,
      (attributes['dilations'] ?? 1) as Pair,
      attributes['pad'] as Padding,
      attributes['dimRoundingMode'] as Rounding,
    ),
  );
}

/** Geometry of a pooling. @throws RangeError where windows are larger than the image or strides are no whole numbers */
export function poolingInfo(x: readonly number[], attributes: Attributes): SpatialInfo {
  return checked(
    tf.backend_util.computePool2DInfo(
      [...x] as Shape4,
      attributes['filterSize'] as Pair,
      attributes['strides'] as Pair,
      1,
      attributes['pad'] as Padding,
      attributes['dimRoundingMode'] as Rounding,
    ),
  );
}

const pooling: ShapeRule = (inputs, attributes) =>
  typeOf(poolingInfo(floatInput(inputs, 'x').shape, attributes).outShape, 'float32');

const likeInput: ShapeRule = (inputs) => inputType(inputs, 'input');

/** Shape rules of convolutions and poolings over images `[batch, height, width, channels]`. */
export const spatialShapes = {
  AvgPool: pooling,
  AvgPoolGrad: likeInput,
  Conv2D: ((inputs, attributes) =>
    typeOf(
      convolutionInfo(inputType(inputs, 'x').shape, inputType(inputs, 'filter').shape, attributes).outShape,
      'float32',
    )) as ShapeRule,
  Conv2DBackpropFilter: ((_, attributes) =>
    typeOf(attributes['filterShape'] as number[], 'float32')) as ShapeRule,
  Conv2DBackpropInput: ((_, attributes) =>
    typeOf(attributes['inputShape'] as number[], 'float32')) as ShapeRule,
  MaxPool: pooling,
  MaxPoolGrad: likeInput,
} satisfies Record<string, ShapeRule>;
