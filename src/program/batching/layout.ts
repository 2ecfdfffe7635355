import { axesOf, axisOf } from '../shape-rule.ts';
import { type layoutShapes, sliceBounds } from '../shapes/layout.ts';
import type { Attributes } from '../types.ts';
import { type BatchCall, type BatchRule, operand, unrolled, withAxis } from './rule.ts';

/** A kernel of one operand `x` with other attributes. */
const withAttributes =
  (change: (call: BatchCall) => Attributes): BatchRule =>
  (call) => {
    const [name, { id }] = Object.entries(call.operands)[0]!;
    return call.rewriter.emitAll(call.kernel, { [name]: id }, { ...call.attributes, ...change(call) });
  };

/** Kernels whose result is the operand in another shape. */
const toOutputShape: BatchRule = (call) => {
  const { id } = Object.values(call.operands)[0]!;
  return call.rewriter.reshape(id, [call.replicates, ...call.types[0]!.shape]);
};

/** Kernels that join operands: every one gets the replicate axis. */
const join =
  (rankOf: (call: BatchCall) => number): BatchRule =>
  (call) => {
    const inputs = Object.entries(call.operands).map(([name, one]) => [name, withAxis(call, one)]);
    const axis = axisOf(call.attributes['axis'], rankOf(call)) + 1;
    return call.rewriter.emit(call.kernel, Object.fromEntries(inputs) as Record<string, number>, { axis });
  };

const rankOfOutput = (call: BatchCall): number => call.types[0]!.shape.length;

const splitAxis: BatchRule = withAttributes((call) => {
  const { type } = Object.values(call.operands)[0]!;
  return { axis: axisOf(call.attributes['axis'], type.shape.length) + 1 };
});

/** Each replicate's own table: gathered along the next axis. One table and each replicate's own rows: as it stands. */
const gather: BatchRule = (call) => {
  const [x, indices] = [operand(call, 'x'), operand(call, 'indices')];
  const axis = axisOf(call.attributes['axis'], x.type.shape.length);
  const batchDims = (call.attributes['batchDims'] ?? 0) as number;
  const inputs = { x: x.id, indices: indices.id };
  if (batchDims !== 0) return unrolled(call);
  if (!indices.batched) return call.rewriter.emit('GatherV2', inputs, { axis: axis + 1, batchDims });
  if (!x.batched && axis === 0) return call.rewriter.emit('GatherV2', inputs, { axis, batchDims });
  if (axis === 0) return call.rewriter.emit('GatherV2', inputs, { axis: 1, batchDims: 1 });
  return unrolled(call);
};

/** Segments of replicate r are numbered from r·numSegments on. */
const segmentSum: BatchRule = (call) => {
  const { rewriter, replicates } = call;
  const count = call.attributes['numSegments'] as number;
  const [x, ids] = ['x', 'segmentIds'].map((name) => withAxis(call, operand(call, name)));
  const shape = rewriter.shape(ids!);
  const starts = Int32Array.from({ length: replicates }, (_, index) => index * count);
  const column = [replicates, ...shape.slice(1).map(() => 1)];
  const offset = rewriter.constant({ shape: column, dtype: 'int32' }, starts);
  const shifted = rewriter.emit('Add', { a: ids!, b: offset });
  const rows = shape.reduce((product, length) => product * length, 1);
  const sums = rewriter.emit(
    'UnsortedSegmentSum',
    {
      x: rewriter.reshape(x!, [rows, ...rewriter.shape(x!).slice(shape.length)]),
      segmentIds: rewriter.reshape(shifted, [rows]),
    },
    { numSegments: replicates * count },
  );
  return rewriter.reshape(sums, [replicates, ...call.types[0]!.shape]);
};

/** Batching rules of kernels that move elements. */
export const layoutBatching: Readonly<Record<keyof typeof layoutShapes, BatchRule>> = {
  Concat: join(rankOfOutput),
  ExpandDims: toOutputShape,
  // Has no operands, so it never has a replicate axis.
  Fill: unrolled,
  GatherV2: gather,
  OneHot: withAttributes(() => ({})),
  Pack: join(rankOfOutput),
  PadV2: withAttributes(({ attributes }) => ({
    paddings: [[0, 0], ...(attributes['paddings'] as [number, number][])],
  })),
  Reshape: toOutputShape,
  Reverse: withAttributes((call) => ({
    dims: axesOf(call.attributes['dims'], rankOfOutput(call)).map((axis) => axis + 1),
  })),
  Slice: withAttributes((call) => {
    const { begin, size } = sliceBounds(operand(call, 'x').type.shape, call.attributes);
    return { begin: [0, ...begin], size: [call.replicates, ...size] };
  }),
  SplitV: splitAxis,
  Tile: withAttributes(({ attributes }) => ({ reps: [1, ...(attributes['reps'] as number[])] })),
  Transpose: withAttributes(({ attributes }) => ({
    perm: [0, ...(attributes['perm'] as number[]).map((axis) => axis + 1)],
  })),
  Unpack: splitAxis,
  UnsortedSegmentSum: segmentSum,
};
