import { axesOf, axisOf } from '../shape-rule.ts';
import type { reductionShapes } from '../shapes/reduction.ts';
import { type BatchRule, operand } from './rule.ts';

/** Axes of one replicate lie one further back. */
const reduce =
  (attribute = 'axis'): BatchRule =>
  (call) => {
    const { id, type } = operand(call, 'x');
    const axes = axesOf(call.attributes[attribute], type.shape.length).map((axis) => axis + 1);
    // Without axes of its own the replicate's value is a scalar: nothing is left to reduce but the type.
    return call.rewriter.emit(call.kernel, { x: id }, { ...call.attributes, [attribute]: axes });
  };

const oneAxis =
  (input: string, attribute: string): BatchRule =>
  (call) => {
    const { id, type } = operand(call, input);
    const axis = axisOf(call.attributes[attribute], type.shape.length) + 1;
    return call.rewriter.emit(call.kernel, { [input]: id }, { ...call.attributes, [attribute]: axis });
  };

/** Batching rules of kernels that reduce or scan along axes. */
export const reductionBatching: Readonly<Record<keyof typeof reductionShapes, BatchRule>> = {
  All: reduce(),
  Any: reduce(),
  ArgMax: oneAxis('x', 'axis'),
  ArgMin: oneAxis('x', 'axis'),
  Cumsum: oneAxis('x', 'axis'),
  Max: reduce('reductionIndices'),
  Mean: reduce(),
  Min: reduce(),
  Prod: reduce(),
  // The last axis stays the last.
  Softmax: (call) =>
    call.rewriter.emit(
      'Softmax',
      { logits: operand(call, 'logits').id },
      { ...call.attributes, dim: operand(call, 'logits').type.shape.length },
    ),
  Sum: reduce(),
};
