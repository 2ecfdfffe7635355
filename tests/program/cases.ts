import type { KernelName } from '../../src/program/kernels/kernels.ts';
import { bool, float, int, type KernelCase, kernelCase } from './kernel-case.ts';
import { convolutions, maxPoolingGradient, poolingGradient, poolings } from './spatial-cases.ts';

const unary = (low = -2, high = 2, attributes: KernelCase['attributes'] = {}): KernelCase[] => [
  kernelCase('elements', { x: float([2, 3], low, high) }, attributes),
];

/** Also on int32, which TensorFlow.js keeps. */
const unaryKeeping = (low = -2, high = 2, attributes: KernelCase['attributes'] = {}): KernelCase[] => [
  ...unary(low, high, attributes),
  kernelCase('integers', { x: int([4], -3, 0, 2, 7) }, attributes),
];

const pairs = (low = -2, high = 2): KernelCase[] => [
  kernelCase('equal shapes', { a: float([2, 3], low, high), b: float([2, 3], low, high, 1) }),
  kernelCase('broadcast to the right', { a: float([2, 3], low, high), b: float([3], low, high, 1) }),
  kernelCase('broadcast both ways', {
    a: float([2, 1], low, high),
    b: float([1, 3], low, high, 1),
  }),
  kernelCase('a scalar', { a: float([], low, high), b: float([2, 2], low, high, 1) }),
];

const integers = kernelCase('integers', { a: int([4], -7, 7, 3, -3), b: int([4], 2, 2, 3, -2) });

const comparisons = (): KernelCase[] => [
  kernelCase('floats', { a: float([2, 3]), b: float([3], -2, 2, 1) }),
  kernelCase('integers with ties', { a: int([4], 1, 2, 3, 4), b: int([4], 1, 3, 2, 4) }),
];

const logicals = (): KernelCase[] => [
  kernelCase('all pairs', { a: bool([4], 0, 0, 1, 1), b: bool([4], 0, 1, 0, 1) }),
];

const reductions = (low = -2, high = 2, attribute = 'axis'): KernelCase[] =>
  [
    { what: 'all axes', axes: [0, 1, 2], keepDims: false },
    { what: 'the last axis', axes: [2], keepDims: false },
    { what: 'the first axis, kept', axes: [0], keepDims: true },
    { what: 'outer axes', axes: [0, 2], keepDims: false },
  ]
    .map(({ what, axes, keepDims }) =>
      kernelCase(what, { x: float([2, 3, 2], low, high) }, { [attribute]: axes, keepDims }),
    )
    .concat(
      // A wrong axis has the right shape here.
      [0, 1].map((axis) =>
        kernelCase(
          `axis ${axis} of equal ones`,
          { x: float([3, 3], low, high) },
          { [attribute]: [axis], keepDims: false },
        ),
      ),
    );

const product = (
  what: string,
  a: readonly number[],
  b: readonly number[],
  transposeA = false,
  transposeB = false,
): KernelCase => kernelCase(what, { a: float(a), b: float(b, -2, 2, 1) }, { transposeA, transposeB });

