import { sizeOf } from '../kernels/shape-rule.ts';
import type { AttributesFor, Inputs, KernelName } from '../kernels/signatures.ts';
import type { Attributes, DType, ValueType } from '../types.ts';

/**
 * Elements of a value in double precision, row-major; integers are whole numbers, truths 0 and 1. Never written to once
 * made.
 */
export type Elements = Float64Array;

/** A node of a program: the types of its operands, by the kernel's input names, and of its outputs. */
export interface DoubleCall<K extends KernelName> {
  readonly inputs: Inputs<K, ValueType>;
  readonly attributes: AttributesFor<K>;
  readonly outputs: readonly [ValueType, ...ValueType[]];
}

/** Gives a kernel's outputs for the elements of its operands. */
export type Evaluation<K extends KernelName> = (
  inputs: Inputs<K, Elements>,
) => Elements | readonly Elements[];

/** Prepares a kernel for shapes and attributes, once; what it gives then runs at every step. */
export type DoubleRule<K extends KernelName> = (call: DoubleCall<K>) => Evaluation<K>;

/** An evaluation as it is called where the kernel is not known. */
export type AnyEvaluation = (inputs: Readonly<Record<string, Elements>>) => Elements | readonly Elements[];

/** A rule as it is called where the kernel is not known. */
export type AnyDoubleRule = (call: {
  readonly inputs: Readonly<Record<string, ValueType>>;
  readonly attributes: Attributes;
  readonly outputs: readonly ValueType[];
}) => AnyEvaluation;

/** A number that a program keeps beside its tensors, as every engine sees it: in single precision. */
export const attributeNumber = (value: number | undefined, otherwise: number): number =>
  Math.fround(value ?? otherwise);

const settlers: Readonly<Record<DType, (elements: Elements) => Elements>> = {
  float32: (elements) => elements,
  // As an Int32Array takes numbers: towards zero, modulo 2³², and NaN as 0.
  int32: (elements) => {
    for (let i = 0; i < elements.length; i++) elements[i]! |= 0;
    return elements;
  },
  bool: (elements) => {
    for (let i = 0; i < elements.length; i++) elements[i] = elements[i] === 0 ? 0 : 1;
    return elements;
  },
};

/** Makes fresh elements whole numbers or truths, in place, where their data type asks for it. */
export const settled = (dtype: DType, elements: Elements): Elements => settlers[dtype](elements);

/** Distances between neighbours along each axis, row-major. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** For each element of a shape, row-major, a number that follows from its place. */
export function indexMap(
  shape: readonly number[],
  numberOf: (place: readonly number[]) => number,
): Int32Array {
  const map = new Int32Array(sizeOf(shape));
  const place = shape.map(() => 0);
  for (let i = 0; i < map.length; i++) {
    map[i] = numberOf(place);
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis]! === shape[axis]; axis--) place[axis] = 0;
  }
  return map;
}

/**
 * For each element of `to` the element of `from` that broadcasting puts there; undefined where the shapes are the same.
 */
export function broadcastMap(from: readonly number[], to: readonly number[]): Int32Array | undefined {
  if (from.join() === to.join()) return undefined;
  const strides = stridesOf(from);
  const offset = to.length - from.length;
  return indexMap(to, (place) =>
    strides.reduce((sum, stride, axis) => sum + (from[axis] === 1 ? 0 : stride * place[axis + offset]!), 0),
  );
}
