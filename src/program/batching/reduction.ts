import { axesOf, axisOf } from '../kernels/shape-rule.ts';
import type { reductionShapes } from '../kernels/shapes/reduction.ts';
import type { BatchRule } from './rule.ts';

/** Axes of one replicate lie one further back; without axes of its own the replicate's value is a scalar. */
const behind = (axes: number | readonly number[] | undefined, { length }: readonly number[]): number[] =>
  axesOf(axes, length).map((axis) => axis + 1);

const reduce: BatchRule<'All' | 'Any' | 'Mean' | 'Min' | 'Prod' | 'Sum'> = ({
  kernel,
  operands: { x },
  attributes,
  rewriter,
}) => rewriter.emit(kernel, { x: x.id }, { ...attributes, axis: behind(attributes.axis, x.type.shape) });

const oneAxis: BatchRule<'ArgMax' | 'ArgMin' | 'Cumsum'> = ({
  kernel,
  operands: { x },
  attributes,
  rewriter,
}) =>
  rewriter.emit(
    kernel,
    { x: x.id },
    { ...attributes, axis: axisOf(attributes.axis, x.type.shape.length) + 1 },
  );

/** Batching rules of kernels that reduce or scan along axes. */
export const reductionBatching: { readonly [K in keyof typeof reductionShapes]: BatchRule<K> } = {
  All: reduce,
  Any: reduce,
  ArgMax: oneAxis,
  ArgMin: oneAxis,
  Cumsum: oneAxis,
  Max: ({ operands: { x }, attributes, rewriter }) =>
    rewriter.emit(
      'Max',
      { x: x.id },
      { ...attributes, reductionIndices: behind(attributes.reductionIndices, x.type.shape) },
    ),
  Mean: reduce,
  Min: reduce,
  Prod: reduce,
  // The last axis stays the last.
  Softmax: ({ operands: { logits }, rewriter }) =>
    rewriter.emit('Softmax', { logits: logits.id }, { dim: logits.type.shape.length }),
  Sum: reduce,
};
