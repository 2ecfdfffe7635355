import type { AttributesFor, Inputs, KernelName } from './signatures.ts';
import type { Attributes, DType, ValueType } from '../types.ts';

/** Types of a kernel's outputs, given those of its inputs: an array for kernels that return an array. */
export type ShapeRule<K extends KernelName> = (
  inputs: Inputs<K, ValueType>,
  attributes: AttributesFor<K>,
) => ValueType | readonly ValueType[];

/** A shape rule as it is called where the kernel is not known: the program has been verified, or is being traced. */
export type AnyShapeRule = (
  inputs: Readonly<Record<string, ValueType>>,
  attributes: Attributes,
) => ValueType | readonly ValueType[];

/** A type that is one of some data types. @throws RangeError where it is another. */
function ofType(type: ValueType, name: string, allowed: readonly DType[]): ValueType {
  if (allowed.includes(type.dtype)) return type;
  throw new RangeError(
    `Cannot compute: expected ${name} as ${allowed.join(' or ')} (tf.cast), got ${type.dtype}`,
  );
}

/** The type of an input of a kernel that computes in single precision alone. @throws RangeError where it is another. */
export const floatInput = <Name extends string>(
  inputs: Readonly<Record<Name, ValueType>>,
  name: Name,
): ValueType => ofType(inputs[name], name, ['float32']);

/** The type of an input of a kernel that computes with numbers. @throws RangeError where it is bool. */
export const numberInput = <Name extends string>(
  inputs: Readonly<Record<Name, ValueType>>,
  name: Name,
): ValueType => ofType(inputs[name], name, ['float32', 'int32']);

/** Number of elements of a shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** One number, or a list of them, as a list. */
export const listOf = (given: number | readonly number[]): readonly number[] =>
  typeof given === 'number' ? [given] : given;

/** Whether two shapes are the same. */
export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

/**
 * The shape to which two shapes broadcast, aligned at the last axis.
 *
 * @throws RangeError where two lengths differ and neither is 1.
 */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new RangeError(
        `Cannot broadcast shapes: expected lengths that are equal or 1, got [${a}] and [${b}]`,
      );
    return left === 1 ? right : left;
  });
}

/**
 * Axes as a sorted list of non-negative numbers; `undefined` means all of them.
 *
 * @throws RangeError as `axisOf`.
 */
export function axesOf(axis: number | readonly number[] | undefined, rank: number): number[] {
  if (axis === undefined) return Array.from({ length: rank }, (_, index) => index);
  return listOf(axis)
    .map((index) => axisOf(index, rank))
    .sort((a, b) => a - b);
}

/**
 * One axis as a non-negative number.
 *
 * @throws RangeError where there is no such axis.
 */
export const axisOf = (axis: number | undefined, rank: number): number => {
  const given = axis ?? 0;
  const index = given < 0 ? given + rank : given;
  if (Number.isInteger(index) && index >= 0 && index < rank) return index;
  throw new RangeError(`Cannot find axis ${given}: expected one of ${rank} axes`);
};

/** Shape after a reduction over `axes`. */
export const reducedShape = (
  shape: readonly number[],
  axes: readonly number[],
  keepDims: boolean,
): number[] =>
  keepDims
    ? shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : shape.filter((_, axis) => !axes.includes(axis));

/** A type with the same shape and another data type. */
export const typeOf = (shape: readonly number[], dtype: DType): ValueType => ({ shape, dtype });
