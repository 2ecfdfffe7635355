import { axesOf, axisOf, sameShape, sizeOf } from '../../../program/kernels/shape-rule.ts';
import { sliceBounds, splitSizes } from '../../../program/kernels/shapes/layout.ts';
import { AssayError } from '../../../errors.ts';
import type { KernelName } from '../../../program/kernels/kernels.ts';
import type { Graph } from '../graph.ts';
import { cast, input, type LoweringCall, type LoweringRule, shapeOf } from '../lowering-rule.ts';

/** The value with another shape of the same size. */
export const reshape = (call: LoweringCall<never>, name: string, shape: readonly number[]): string =>
  call.graph.op('Reshape', [name, call.graph.longs(shape)]);

const toOutputShape = (call: LoweringCall<never>, name: string): string =>
  reshape(call, name, call.outputTypes[0].shape);

const pack: LoweringRule<'Pack'> = (call) => {
  const rank = shapeOf(call, '0').length;
  const axis = axisOf(call.attributes.axis, rank + 1);
  const axes = call.graph.longs([axis]);
  const parts = Object.values(call.inputs).map((name) => call.graph.op('Unsqueeze', [name, axes]));
  return parts.length === 1 ? parts[0]! : call.graph.op('Concat', parts, { axis });
};

const split = (graph: Graph, name: string, axis: number, sizes: readonly number[]): string[] =>
  sizes.length === 1 ? [name] : graph.ops('Split', [name, graph.longs(sizes)], sizes.length, { axis });

const unpack: LoweringRule<'Unpack'> = (call) => {
  const shape = shapeOf(call, 'value');
  const axis = axisOf(call.attributes.axis, shape.length);
  const ones = Array.from({ length: shape[axis]! }, () => 1);
  const pieces = split(call.graph, input(call, 'value'), axis, ones);
  return pieces.map((piece, index) => reshape(call, piece, call.outputTypes[index]!.shape));
};

const splitV: LoweringRule<'SplitV'> = (call) => {
  const shape = shapeOf(call, 'x');
  const axis = axisOf(call.attributes.axis, shape.length);
  return split(call.graph, input(call, 'x'), axis, splitSizes(call.attributes.numOrSizeSplits, shape[axis]!));
};

const slice: LoweringRule<'Slice'> = (call) => {
  const shape = shapeOf(call, 'x');
  const { begin, size } = sliceBounds(shape, call.attributes);
  const axes = shape.flatMap((length, axis) => (size[axis] === length ? [] : [axis]));
  if (axes.length === 0) return input(call, 'x');
  const { graph } = call;
  return graph.op('Slice', [
    input(call, 'x'),
    graph.longs(axes.map((axis) => begin[axis]!)),
    graph.longs(axes.map((axis) => begin[axis]! + size[axis]!)),
    graph.longs(axes),
  ]);
};

const reverse: LoweringRule<'Reverse'> = (call) => {
  const axes = axesOf(call.attributes.dims, shapeOf(call, 'x').length);
  if (axes.length === 0) return input(call, 'x');
  const { graph } = call;
  const each = (value: number): string => graph.longs(axes.map(() => value));
  // The end lies before the first element: the lowest 32-bit number is clamped to it.
  return graph.op('Slice', [input(call, 'x'), each(-1), each(-(2 ** 31)), graph.longs(axes), each(-1)]);
};

/** Repeats of axes of length 1 are an expansion, which copies less. */
const tile: LoweringRule<'Tile'> = (call) => {
  const shape = shapeOf(call, 'x');
  const reps = call.attributes.reps;
  const { graph } = call;
  if (reps.every((count) => count === 1)) return input(call, 'x');
  if (shape.every((length, axis) => length === 1 || reps[axis] === 1))
    return graph.op('Expand', [input(call, 'x'), graph.longs(call.outputTypes[0].shape)]);
  return graph.op('Tile', [input(call, 'x'), graph.longs(reps)]);
};

const pad: LoweringRule<'PadV2'> = (call) => {
  const paddings = call.attributes.paddings;
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return input(call, 'x');
  const { dtype } = call.outputTypes[0];
  return call.graph.op('Pad', [
    input(call, 'x'),
    call.graph.longs([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]),
    call.graph.constant(dtype, [], [call.attributes.constantValue ?? 0]),
  ]);
};

