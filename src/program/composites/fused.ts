import * as tf from '@tensorflow/tfjs';
import type { Composite, CompositeAttributes, Inputs } from './composite.ts';
import { choose } from './indexing.ts';

type Activation = (x: tf.Tensor, inputs: Inputs, attributes: CompositeAttributes) => tf.Tensor;

const activations: Readonly<Record<string, Activation>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  sigmoid: (x) => tf.sigmoid(x),
  prelu: (x, inputs) => tf.prelu(x, inputs['preluActivationWeights']!),
  leakyrelu: (x, _, attributes) => tf.leakyRelu(x, attributes['leakyreluAlpha'] as number),
};

/** Bias and activation of a fused kernel. */
function finish(product: tf.Tensor, inputs: Inputs, attributes: CompositeAttributes): tf.Tensor {
  const biased = inputs['bias'] ? tf.add(product, inputs['bias']) : product;
  const name = (attributes['activation'] ?? 'linear') as string;
  const activation = activations[name];
  if (activation === undefined)
    throw new RangeError(
      `Cannot trace a fused kernel: expected activation ${Object.keys(activations).join(', ')}, got '${name}'`,
    );
  return activation(biased, inputs, attributes);
}

const geometryNames = ['strides', 'pad', 'dataFormat', 'dilations', 'dimRoundingMode'];

/** The attributes of the convolution inside a fused one. */
const geometry = (attributes: CompositeAttributes): tf.NamedAttrMap =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) => geometryNames.includes(name)),
  ) as tf.NamedAttrMap;

const runKernel = (kernel: string, inputs: Inputs, attributes: tf.NamedAttrMap): tf.Tensor =>
  tf.engine().runKernel(kernel, { x: inputs['x']!, filter: inputs['filter']! }, attributes) as tf.Tensor;

/** The image with its frame of zeros. */
const framed = (x: tf.Tensor, top: number, bottom: number, left: number, right: number): tf.Tensor =>
  tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);

/** Each channel by filters of its own: the shifted images, each times its weight, added up. */
const depthwise: Composite = ({ x, filter }, attributes) => {
  const info = tf.backend_util.computeConv2DInfo(
    x!.shape as [number, number, number, number],
    filter!.shape as [number, number, number, number],
    attributes['strides'] as number,
    (attributes['dilations'] ?? 1) as number,
    attributes['pad'] as 'same',
    attributes['dimRoundingMode'] as 'floor',
    true,
  );
  const { padInfo, outHeight, outWidth, batchSize, inChannels } = info;
  const image = framed(x!, padInfo.top, padInfo.bottom, padInfo.left, padInfo.right);
  const multiplier = filter!.shape[3]!;
  const taps: tf.Tensor[] = [];
  const along = (count: number, stride: number, start: number): number[] =>
    Array.from({ length: count }, (_, index) => start + index * stride);
  for (let row = 0; row < info.filterHeight; row++)
    for (let column = 0; column < info.filterWidth; column++) {
      const rows = along(outHeight, info.strideHeight, row * info.dilationHeight);
      const columns = along(outWidth, info.strideWidth, column * info.dilationWidth);
      const shifted = choose(choose(image, rows, 1), columns, 2);
      const weight = tf.slice(filter!, [row, column, 0, 0], [1, 1, inChannels, multiplier]);
      const spread = tf.reshape(shifted, [batchSize, outHeight, outWidth, inChannels, 1]);
      taps.push(tf.mul(spread, tf.reshape(weight, [1, 1, 1, inChannels, multiplier])));
    }
  return tf.reshape(tf.addN(taps), [batchSize, outHeight, outWidth, inChannels * multiplier]);
};

/** Composites of products or convolutions with what follows them, and the depthwise convolution. */
export const fusedComposites = {
  _FusedMatMul: (inputs, attributes) => {
    const [transposeA, transposeB] = ['transposeA', 'transposeB'].map((name) => attributes[name] === true);
    return finish(tf.matMul(inputs['a']!, inputs['b']!, transposeA, transposeB), inputs, attributes);
  },
  DepthwiseConv2dNative: depthwise,
  FusedConv2D: (inputs, attributes) =>
    finish(runKernel('Conv2D', inputs, geometry(attributes)), inputs, attributes),
  FusedDepthwiseConv2D: (inputs, attributes) =>
    finish(runKernel('DepthwiseConv2dNative', inputs, geometry(attributes)), inputs, attributes),
} satisfies Readonly<Record<string, Composite>>;