/** Cases of every covered kernel: a kernel without a row does not compile. */
export const kernelCases: Readonly<Record<KernelName, readonly KernelCase[]>> = {
  Abs: unaryKeeping(),
  Acos: unary(-0.8, 0.8),
  Acosh: unary(1.3, 3),
  Add: [...pairs(), integers],
  AddN: [kernelCase('three', { 0: float([2, 2]), 1: float([2, 2], -2, 2, 1), 2: float([2, 2], 0, 1) })],
  All: [kernelCase('the last axis', { x: bool([2, 3], 1, 1, 1, 1, 0, 1) }, { axis: [1], keepDims: false })],
  Any: [kernelCase('the last axis', { x: bool([2, 3], 0, 0, 0, 1, 0, 1) }, { axis: [1], keepDims: false })],
  ArgMax: [kernelCase('the last axis', { x: float([3, 4]) }, { axis: 1 })],
  ArgMin: [kernelCase('the first axis', { x: float([3, 4]) }, { axis: 0 })],
  Asin: unary(-0.8, 0.8),
  Asinh: unary(),
  Atan: unary(),
  Atan2: pairs(),
  Atanh: unary(-0.8, 0.8),
  AvgPool: poolings(),
  AvgPoolGrad: poolings().map(poolingGradient),
  BatchMatMul: [
    product('plain', [3, 4], [4, 2]),
    product('squares', [3, 3], [3, 3], true),
    product('first transposed', [4, 3], [4, 2], true),
    product('second transposed', [3, 4], [2, 4], false, true),
    product('both transposed', [4, 3], [2, 4], true, true),
    product('batches', [2, 3, 4], [2, 4, 2]),
    product('batches, transposed', [2, 4, 3], [2, 4, 2], true),
    product('one for all of a batch', [2, 3, 4], [1, 4, 2]),
  ],
  Cast: [
    kernelCase('float to int', { x: float([5], -2.9, 2.9) }, { dtype: 'int32' }),
    kernelCase('float to bool', { x: { ...float([3]), values: [0, 0.5, -2] } }, { dtype: 'bool' }),
    kernelCase('bool to float', { x: bool([3], 0, 1, 1) }, { dtype: 'float32' }),
    kernelCase('int to float', { x: int([3], -4, 0, 9) }, { dtype: 'float32' }),
    kernelCase('float to float', { x: float([3]) }, { dtype: 'float32' }),
  ],
  Ceil: unary(),
  ClipByValue: unary(-2, 2, { clipValueMin: -1, clipValueMax: 1.1 }),
  Concat: [
    kernelCase('the first axis', { 0: float([1, 3]), 1: float([2, 3]) }, { axis: 0 }),
    kernelCase('the last axis', { 0: float([2, 1]), 1: float([2, 2]) }, { axis: 1 }),
  ],
  Conv2D: convolutions().map(({ what, x, filter, attributes }) =>
    kernelCase(what, { x: float(x), filter: float(filter, -1, 1, 1) }, { ...attributes, dilations: 1 }),
  ),
  Conv2DBackpropFilter: convolutions().map(({ what, x, filter, dy, attributes }) =>
    kernelCase(what, { x: float(x), dy: float(dy, -1, 1, 1) }, { ...attributes, filterShape: filter }),
  ),
  Conv2DBackpropInput: convolutions().map(({ what, x, filter, dy, attributes }) =>
    kernelCase(what, { dy: float(dy), filter: float(filter, -1, 1, 1) }, { ...attributes, inputShape: x }),
  ),
  Cos: unary(),
  Cosh: unary(),
  Cumsum: [
    kernelCase('the last axis', { x: float([2, 4]) }, { axis: 1, exclusive: false, reverse: false }),
    kernelCase('exclusive', { x: float([2, 4]) }, { axis: 1, exclusive: true, reverse: false }),
    kernelCase('reversed', { x: float([2, 4]) }, { axis: 1, exclusive: false, reverse: true }),
    kernelCase('both', { x: float([2, 4]) }, { axis: 1, exclusive: true, reverse: true }),
    kernelCase('the first axis', { x: float([3, 2]) }, { axis: 0, exclusive: true, reverse: false }),
  ],
  Elu: unary(),
  EluGrad: [kernelCase('both branches', { dy: float([2, 3]), y: float([2, 3], -0.9, 2, 1) })],
  Equal: comparisons(),
  Erf: unary(),
  Exp: unary(),
  ExpandDims: [
    kernelCase('in the middle', { input: float([2, 3]) }, { dim: 1 }),
    kernelCase('at the end', { input: float([2, 3]) }, { dim: -1 }),
  ],
  Expm1: [...unary(), kernelCase('tiny', { x: { ...float([2]), values: [1e-6, -1e-6] } })],
  Fill: [
    kernelCase('a matrix', {}, { shape: [2, 3], value: 1.5, dtype: 'float32' }),
    kernelCase('a scalar', {}, { shape: [], value: 3, dtype: 'int32' }),
  ],
  Floor: unary(),
  FloorDiv: [integers],
  GatherV2: [
    kernelCase('rows', { x: float([4, 2]), indices: int([3], 3, 0, 3) }, { axis: 0, batchDims: 0 }),
    kernelCase('columns', { x: float([2, 4]), indices: int([3], 2, 0, 2) }, { axis: 1, batchDims: 0 }),
  ],
  Greater: comparisons(),
  GreaterEqual: comparisons(),
  Identity: unary(),
  IsFinite: [kernelCase('all kinds', { x: { ...float([4]), values: [1, Infinity, -Infinity, NaN] } })],
  IsInf: [kernelCase('all kinds', { x: { ...float([4]), values: [1, Infinity, -Infinity, NaN] } })],
  IsNan: [kernelCase('all kinds', { x: { ...float([4]), values: [1, Infinity, -Infinity, NaN] } })],
  LeakyRelu: unary(-2, 2, { alpha: 0.2 }),
  Less: comparisons(),
  LessEqual: comparisons(),
  Log: unary(0.3, 3),
  Log1p: [...unary(-0.5, 2), kernelCase('tiny', { x: { ...float([2]), values: [1e-6, -1e-6] } })],
  LogicalAnd: logicals(),
  LogicalNot: [kernelCase('both', { x: bool([2], 0, 1) })],
  LogicalOr: logicals(),
  Max: reductions(-2, 2, 'reductionIndices'),
  Maximum: [...pairs(), integers],
  MaxPool: poolings(),
  MaxPoolGrad: poolings().map(maxPoolingGradient),
  Mean: reductions(),
  Min: reductions(),
  Minimum: [...pairs(), integers],
  Mod: [
    kernelCase('floats', { a: float([2, 3], -4, 4), b: float([2, 3], 1.1, 2, 1) }),
    kernelCase('negative divisors', { a: float([4], -4, 4), b: float([4], -2, -1.1, 1) }),
    integers,
  ],
  Multiply: [...pairs(), integers],
  Neg: unaryKeeping(),
  NotEqual: comparisons(),
  OneHot: [
    kernelCase(
      'with rows that are off',
      { indices: int([4], 0, 2, -1, 5) },
      { depth: 3, onValue: 1, offValue: 0, dtype: 'float32' },
    ),
    kernelCase(
      'own values',
      { indices: int([3], 0, 2, 1) },
      { depth: 3, onValue: 0.9, offValue: 0.05, dtype: 'float32' },
    ),
    kernelCase(
      'integers',
      { indices: int([3], 0, 2, 1) },
      { depth: 3, onValue: 1, offValue: 0, dtype: 'int32' },
    ),
  ],
  OnesLike: unaryKeeping(),
  Pack: [
    kernelCase('in front', { 0: float([3]), 1: float([3], -2, 2, 1) }, { axis: 0 }),
    kernelCase('at the end', { 0: float([3]), 1: float([3], -2, 2, 1) }, { axis: 1 }),
  ],
  PadV2: [
    kernelCase(
      'with a constant',
      { x: float([2, 2]) },
      {
        paddings: [
          [1, 0],
          [0, 2],
        ],
        constantValue: 0.5,
      },
    ),
  ],
  Pow: [...pairs(0.5, 2), integersToPowers()],
  Prelu: [kernelCase('a slope a column', { x: float([2, 3]), alpha: float([3], 0.1, 0.4, 1) })],
  Prod: reductions(),
  RealDiv: pairs(0.5, 2),
  Reciprocal: unary(0.5, 2),
  Relu: unary(),
  Relu6: unary(-3, 9),
  Reshape: [
    kernelCase('given', { x: float([2, 3]) }, { shape: [3, 2] }),
    kernelCase('inferred', { x: float([2, 3]) }, { shape: [-1] }),
  ],
  Reverse: [
    kernelCase('one axis', { x: float([2, 3]) }, { dims: [1] }),
    kernelCase('all axes', { x: float([2, 3]) }, { dims: [0, 1] }),
  ],
  Round: [kernelCase('ties to even', { x: { ...float([6]), values: [0.5, 1.5, -0.5, 2.4, -2.6, 2.5] } })],
  Rsqrt: unary(0.4, 3),
  Select: [
    kernelCase('elements', {
      condition: bool([2, 2], 1, 0, 0, 1),
      t: float([2, 2]),
      e: float([2, 2], -2, 2, 1),
    }),
  ],
  Selu: unary(),
  Sigmoid: unary(),
  Sign: unary(),
  Sin: unary(),
  Sinh: unary(),
  Slice: [
    kernelCase('a window', { x: float([3, 4]) }, { begin: [1, 1], size: [2, 2] }),
    kernelCase('to the end', { x: float([3, 4]) }, { begin: [0, 2], size: [3, -1] }),
  ],
  Softmax: [
    kernelCase('rows', { logits: float([3, 4]) }, { dim: 1 }),
    kernelCase('rows of a square', { logits: float([3, 3]) }, { dim: 1 }),
  ],
  Softplus: unary(),
  SplitV: [
    kernelCase('sizes', { x: float([2, 5]) }, { numOrSizeSplits: [2, 3], axis: 1 }),
    kernelCase('halves', { x: float([4, 2]) }, { numOrSizeSplits: [2, 2], axis: 0 }),
  ],
  Sqrt: unary(0.3, 3),
  Square: unaryKeeping(),
  SquaredDifference: [...pairs(), integers],
  Step: unary(-2, 2, { alpha: 0.25 }),
  Sub: [...pairs(), integers],
  Sum: [...reductions(), kernelCase('truths', { x: bool([2, 3], 1, 0, 1) }, { axis: [1], keepDims: false })],
  Tan: unary(-1, 1),
  Tanh: unary(),
  Tile: [
    kernelCase('both axes', { x: float([2, 3]) }, { reps: [2, 2] }),
    kernelCase('an axis of length 1', { x: float([2, 1]) }, { reps: [1, 3] }),
  ],
  Transpose: [
    kernelCase('two axes', { x: float([2, 3]) }, { perm: [1, 0] }),
    kernelCase('two equal axes', { x: float([3, 3]) }, { perm: [1, 0] }),
    kernelCase('three axes', { x: float([2, 3, 2]) }, { perm: [2, 0, 1] }),
  ],
  Unpack: [
    kernelCase('the first axis', { value: float([2, 3]) }, { axis: 0 }),
    kernelCase('the last axis', { value: float([2, 3]) }, { axis: 1 }),
  ],
  UnsortedSegmentSum: [
    kernelCase('rows', { x: float([4, 2]), segmentIds: int([4], 0, 2, 0, 1) }, { numSegments: 3 }),
  ],
  ZerosLike: unaryKeeping(),
};

function integersToPowers(): KernelCase {
  return kernelCase('integers', { a: int([3], 2, -3, 5), b: int([3], 3, 2, 0) });
}
