import type { RewriteRule, RewriteRules } from '../../../program/rewriting/rewrite.ts';
import type { Rewriter } from '../../../program/rewriting/rewriter.ts';
import { convolutionInfo, poolingInfo, type SpatialInfo } from '../../../program/kernels/shapes/spatial.ts';
import type { AttributesOf, EngineKernel, InputsOf, Signature } from '../../../program/kernels/signature.ts';
import type { ValueId } from '../../../program/types.ts';
import { onnxKernels, type OnnxKernels } from '../kernels.ts';

const toChannelsFirst = [0, 3, 1, 2] as const;
const toChannelsLast = [0, 2, 3, 1] as const;

/** Geometry as ONNX's operators take it. */
function geometryOf(info: SpatialInfo): AttributesOf<OnnxKernels['FilterGradient']['signature']> {
  const { padInfo } = info;
  return {
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [padInfo.top, padInfo.left, padInfo.bottom, padInfo.right],
  };
}

const channelsFirst = (rewriter: Rewriter, x: ValueId): ValueId =>
  rewriter.emit('Transpose', { x }, { perm: [...toChannelsFirst] });

const shapeFirst = ([batch, height, width, channels]: readonly number[]): number[] => [
  batch!,
  channels!,
  height!,
  width!,
];

/** An operator over images with the channels first, between the two transpositions. */
function emitSpatial<S extends Signature>(
  rewriter: Rewriter,
  kernel: EngineKernel<S>,
  inputs: InputsOf<NoInfer<S>>,
  attributes: AttributesOf<NoInfer<S>>,
  shape: readonly number[],
): ValueId {
  const type = { shape: shapeFirst(shape), dtype: 'float32' } as const;
  const y = rewriter.emitEngine(kernel, inputs, attributes, type);
  return rewriter.emit('Transpose', { x: y }, { perm: [...toChannelsLast] });
}

/** Filters as ONNX holds them: `[out, in, height, width]`. */
const outputsFirst = (rewriter: Rewriter, filter: ValueId): ValueId =>
  rewriter.emit('Transpose', { x: filter }, { perm: [3, 2, 0, 1] });

const convolution: RewriteRule<'Conv2D'> = ({ inputs, attributes, types }, rewriter) => {
  const { x, filter } = inputs;
  const info = convolutionInfo(rewriter.shape(x), rewriter.shape(filter), attributes);
  return emitSpatial(
    rewriter,
    onnxKernels.Conv,
    { x: channelsFirst(rewriter, x), filter: outputsFirst(rewriter, filter) },
    geometryOf(info),
    types[0].shape,
  );
};

/** Stride 1: a convolution with the filter turned around; other strides: ONNX's transposed convolution. */
const inputGradient: RewriteRule<'Conv2DBackpropInput'> = ({ inputs, attributes, types }, rewriter) => {
  const { dy, filter } = inputs;
  const { shape } = types[0];
  const info = convolutionInfo(shape, rewriter.shape(filter), attributes);
  const geometry = geometryOf(info);
  const errors = channelsFirst(rewriter, dy);
  if (info.strideHeight === 1 && info.strideWidth === 1) {
    const turned = rewriter.emit('Reverse', { x: filter }, { dims: [0, 1] });
    const inputsFirst = rewriter.emit('Transpose', { x: turned }, { perm: [2, 3, 0, 1] });
    const [height, width] = [info.filterHeight - 1, info.filterWidth - 1];
    const [top, left, bottom, right] = geometry.pads as [number, number, number, number];
    const pads = [height - top, width - left, height - bottom, width - right];
    const turnedGeometry = { ...geometry, pads };
    return emitSpatial(rewriter, onnxKernels.Conv, { x: errors, filter: inputsFirst }, turnedGeometry, shape);
  }
  const transposed = { x: errors, filter: outputsFirst(rewriter, filter) };
  return emitSpatial(
    rewriter,
    onnxKernels.ConvTranspose,
    transposed,
    { ...geometry, outside: outside(info) },
    shape,
  );
};

/** Rows and columns of the image at its end that no window reaches. */
const outside = (info: SpatialInfo): number[] => [
  info.inHeight +
    info.padInfo.top +
    info.padInfo.bottom -
    info.filterHeight -
    (info.outHeight - 1) * info.strideHeight,
  info.inWidth +
    info.padInfo.left +
    info.padInfo.right -
    info.filterWidth -
    (info.outWidth - 1) * info.strideWidth,
];

const filterGradient: RewriteRule<'Conv2DBackpropFilter'> = ({ inputs, attributes, types }, rewriter) => {
  const { x, dy } = inputs;
  const info = convolutionInfo(rewriter.shape(x), types[0].shape, attributes);
  return rewriter.emitEngine(
    onnxKernels.FilterGradient,
    { x: channelsFirst(rewriter, x), dy: channelsFirst(rewriter, dy) },
    geometryOf(info),
    types[0],
  );
};

const pooling =
  (kernel: OnnxKernels['AveragePool' | 'MaxPool']): RewriteRule<'AvgPool' | 'MaxPool'> =>
  ({ inputs, attributes, types }, rewriter) => {
    const info = poolingInfo(rewriter.shape(inputs.x), attributes);
    const x = channelsFirst(rewriter, inputs.x);
    return emitSpatial(rewriter, kernel, { x }, geometryOf(info), types[0].shape);
  };

const averagePoolGradient: RewriteRule<'AvgPoolGrad'> = ({ inputs, attributes, types }, rewriter) => {
  const info = poolingInfo(types[0].shape, attributes);
  const [dy, input] = [channelsFirst(rewriter, inputs.dy), channelsFirst(rewriter, inputs.input)];
  const geometry = { ...geometryOf(info), outside: outside(info) };
  return emitSpatial(rewriter, onnxKernels.AveragePoolGradient, { dy, input }, geometry, types[0].shape);
};

const maxPoolGradient: RewriteRule<'MaxPoolGrad'> = ({ inputs, attributes, types }, rewriter) => {
  const info = poolingInfo(types[0].shape, attributes);
  const [dy, input, output] = [inputs.dy, inputs.input, inputs.output].map((id) =>
    channelsFirst(rewriter, id),
  ) as [ValueId, ValueId, ValueId];
  const geometry = { ...geometryOf(info), outside: outside(info) };
  return emitSpatial(rewriter, onnxKernels.MaxPoolGradient, { dy, input, output }, geometry, types[0].shape);
};

/**
 * TensorFlow.js keeps channels last, ONNX first. Each spatial kernel becomes its ONNX counterpart between
 * transpositions, which the rules of `transpositions` then move and cancel.
 */
export const spatialRules = {
  AvgPool: [pooling(onnxKernels.AveragePool)],
  AvgPoolGrad: [averagePoolGradient],
  Conv2D: [convolution],
  Conv2DBackpropFilter: [filterGradient],
  Conv2DBackpropInput: [inputGradient],
  MaxPool: [pooling(onnxKernels.MaxPool)],
  MaxPoolGrad: [maxPoolGradient],
} satisfies RewriteRules;
