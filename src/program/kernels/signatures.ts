import {
  choice,
  dtype,
  element,
  flag,
  frame,
  oneOrMore,
  optional,
  padding,
  pair,
  real,
  rounding,
  whole,
  wholes,
} from './attribute.ts';
import { type AttributesOf, type InputsOf, listSignature, type NodeOf, signature } from './signature.ts';
import type { ValueId } from '../types.ts';

const unary = signature(['x']);
const binary = signature(['a', 'b']);
const reduction = signature(['x'], { axis: optional(oneOrMore), keepDims: optional(flag) });
const alongAxis = signature(['x'], { axis: optional(whole) });

const windows = {
  strides: pair,
  pad: padding,
  dimRoundingMode: optional(rounding),
};
const pooling = { ...windows, filterSize: pair, dataFormat: optional(choice('NHWC', 'NCHW')) };
const convolution = { ...windows, dilations: optional(pair), dataFormat: optional(choice('NHWC', 'NCHW')) };

/**
 * Inputs and attributes of every kernel that a program may hold, as TensorFlow.js names them: the one table that types
 * of nodes come from and that `verify` holds programs against.
 */
export const signatures = {
  Abs: unary,
  Acos: unary,
  Acosh: unary,
  Add: binary,
  AddN: listSignature(),
  All: reduction,
  Any: reduction,
  ArgMax: alongAxis,
  ArgMin: alongAxis,
  Asin: unary,
  Asinh: unary,
  Atan: unary,
  Atan2: binary,
  Atanh: unary,
  AvgPool: signature(['x'], pooling),
  AvgPoolGrad: signature(['dy', 'input'], pooling),
  BatchMatMul: signature(['a', 'b'], { transposeA: optional(flag), transposeB: optional(flag) }),
  Cast: signature(['x'], { dtype }),
  Ceil: unary,
  ClipByValue: signature(['x'], { clipValueMin: real, clipValueMax: real }),
  Concat: listSignature({ axis: optional(whole) }),
  Conv2D: signature(['x', 'filter'], convolution),
  Conv2DBackpropFilter: signature(['x', 'dy'], { ...convolution, filterShape: wholes }),
  Conv2DBackpropInput: signature(['dy', 'filter'], { ...convolution, inputShape: wholes }),
  Cos: unary,
  Cosh: unary,
  Cumsum: signature(['x'], { axis: optional(whole), exclusive: optional(flag), reverse: optional(flag) }),
  Elu: unary,
  EluGrad: signature(['dy', 'y']),
  Equal: binary,
  Erf: unary,
  Exp: unary,
  ExpandDims: signature(['input'], { dim: optional(whole) }),
  Expm1: unary,
  Fill: signature([], { shape: wholes, value: element, dtype: optional(dtype) }),
  Floor: unary,
  FloorDiv: binary,
  GatherV2: signature(['x', 'indices'], { axis: optional(whole), batchDims: optional(whole) }),
  Greater: binary,
  GreaterEqual: binary,
  // Ours: marks of a value through which no gradient flows, and of one whose gradient the user's code gives.
  Identity: signature(['x'], { stopGradient: optional(flag), customGradient: optional(flag) }),
  IsFinite: unary,
  IsInf: unary,
  IsNan: unary,
  LeakyRelu: signature(['x'], { alpha: optional(real) }),
  Less: binary,
  LessEqual: binary,
  Log: unary,
  Log1p: unary,
  LogicalAnd: binary,
  LogicalNot: unary,
  LogicalOr: binary,
  // `keepsNan` is set by engines whose own maximum loses a NaN.
  Max: signature(['x'], {
    reductionIndices: optional(oneOrMore),
    keepDims: optional(flag),
    keepsNan: optional(flag),
  }),
  Maximum: binary,
  MaxPool: signature(['x'], pooling),
  MaxPoolGrad: signature(['dy', 'input', 'output'], pooling),
  Mean: reduction,
  Min: signature(['x'], { ...reduction.attributes, keepsNan: optional(flag) }),
  Minimum: binary,
  Mod: binary,
  Multiply: binary,
  Neg: unary,
  NotEqual: binary,
  OneHot: signature(['indices'], {
    depth: whole,
    onValue: optional(real),
    offValue: optional(real),
    dtype: optional(dtype),
  }),
  OnesLike: unary,
  Pack: listSignature({ axis: optional(whole) }),
  PadV2: signature(['x'], { paddings: frame, constantValue: optional(real) }),
  Pow: binary,
  Prelu: signature(['x', 'alpha']),
  Prod: reduction,
  RealDiv: binary,
  Reciprocal: unary,
  Relu: unary,
  Relu6: unary,
  Reshape: signature(['x'], { shape: wholes }),
  Reverse: signature(['x'], { dims: optional(oneOrMore) }),
  Round: unary,
  Rsqrt: unary,
  Select: signature(['condition', 't', 'e']),
  Selu: unary,
  Sigmoid: unary,
  Sign: unary,
  Sin: unary,
  Sinh: unary,
  Slice: signature(['x'], { begin: oneOrMore, size: optional(oneOrMore) }),
  Softmax: signature(['logits'], { dim: optional(whole) }),
  Softplus: unary,
  SplitV: signature(['x'], { numOrSizeSplits: oneOrMore, axis: optional(whole) }),
  Sqrt: unary,
  Square: unary,
  SquaredDifference: binary,
  Step: signature(['x'], { alpha: optional(real) }),
  Sub: binary,
  Sum: reduction,
  Tan: unary,
  Tanh: unary,
  Tile: signature(['x'], { reps: wholes }),
  Transpose: signature(['x'], { perm: wholes }),
  UnsortedSegmentSum: signature(['x', 'segmentIds'], { numSegments: whole }),
  Unpack: signature(['value'], { axis: optional(whole), num: optional(whole) }),
  ZerosLike: unary,
};

/** The signatures of all kernels. */
export type Signatures = typeof signatures;

/** Name of a covered TensorFlow.js kernel. */
export type KernelName = keyof Signatures;

/** A value for each input of a kernel. */
export type Inputs<K extends KernelName, V = ValueId> = K extends KernelName
  ? InputsOf<Signatures[K], V>
  : never;

/** The attributes of a kernel. */
export type AttributesFor<K extends KernelName> = K extends KernelName ? AttributesOf<Signatures[K]> : never;

/** A call of one kernel in a program. */
export type KernelNode<K extends KernelName> = K extends KernelName ? NodeOf<Signatures[K], K> : never;

/** Kernels with the same inputs and attributes as one of them. */
type Alike<S> = {
  [K in KernelName]: [Signatures[K], S] extends [S, Signatures[K]] ? K : never;
}[KernelName];

/** Kernels of one operand `x`, without attributes. */
export type UnaryKernel = Alike<typeof unary>;

/** Kernels of two operands `a` and `b` that broadcast. */
export type BinaryKernel = Alike<typeof binary>;
