import { sizeOf } from '../../../program/kernels/shape-rule.ts';
import type { Graph } from '../graph.ts';
import type { OnnxKernels } from '../kernels.ts';
import { castCode, type EngineCall, type EngineLowering, input, shapeOf } from '../lowering-rule.ts';

type Numbers = readonly number[];

/** Geometry of windows, of any of these kernels. */
type Geometry = EngineCall<OnnxKernels['FilterGradient']>['attributes'];

const geometryOf = ({ kernel, strides, pads }: Geometry) => ({ kernel_shape: kernel, strides, pads });

const convolution: EngineLowering<OnnxKernels['Conv']> = (call) => {
  const { bias } = call.inputs;
  const operands = [input(call, 'x'), input(call, 'filter'), ...(bias === undefined ? [] : [bias])];
  const { activation, dilations } = call.attributes;
  const whole = { ...geometryOf(call.attributes), dilations };
  return activation === undefined
    ? call.graph.op('Conv', operands, whole)
    : call.graph.op('com.microsoft.FusedConv', operands, { ...whole, activation });
};

const transposedConvolution: EngineLowering<OnnxKernels['ConvTranspose']> = (call) =>
  call.graph.op('ConvTranspose', [input(call, 'x'), input(call, 'filter')], {
    ...geometryOf(call.attributes),
    output_padding: call.attributes.outside,
  });

/** Frame of the images: zero, or what never is a maximum. */
function framed(graph: Graph, images: string, { pads }: Geometry, value: number): string {
  const [top, left, bottom, right] = pads as [number, number, number, number];
  if (top + left + bottom + right === 0) return images;
  return graph.op('Pad', [images, graph.longs([0, 0, top, left, 0, 0, bottom, right]), graph.scalar(value)]);
}

/** The element of every window at one offset: `[batch, channels, outHeight, outWidth]`. */
function atOffset(
  graph: Graph,
  image: string,
  { strides, dilations }: Geometry,
  out: Numbers,
  [row, column]: readonly [number, number],
): string {
  const [strideHeight, strideWidth] = strides as [number, number];
  const [dilationHeight, dilationWidth] = dilations as [number, number];
  const [top, left] = [row * dilationHeight, column * dilationWidth];
  return graph.op('Slice', [
    image,
    graph.longs([top, left]),
    graph.longs([top + (out[2]! - 1) * strideHeight + 1, left + (out[3]! - 1) * strideWidth + 1]),
    graph.longs([2, 3]),
    graph.longs([strideHeight, strideWidth]),
  ]);
}

/**
 * Gradient of a filter: the images shifted by every offset of the filter, side by side as rows `[batch, offsets·in,
 * positions]`, times the errors `[batch, out, positions]`, summed over the batch. (A convolution with a kernel as large
 * as the image is slower.)
 */
const filterGradient: EngineLowering<OnnxKernels['FilterGradient']> = (call) => {
  const { graph, attributes } = call;
  const [height, width, channels, outputs] = call.outputTypes[0].shape as [number, number, number, number];
  const out = shapeOf(call, 'dy');
  const [batch, positions] = [out[0]!, out[2]! * out[3]!];
  const image = framed(graph, input(call, 'x'), attributes, 0);
  const shifted: string[] = [];
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      shifted.push(atOffset(graph, image, attributes, out, [row, column]));
  const together = shifted.length === 1 ? shifted[0]! : graph.op('Concat', shifted, { axis: 1 });
  const rows = graph.op('Reshape', [together, graph.longs([batch, height * width * channels, positions])]);
  const errors = graph.op('Reshape', [input(call, 'dy'), graph.longs([batch, outputs, positions])]);
  const products = graph.op('com.microsoft.FusedMatMul', [rows, errors], { transA: 0, transB: 1 });
  const sum = graph.op('ReduceSum', [products, graph.longs([0])], { keepdims: 0 });
  return graph.op('Reshape', [sum, graph.longs([height, width, channels, outputs])]);
};

/** Whether windows lie side by side without overlap or padding: then a window's gradient is its value repeated. */
function isPartition({ kernel, strides, pads }: Geometry): boolean {
  return kernel.join() === strides.join() && pads.every((pad) => pad === 0);
}