const gather: LoweringRule<'GatherV2'> = (call) => {
  const rank = shapeOf(call, 'x').length;
  const axis = axisOf(call.attributes.axis, rank);
  const batchDims = call.attributes.batchDims ?? 0;
  const indices = input(call, 'indices', 'int32');
  if (batchDims === 0) return call.graph.op('Gather', [input(call, 'x'), indices], { axis });
  if (batchDims !== axis)
    throw new AssayError(
      'program',
      `Cannot lower GatherV2: expected batchDims to be 0 or equal to the axis, got ${batchDims} and axis ${axis}`,
    );
  const column = reshape(call, indices, [...shapeOf(call, 'indices'), 1]);
  return call.graph.op('GatherND', [input(call, 'x'), cast(call.graph, column, 'int32', 'int64')], {
    batch_dims: batchDims,
  });
};

/**
 * ONNX counts negative indices from the end, TensorFlow.js gives a row of off values: unless the indices are known to
 * be none, they are compared with every class.
 */
const oneHot: LoweringRule<'OneHot'> = (call) => {
  const { graph, attributes } = call;
  const { dtype } = call.outputTypes[0];
  const { depth: count, onValue: on = 1, offValue: off = 0 } = attributes;
  const indices = input(call, 'indices', 'int32');
  if (graph.isNonNegative(indices)) {
    // ONNX Runtime has this operator for int32 indices and float32 values.
    const depth = graph.constant('int32', [], [count]);
    const result = graph.op('OneHot', [indices, depth, graph.constant('float32', [2], [off, on])]);
    return cast(graph, result, 'float32', dtype);
  }
  const column = graph.op('Unsqueeze', [indices, graph.longs([-1])]);
  const classes = Int32Array.from({ length: count }, (_, index) => index);
  const hit = graph.op('Equal', [column, graph.constant('int32', [count], classes)]);
  if (on === 1 && off === 0) return cast(graph, hit, 'bool', dtype);
  const values = [on, off].map((value) => graph.constant('float32', [], [value]));
  return cast(graph, graph.op('Where', [hit, ...values]), 'float32', dtype);
};

/** Rows of `x` added up by their segment: a scatter with addition into zeros. */
const unsortedSegmentSum: LoweringRule<'UnsortedSegmentSum'> = (call) => {
  const { graph } = call;
  const { shape, dtype } = call.outputTypes[0];
  const ids = shapeOf(call, 'segmentIds');
  const column = reshape(call, input(call, 'segmentIds', 'int32'), [...ids, 1]);
  return graph.op(
    'ScatterND',
    [graph.filled(dtype, shape, 0), cast(graph, column, 'int32', 'int64'), input(call, 'x')],
    { reduction: 'add' },
  );
};

const transpose: LoweringRule<'Transpose'> = (call) => {
  const perm = call.attributes.perm;
  if (
    sameShape(
      perm,
      perm.toSorted((a, b) => a - b),
    )
  )
    return input(call, 'x');
  const shape = shapeOf(call, 'x');
  // Moving axes of length 1 moves no element.
  const moved = perm.filter((axis) => shape[axis] !== 1);
  if (moved.every((axis, index) => index === 0 || axis > moved[index - 1]!))
    return reshape(call, input(call, 'x'), call.outputTypes[0].shape);
  return call.graph.op('Transpose', [input(call, 'x')], { perm });
};

/** Lowerings of kernels that move elements without computing. */
export const layoutLowerings = {
  Concat: (call) => {
    const shapes = Object.values(call.inputTypes).map(({ shape }) => shape);
    const parts = Object.values(call.inputs).filter((_, index) => sizeOf(shapes[index]!) > 0);
    const axis = axisOf(call.attributes.axis, call.outputTypes[0].shape.length);
    return parts.length === 1 ? parts[0]! : call.graph.op('Concat', parts, { axis });
  },
  ExpandDims: (call) => toOutputShape(call, call.inputs.input),
  Fill: ({ graph, outputTypes, attributes }) =>
    graph.filled(outputTypes[0].dtype, outputTypes[0].shape, Number(attributes.value)),
  GatherV2: gather,
  OneHot: oneHot,
  Pack: pack,
  PadV2: pad,
  Reshape: (call) => toOutputShape(call, call.inputs.x),
  Reverse: reverse,
  Slice: slice,
  SplitV: splitV,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
  UnsortedSegmentSum: unsortedSegmentSum,
} satisfies { readonly [K in KernelName]?: LoweringRule<K> };
