import type { Attributes, DType, ValueType } from './types.ts';

/** Types of a node's inputs, by the kernel's input names. */
export type InputTypes = Readonly<Record<string, ValueType>>;

/** Types of a kernel's outputs, given those of its inputs: an array for kernels that return an array. */
export type ShapeRule = (inputs: InputTypes, attributes: Attributes) => ValueType | readonly ValueType[];

/**
 * The type of the input called `name`.
 *
 * @throws TypeError where the kernel was called without it.
 */
export function inputType(inputs: InputTypes, name: string): ValueType {
  const type = inputs[name];
  if (type === undefined) throw new TypeError(`Internal: kernel input '${name}' is missing`);
  return type;
}

/** The type of an input of one of some data types. @throws RangeError where it has another. */
function typedInput(inputs: InputTypes, name: string, allowed: readonly DType[]): ValueType {
  const type = inputType(inputs, name);
  if (allowed.includes(type.dtype)) return type;
  throw new RangeError(
    `Cannot compute: expected ${name} as ${allowed.join(' or ')} (tf.cast), got ${type.dtype}`,
  );
}

/** The type of an input of a kernel that computes in single precision alone. @throws RangeError where it is another. */
export const floatInput = (inputs: InputTypes, name: string): ValueType =>
  typedInput(inputs, name, ['float32']);

/** The type of an input of a kernel that computes with numbers. @throws RangeError where it is bool. */
export const numberInput = (inputs: InputTypes, name: string): ValueType =>
  typedInput(inputs, name, ['float32', 'int32']);

/** Number of elements of a shape; 1 for a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

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
 * Axes as a sorted list of non-negative numbers; `undefined` or `null` means all of them.
 *
 * @throws RangeError as `axisOf`.
 */
export function axesOf(axis: unknown, rank: number): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, index) => index);
  const list = (Array.isArray(axis) ? axis : [axis]) as number[];
  return list.map((index) => axisOf(index, rank)).sort((a, b) => a - b);
}

/**
 * One axis as a non-negative number.
 *
 * @throws RangeError where there is no such axis.
 */
export const axisOf = (axis: unknown, rank: number): number => {
  const given = (axis ?? 0) as number;
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
