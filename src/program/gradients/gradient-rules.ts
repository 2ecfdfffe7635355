import * as tf from '@tensorflow/tfjs';
import type { KernelName } from '../kernels/kernels.ts';
import { averagePool, averagePoolGrad } from './average-pool-gradient.ts';
import { maxPoolGrad } from './max-pool-gradient.ts';
import { runKernel } from '../tracing/run-kernel.ts';
import { axesOf, axisOf } from '../kernels/shape-rule.ts';
import type { GradientRule } from './gradient-rule.ts';

/**
 * Where the gradient of a kernel comes from: `library` is the rule that TensorFlow.js registers, `zero` a kernel that
 * is constant almost everywhere, and a function is a rule of ours where the registry has a hole or is wrong.
 */
export type GradientSource<K extends KernelName> = 'library' | 'zero' | GradientRule<K>;

/** tf.tile's own rule adds slices one by one; the sum over the repeats is the same and works for every rank. */
const tile: GradientRule<'Tile'> = ({ inputs, outputGradients, attributes }) => ({
  x: () => {
    const { shape } = inputs.x;
    const pairs = shape.flatMap((length, axis) => [attributes.reps[axis]!, length]);
    const repeats = shape.map((_, axis) => 2 * axis);
    return tf.sum(tf.reshape(outputGradients[0], pairs), repeats);
  },
});

/** The library's rule transposes the result where the axis is not the last one. */
const cumsum: GradientRule<'Cumsum'> = ({ inputs, outputGradients, attributes }) => ({
  x: () =>
    tf.cumsum(
      outputGradients[0],
      axisOf(attributes.axis, inputs.x.rank),
      attributes.exclusive === true,
      attributes.reverse !== true,
    ),
});

/** dy·(y > 0 ? 1 : y + 1) is bilinear in dy and piecewise linear in y. */
const eluGrad: GradientRule<'EluGrad'> = ({ inputs, outputGradients }) => {
  const { dy, y } = inputs;
  const [ddx] = outputGradients;
  const positive = tf.greater(y, 0);
  return {
    dy: () => tf.mul(ddx, tf.where(positive, tf.onesLike(y), tf.add(y, 1))),
    y: () => tf.where(positive, tf.zerosLike(dy), tf.mul(ddx, dy)),
  };
};

/** The product over axes divided by the element fails at zeros, so products of the others are taken by scans. */
const prod: GradientRule<'Prod'> = ({ inputs, outputGradients, attributes }) => ({
  x: () => {
    const { x } = inputs;
    const axes = axesOf(attributes.axis, x.rank);
    const expanded = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    return tf.mul(tf.reshape(outputGradients[0], expanded), productOfOthers(x, axes));
  },
});

/** For each element the product of the other elements along the axes. */
function productOfOthers(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const front = kept.reduce((size, axis) => size * x.shape[axis]!, 1);
  const count = axes.reduce((size, axis) => size * x.shape[axis]!, 1);
  const rows = tf.reshape(tf.transpose(x, order), [front, count]);
  const square = tf.tile(tf.expandDims(rows, 1), [1, count, 1]);
  const diagonal = tf.reshape(tf.eye(count).toBool(), [1, count, count]);
  const others = tf.prod(tf.where(tf.tile(diagonal, [front, 1, 1]), tf.onesLike(square), square), 2);
  const back = tf.reshape(
    others,
    order.map((axis) => x.shape[axis]!),
  );
  return tf.transpose(
    back,
    order.map((_, axis) => order.indexOf(axis)),
  );
}

/** Convolution is bilinear: the gradients of its filter gradient are the two other convolutions. */
const filterGradient: GradientRule<'Conv2DBackpropFilter'> = ({ inputs, outputGradients, attributes }) => {
  const { filterShape: _, ...geometry } = attributes;
  const { x, dy } = inputs;
  const [ddw] = outputGradients;
  return {
    x: () => runKernel('Conv2DBackpropInput', { dy, filter: ddw }, { ...geometry, inputShape: x.shape }),
    dy: () => runKernel('Conv2D', { x, filter: ddw }, { ...geometry, dilations: 1 }),
  };
};

/** Source of every kernel's gradient. */
export const gradientSources: { readonly [K in KernelName]: GradientSource<K> } = {
  Abs: 'library',
  Acos: 'library',
  Acosh: 'library',
  Add: 'library',
  AddN: 'library',
  All: 'zero',
  Any: 'zero',
  ArgMax: 'zero',
  ArgMin: 'zero',
  Asin: 'library',
  Asinh: 'library',
  Atan: 'library',
  Atan2: 'library',
  Atanh: 'library',
  AvgPool: averagePool,
  AvgPoolGrad: averagePoolGrad,
  BatchMatMul: 'library',
  Cast: 'library',
  Ceil: 'zero',
  ClipByValue: 'library',
  Concat: 'library',
  Conv2D: 'library',
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: 'library',
  Cos: 'library',
  Cosh: 'library',
  Cumsum: cumsum,
  Elu: 'library',
  EluGrad: eluGrad,
  Equal: 'zero',
  Erf: 'library',
  Exp: 'library',
  ExpandDims: 'library',
  Expm1: 'library',
  Fill: 'zero',
  Floor: 'zero',
  FloorDiv: 'zero',
  GatherV2: 'library',
  Greater: 'zero',
  GreaterEqual: 'zero',
  Identity: 'library',
  IsFinite: 'zero',
  IsInf: 'zero',
  IsNan: 'zero',
  LeakyRelu: 'library',
  Less: 'zero',
  LessEqual: 'zero',
  Log: 'library',
  Log1p: 'library',
  LogicalAnd: 'zero',
  LogicalNot: 'zero',
  LogicalOr: 'zero',
  Max: 'library',
  Maximum: 'library',
  MaxPool: 'library',
  MaxPoolGrad: maxPoolGrad,
  Mean: 'library',
  Min: 'library',
  Minimum: 'library',
  Mod: 'library',
  Multiply: 'library',
  Neg: 'library',
  NotEqual: 'zero',
  OneHot: 'zero',
  OnesLike: 'zero',
  Pack: 'library',
  PadV2: 'library',
  Pow: 'library',
  Prelu: 'library',
  Prod: prod,
  RealDiv: 'library',
  Reciprocal: 'library',
  Relu: 'library',
  Relu6: 'library',
  Reshape: 'library',
  Reverse: 'library',
  Round: 'zero',
  Rsqrt: 'library',
  Select: 'library',
  Selu: 'library',
  Sigmoid: 'library',
  Sign: 'zero',
  Sin: 'library',
  Sinh: 'library',
  Slice: 'library',
  Softmax: 'library',
  Softplus: 'library',
  SplitV: 'library',
  Sqrt: 'library',
  Square: 'library',
  SquaredDifference: 'library',
  Step: 'zero',
  Sub: 'library',
  Sum: 'library',
  Tan: 'library',
  Tanh: 'library',
  Tile: tile,
  Transpose: 'library',
  UnsortedSegmentSum: 'library',
  Unpack: 'library',
  ZerosLike: 'zero',
};
