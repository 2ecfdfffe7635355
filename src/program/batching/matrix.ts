import type { matrixShapes } from '../kernels/shapes/matrix.ts';
import { aligned, type BatchRule, folded } from './rule.ts';

/**
 * Rows of all replicates times one matrix, which has no axes of its own in front, are one larger product; else a
 * product a replicate.
 */
const product: BatchRule<'BatchMatMul'> = (call) => {
  const { rewriter, attributes, replicates, types } = call;
  const { a, b } = call.operands;
  const isPlain = a.type.shape.length === 2 && b.type.shape.length === 2 && attributes.transposeA !== true;
  if (a.batched && !b.batched && isPlain) {
    const rows = rewriter.emit('BatchMatMul', { a: folded(call, a.id), b: b.id }, attributes);
    return rewriter.reshape(rows, [replicates, ...types[0]!.shape]);
  }
  const rank = types[0]!.shape.length;
  return rewriter.emit('BatchMatMul', { a: aligned(call, a, rank), b: aligned(call, b, rank) }, attributes);
};

/** Batching rules of matrix products. */
export const matrixBatching: { readonly [K in keyof typeof matrixShapes]: BatchRule<K> } = {
  BatchMatMul: product,
};