/** Every element repeated over its window; `Resize` by nearest neighbours does it faster than an expansion. */
function repeated(graph: Graph, small: string, kernel: Numbers): string {
  const scales = graph.constant('float32', [4], [1, 1, ...kernel]);
  return graph.op('Resize', [small, '', scales], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
}

/** Zeros where the windows do not reach. */
function filledUp(graph: Graph, covered: string, outside: Numbers): string {
  const [height, width] = outside as [number, number];
  if (height + width === 0) return covered;
  return graph.op('Pad', [covered, graph.longs([0, 0, 0, 0, 0, 0, height, width])]);
}

/** dy divided by the size of the window, added up over the windows that hold an element. */
const averagePoolGradient: EngineLowering<OnnxKernels['AveragePoolGradient']> = (call) => {
  const { graph } = call;
  const { kernel } = call.attributes;
  if (isPartition(call.attributes)) {
    const area = graph.scalar(1 / (kernel[0]! * kernel[1]!));
    const share = graph.op('Mul', [input(call, 'dy'), area]);
    return filledUp(graph, repeated(graph, share, kernel), call.attributes.outside);
  }
  const channels = shapeOf(call, 'input')[1]!;
  const shares = graph.constant(
    'float32',
    [channels, 1, kernel[0]!, kernel[1]!],
    new Array<number>(channels * kernel[0]! * kernel[1]!).fill(1 / (kernel[0]! * kernel[1]!)),
  );
  return graph.op('ConvTranspose', [input(call, 'dy'), shares], {
    ...geometryOf(call.attributes),
    group: channels,
    output_padding: call.attributes.outside,
  });
};

/**
 * Of the marked elements (1, else 0) of every window the first in its rows, as TensorFlow.js has it: images with a flat
 * ground tie often. Places count down along a window, so the first marked one has the largest number.
 */
function firstOfEach(call: EngineCall<OnnxKernels['MaxPoolGradient']>, marked: string): string {
  const { graph } = call;
  const [height, width] = shapeOf(call, 'input').slice(2) as [number, number];
  const [rows, columns] = call.attributes.kernel as [number, number];
  const places = Array.from(
    { length: height * width },
    (_, i) => rows * columns - ((Math.floor(i / width) % rows) * columns + ((i % width) % columns)),
  );
  const numbered = graph.op('Mul', [marked, graph.constant('float32', [1, 1, height, width], places)]);
  const largest = graph.op('MaxPool', [numbered], geometryOf(call.attributes));
  return graph.op('Equal', [numbered, repeated(graph, largest, [rows, columns])]);
}

/**
 * dy at the first maximum of every window. Windows side by side: repeated dy where the image equals the repeated
 * maximum. Overlapping windows: scattered with addition to the positions that the pooling reports.
 */
const maxPoolGradient: EngineLowering<OnnxKernels['MaxPoolGradient']> = (call) => {
  const { graph } = call;
  const { kernel } = call.attributes;
  const shape = shapeOf(call, 'input');
  if (isPartition(call.attributes) && call.attributes.outside.every((rest) => rest === 0)) {
    const isMaximum = graph.op('Equal', [
      input(call, 'input'),
      repeated(graph, input(call, 'output'), kernel),
    ]);
    const slopes = repeated(graph, input(call, 'dy'), kernel);
    const isFirst = firstOfEach(call, graph.op('Cast', [isMaximum], { to: castCode.float32 }));
    // A product with 0 and 1: ONNX Runtime's selection is several times slower.
    return graph.op('Mul', [slopes, graph.op('Cast', [isFirst], { to: castCode.float32 })]);
  }
  const [, positions] = graph.ops('MaxPool', [input(call, 'input')], 2, geometryOf(call.attributes));
  const flat = (name: string): string => graph.op('Reshape', [name, graph.longs([-1])]);
  const size = sizeOf(shape);
  const scattered = graph.op(
    'ScatterElements',
    [graph.filled('float32', [size], 0), flat(positions!), flat(input(call, 'dy'))],
    { reduction: 'add' },
  );
  return graph.op('Reshape', [scattered, graph.longs(shape)]);
};

/** Lowerings of convolutions and poolings with the channels first, which `fuse` makes of TensorFlow.js's kernels. */
export const spatialLowerings = {
  AveragePool: (call) =>
    call.graph.op('AveragePool', [input(call, 'x')], {
      ...geometryOf(call.attributes),
      count_include_pad: 0,
    }),
  AveragePoolGradient: averagePoolGradient,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  FilterGradient: filterGradient,
  MaxPool: (call) => call.graph.op('MaxPool', [input(call, 'x')], geometryOf(call.attributes)),
  MaxPoolGradient: maxPoolGradient,
} satisfies { readonly [K in keyof OnnxKernels]?: EngineLowering<OnnxKernels[K]> };
