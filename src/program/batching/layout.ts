import { axesOf, axisOf, sizeOf } from '../kernels/shape-rule.ts';
import { type layoutShapes, sliceBounds } from '../kernels/shapes/layout.ts';
import { type AnyBatchRule, type BatchRule, unrolled, valuesOf, withAxis } from './rule.ts';

/** Kernels whose result is the operand in another shape. */
const toOutputShape: AnyBatchRule = ({ operands, rewriter, replicates, types }) =>
  rewriter.reshape(Object.values(operands)[0]!.id, [replicates, ...types[0]!.shape]);

/** Kernels that join operands: every one gets the replicate axis. */
const join: BatchRule<'Concat' | 'Pack'> = (call) =>
  call.rewriter.emit(
    call.kernel,
    valuesOf(call, (one) => withAxis(call, one)),
    { axis: axisOf(call.attributes.axis, call.types[0]!.shape.length) + 1 },
  );

/** Each replicate's own table: gathered along the next axis. One table and each replicate's own rows: as it stands. */
const gather: BatchRule<'GatherV2'> = (call) => {
  const { x, indices } = call.operands;
  const axis = axisOf(call.attributes.axis, x.type.shape.length);
  const batchDims = call.attributes.batchDims ?? 0;
  const inputs = { x: x.id, indices: indices.id };
  if (batchDims !== 0) return unrolled(call);
  if (!indices.batched) return call.rewriter.emit('GatherV2', inputs, { axis: axis + 1, batchDims });
  if (!x.batched && axis === 0) return call.rewriter.emit('GatherV2', inputs, { axis, batchDims });
  if (axis === 0) return call.rewriter.emit('GatherV2', inputs, { axis: 1, batchDims: 1 });
  return unrolled(call);
};

/** Segments of replicate r are numbered from r·numSegments on. */
const segmentSum: BatchRule<'UnsortedSegmentSum'> = (call) => {
  const { rewriter, replicates } = call;
  const count = call.attributes.numSegments;
  const [x, ids] = [withAxis(call, call.operands.x), withAxis(call, call.operands.segmentIds)];
  const shape = rewriter.shape(ids);
  const starts = Int32Array.from({ length: replicates }, (_, index) => index * count);
  const column = [replicates, ...shape.slice(1).map(() => 1)];
  const offset = rewriter.constant({ shape: column, dtype: 'int32' }, starts);
  const shifted = rewriter.emit('Add', { a: ids, b: offset });
  const rows = sizeOf(shape);
  const sums = rewriter.emit(
    'UnsortedSegmentSum',
    {
      x: rewriter.reshape(x, [rows, ...rewriter.shape(x).slice(shape.length)]),
      segmentIds: rewriter.reshape(shifted, [rows]),
    },
    { numSegments: replicates * count },
  );
  return rewriter.reshape(sums, [replicates, ...call.types[0]!.shape]);
};

/** Batching rules of kernels that move elements. */
export const layoutBatching: { readonly [K in keyof typeof layoutShapes]: BatchRule<K> } = {
  Concat: join,
  ExpandDims: toOutputShape,
  // Has no operands, so it never has a replicate axis.
  Fill: unrolled,
  GatherV2: gather,
  OneHot: ({ operands: { indices }, attributes, rewriter }) =>
    rewriter.emit('OneHot', { indices: indices.id }, attributes),
  Pack: join,
  PadV2: ({ operands: { x }, attributes, rewriter }) =>
    rewriter.emit('PadV2', { x: x.id }, { ...attributes, paddings: [[0, 0], ...attributes.paddings] }),
  Reshape: toOutputShape,
  Reverse: ({ operands: { x }, attributes, rewriter }) => {
    const dims = axesOf(attributes.dims, x.type.shape.length).map((axis) => axis + 1);
    return rewriter.emit('Reverse', { x: x.id }, { dims });
  },
  Slice: ({ operands: { x }, attributes, replicates, rewriter }) => {
    const { begin, size } = sliceBounds(x.type.shape, attributes);
    return rewriter.emit('Slice', { x: x.id }, { begin: [0, ...begin], size: [replicates, ...size] });
  },
  SplitV: ({ operands: { x }, attributes, rewriter }) =>
    rewriter.emitAll(
      'SplitV',
      { x: x.id },
      { ...attributes, axis: axisOf(attributes.axis, x.type.shape.length) + 1 },
    ),
  Tile: ({ operands: { x }, attributes, rewriter }) =>
    rewriter.emit('Tile', { x: x.id }, { reps: [1, ...attributes.reps] }),
  Transpose: ({ operands: { x }, attributes, rewriter }) =>
    rewriter.emit('Transpose', { x: x.id }, { perm: [0, ...attributes.perm.map((axis) => axis + 1)] }),
  Unpack: ({ operands: { value }, attributes, rewriter }) =>
    rewriter.emitAll(
      'Unpack',
      { value: value.id },
      { ...attributes, axis: axisOf(attributes.axis, value.type.shape.length) + 1 },
    ),
  UnsortedSegmentSum: segmentSum,
};
