import { sizeOf } from '../kernels/shape-rule.ts';
import {
  convolutionInfo,
  poolingInfo,
  type SpatialInfo,
  type spatialShapes,
} from '../kernels/shapes/spatial.ts';
import type { ValueType } from '../types.ts';
import type { DoubleRule } from './rule.ts';

/**
 * Calls `visit` for every pair of a window and a pixel of it inside the image, windows in order and their pixels row by
 * row: with the numbers of the window, of the pixel, and of the pixel's place in the window.
 */
function eachTap(info: SpatialInfo, visit: (window: number, pixel: number, place: number) => void): void {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  for (let image = 0, window = 0; image < batchSize; image++)
    for (let top = -padInfo.top, y = 0; y < outHeight; y++, top += info.strideHeight)
      for (let left = -padInfo.left, x = 0; x < outWidth; x++, left += info.strideWidth, window++)
        for (let r = 0; r < filterHeight; r++) {
          const row = top + r * info.dilationHeight;
          if (row < 0 || row >= inHeight) continue;
          for (let c = 0; c < filterWidth; c++) {
            const column = left + c * info.dilationWidth;
            if (column < 0 || column >= inWidth) continue;
            visit(window, (image * inHeight + row) * inWidth + column, r * filterWidth + c);
          }
        }
}

const outSize = ({ outputs }: { readonly outputs: readonly [ValueType, ...ValueType[]] }): number =>
  sizeOf(outputs[0].shape);

/** y[window, o] = Σ x[pixel, i]·filter[place, i, o]. */
const convolution: DoubleRule<'Conv2D'> = (call) => {
  const { inputs, attributes } = call;
  const info = convolutionInfo(inputs.x.shape, inputs.filter.shape, attributes);
  const { inChannels: ins, outChannels: outs } = info;
  return ({ x, filter }) => {
    const y = new Float64Array(outSize(call));
    eachTap(info, (window, pixel, place) => {
      for (let i = 0; i < ins; i++) {
        const value = x[pixel * ins + i]!;
        const from = (place * ins + i) * outs;
        for (let o = 0; o < outs; o++) y[window * outs + o]! += value * filter[from + o]!;
      }
    });
    return y;
  };
};

/** dfilter[place, i, o] = Σ x[pixel, i]·dy[window, o]. */
const filterGradient: DoubleRule<'Conv2DBackpropFilter'> = (call) => {
  const { inputs, attributes, outputs } = call;
  const info = convolutionInfo(inputs.x.shape, outputs[0].shape, attributes);
  const { inChannels: ins, outChannels: outs } = info;
  return ({ x, dy }) => {
    const result = new Float64Array(outSize(call));
    eachTap(info, (window, pixel, place) => {
      for (let i = 0; i < ins; i++) {
        const value = x[pixel * ins + i]!;
        const to = (place * ins + i) * outs;
        for (let o = 0; o < outs; o++) result[to + o]! += value * dy[window * outs + o]!;
      }
    });
    return result;
  };
};

/** dx[pixel, i] = Σ filter[place, i, o]·dy[window, o]. */
const inputGradient: DoubleRule<'Conv2DBackpropInput'> = (call) => {
  const { inputs, attributes, outputs } = call;
  const info = convolutionInfo(outputs[0].shape, inputs.filter.shape, attributes);
  const { inChannels: ins, outChannels: outs } = info;
  return ({ dy, filter }) => {
    const result = new Float64Array(outSize(call));
    eachTap(info, (window, pixel, place) => {
      for (let i = 0; i < ins; i++) {
        const from = (place * ins + i) * outs;
        let sum = 0;
        for (let o = 0; o < outs; o++) sum += filter[from + o]! * dy[window * outs + o]!;
        result[pixel * ins + i]! += sum;
      }
    });
    return result;
  };
};

/** Number of pixels of every window that lie inside the image. */
function insideCounts(info: SpatialInfo): Float64Array {
  const counts = new Float64Array(info.batchSize * info.outHeight * info.outWidth);
  eachTap(info, (window) => counts[window]!++);
  return counts;
}

/** The mean of every window over its pixels inside the image. */
const averagePool: DoubleRule<'AvgPool'> = (call) => {
  const info = poolingInfo(call.inputs.x.shape, call.attributes);
  const { inChannels: channels } = info;
  const counts = insideCounts(info);
  return ({ x }) => {
    const y = new Float64Array(outSize(call));
    eachTap(info, (window, pixel) => {
      for (let i = 0; i < channels; i++) y[window * channels + i]! += x[pixel * channels + i]!;
    });
    for (let at = 0; at < y.length; at++) y[at]! /= counts[Math.floor(at / channels)]!;
    return y;
  };
};

/** dy by the size of the window, added up over the windows that hold a pixel. */
const averagePoolGradient: DoubleRule<'AvgPoolGrad'> = (call) => {
  const info = poolingInfo(call.outputs[0].shape, call.attributes);
  const { inChannels: channels } = info;
  const area = info.filterHeight * info.filterWidth;
  return ({ dy }) => {
    const result = new Float64Array(outSize(call));
    eachTap(info, (window, pixel) => {
      for (let i = 0; i < channels; i++) result[pixel * channels + i]! += dy[window * channels + i]! / area;
    });
    return result;
  };
};

/**
 * For every window and channel the pixel with its first maximum, or the first NaN; −1 where all lies outside the image.
 */
function maxima(info: SpatialInfo, x: Float64Array): Int32Array {
  const { inChannels: channels } = info;
  const pixels = new Int32Array(info.batchSize * info.outHeight * info.outWidth * channels).fill(-1);
  eachTap(info, (window, pixel) => {
    for (let i = 0; i < channels; i++) {
      const at = window * channels + i;
      const best = pixels[at]! < 0 ? -Infinity : x[pixels[at]! * channels + i]!;
      const value = x[pixel * channels + i]!;
      if (pixels[at]! < 0 || value > best || (Number.isNaN(value) && !Number.isNaN(best))) pixels[at] = pixel;
    }
  });
  return pixels;
}

/** The largest pixel of every window; NaN where one is NaN. */
const maxPool: DoubleRule<'MaxPool'> = (call) => {
  const info = poolingInfo(call.inputs.x.shape, call.attributes);
  const { inChannels: channels } = info;
  return ({ x }) => {
    const pixels = maxima(info, x);
    const y = new Float64Array(pixels.length);
    for (let at = 0; at < y.length; at++)
      y[at] = pixels[at]! < 0 ? -Infinity : x[pixels[at]! * channels + (at % channels)]!;
    return y;
  };
};

/** dy at the first maximum of every window. */
const maxPoolGradient: DoubleRule<'MaxPoolGrad'> = (call) => {
  const info = poolingInfo(call.outputs[0].shape, call.attributes);
  const { inChannels: channels } = info;
  return ({ dy, input }) => {
    const pixels = maxima(info, input);
    const result = new Float64Array(outSize(call));
    pixels.forEach((pixel, at) => {
      if (pixel >= 0) result[pixel * channels + (at % channels)]! += dy[at]!;
    });
    return result;
  };
};

/** Convolutions and poolings over images `[batch, height, width, channels]`. */
export const spatialDouble: { readonly [K in keyof typeof spatialShapes]: DoubleRule<K> } = {
  AvgPool: averagePool,
  AvgPoolGrad: averagePoolGradient,
  Conv2D: convolution,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: inputGradient,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGradient,
};
