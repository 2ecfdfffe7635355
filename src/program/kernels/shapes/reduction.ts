import type { DType, ValueType } from '../../types.ts';
import { axesOf, axisOf, numberInput, reducedShape, type ShapeRule, typeOf } from '../shape-rule.ts';
import type { AttributesFor, KernelName } from '../signatures.ts';

/** The type of a value reduced over axes. */
const reduced = (
  { shape }: ValueType,
  axes: number | readonly number[] | undefined,
  keepDims: boolean | undefined,
  dtype: DType,
): ValueType => typeOf(reducedShape(shape, axesOf(axes, shape.length), keepDims === true), dtype);

const reduce =
  (dtype: (x: DType) => DType) =>
  ({ x }: { readonly x: ValueType }, { axis, keepDims }: AttributesFor<'Sum'>): ValueType =>
    reduced(x, axis, keepDims, dtype(x.dtype));

const argument: ShapeRule<'ArgMax' | 'ArgMin'> = (inputs, { axis }) => {
  const { shape } = numberInput(inputs, 'x');
  return typeOf(reducedShape(shape, [axisOf(axis, shape.length)], false), 'int32');
};

const counted = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype);
const keep = (dtype: DType): DType => dtype;

/** Shape rules of kernels that reduce or scan along axes. */
export const reductionShapes = {
  All: reduce(() => 'bool'),
  Any: reduce(() => 'bool'),
  ArgMax: argument,
  ArgMin: argument,
  Cumsum: ({ x }) => typeOf(x.shape, counted(x.dtype)),
  Max: ({ x }, { reductionIndices, keepDims }) => reduced(x, reductionIndices, keepDims, x.dtype),
  Mean: reduce(() => 'float32'),
  Min: reduce(keep),
  Prod: reduce(counted),
  Softmax: ({ logits }) => logits,
  Sum: reduce(counted),
} satisfies { readonly [K in KernelName]?: ShapeRule<K> };
