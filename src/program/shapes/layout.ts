import type { DType, ValueType } from '../types.ts';
import {
  axesOf,
  axisOf,
  inputType,
  type InputTypes,
  sameShape,
  type ShapeRule,
  sizeOf,
  typeOf,
} from '../shape-rule.ts';

/** The inputs of a variadic kernel in order. */
export const listOf = (inputs: InputTypes): ValueType[] =>
  Object.keys(inputs).map((name) => inputType(inputs, name));

/**
 * A shape with at most one −1 completed, so that it holds `size` elements.
 *
 * @throws RangeError where it cannot hold so many.
 */
export function completeShape(shape: readonly number[], size: number): number[] {
  const known = sizeOf(shape.filter((length) => length >= 0));
  const complete = shape.map((length) => (length >= 0 ? length : size / known));
  if (sizeOf(complete) === size && complete.every(Number.isInteger)) return complete;
  throw new RangeError(`Cannot reshape: expected a shape of ${size} elements, got [${shape}]`);
}

/** @throws RangeError where the shapes differ, but for the length along `axis`. */
function demandSame(list: readonly ValueType[], axis?: number): void {
  const without = ({ shape }: ValueType) => shape.map((length, at) => (at === axis ? 0 : length));
  const other = list.find((type) => !sameShape(without(type), without(list[0]!)));
  if (other === undefined) return;
  const where = axis === undefined ? '' : ` but for axis ${axis}`;
  throw new RangeError(
    `Cannot join tensors: expected equal shapes${where}, got [${list[0]!.shape}] and [${other.shape}]`,
  );
}

/**
 * `begin` and `size` of a slice, completed: size −1 means up to the end.
 *
 * @throws RangeError where the slice leaves the shape.
 */
export function sliceBounds(
  shape: readonly number[],
  attributes: Readonly<Record<string, unknown>>,
): { begin: number[]; size: number[] } {
  const list = (value: unknown): number[] => (Array.isArray(value) ? (value as number[]) : [value as number]);
  const given = list(attributes['begin']);
  const sizes = attributes['size'] === undefined ? [] : list(attributes['size']);
  const begin = shape.map((_, axis) => given[axis] ?? 0);
  const size = shape.map((length, axis) => {
    const wanted = sizes[axis] ?? -1;
    return wanted >= 0 ? wanted : length - begin[axis]!;
  });
  if (shape.some((length, axis) => begin[axis]! < 0 || begin[axis]! + size[axis]! > length))
    throw new RangeError(
      `Cannot slice: expected a part of [${shape}], got lengths [${size}] from [${begin}] on`,
    );
  return { begin, size };
}

/**
 * Lengths of the pieces of a split along an axis of the given length.
 *
 * @throws RangeError where they do not make up the length.
 */
export function splitSizes(numOrSizeSplits: unknown, length: number): number[] {
  const sizes =
    typeof numOrSizeSplits === 'number'
      ? Array.from({ length: numOrSizeSplits }, () => length / numOrSizeSplits)
      : completeLengths(numOrSizeSplits as number[], length);
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sum === length && sizes.every((size) => Number.isInteger(size) && size >= 0)) return sizes;
  throw new RangeError(
    `Cannot split: expected pieces that make up the length ${length}, got ${String(numOrSizeSplits)}`,
  );
}

function completeLengths(sizes: readonly number[], length: number): number[] {
  const known = sizes.filter((size) => size >= 0).reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => (size >= 0 ? size : length - known));
}

const replaced = (shape: readonly number[], axis: number, ...lengths: number[]): number[] => [
  ...shape.slice(0, axis),
  ...lengths,
  ...shape.slice(axis + 1),
];

/** Shape rules of kernels that move elements without computing. */
export const layoutShapes = {
  Concat: ((inputs, attributes) => {
    const list = listOf(inputs);
    const first = list[0]!;
    const axis = axisOf(attributes['axis'], first.shape.length);
    demandSame(list, axis);
    const length = list.reduce((sum, type) => sum + type.shape[axis]!, 0);
    return typeOf(replaced(first.shape, axis, length), first.dtype);
  }) as ShapeRule,
  ExpandDims: ((inputs, { dim }) => {
    const { shape, dtype } = inputType(inputs, 'input');
    const axis = axisOf(dim, shape.length + 1);
    return typeOf([...shape.slice(0, axis), 1, ...shape.slice(axis)], dtype);
  }) as ShapeRule,
  Fill: ((_, attributes) =>
    typeOf(attributes['shape'] as number[], (attributes['dtype'] ?? 'float32') as DType)) as ShapeRule,
  GatherV2: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    const indices = inputType(inputs, 'indices').shape;
    const axis = axisOf(attributes['axis'], x.shape.length);
    const batchDims = (attributes['batchDims'] ?? 0) as number;
    return typeOf(replaced(x.shape, axis, ...indices.slice(batchDims)), x.dtype);
  }) as ShapeRule,
  OneHot: ((inputs, attributes) =>
    typeOf(
      [...inputType(inputs, 'indices').shape, attributes['depth'] as number],
      (attributes['dtype'] ?? 'float32') as DType,
    )) as ShapeRule,
  Pack: ((inputs, attributes) => {
    const list = listOf(inputs);
    const { shape, dtype } = list[0]!;
    demandSame(list);
    const axis = axisOf(attributes['axis'], shape.length + 1);
    return typeOf([...shape.slice(0, axis), list.length, ...shape.slice(axis)], dtype);
  }) as ShapeRule,
  PadV2: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    const paddings = attributes['paddings'] as [number, number][];
    return typeOf(
      x.shape.map((length, axis) => length + paddings[axis]![0] + paddings[axis]![1]),
      x.dtype,
    );
  }) as ShapeRule,
  Reshape: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    return typeOf(completeShape(attributes['shape'] as number[], sizeOf(x.shape)), x.dtype);
  }) as ShapeRule,
  Reverse: ((inputs, { dims }) => {
    const x = inputType(inputs, 'x');
    axesOf(dims, x.shape.length);
    return x;
  }) as ShapeRule,
  Slice: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    return typeOf(sliceBounds(x.shape, attributes).size, x.dtype);
  }) as ShapeRule,
  SplitV: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    const axis = axisOf(attributes['axis'], x.shape.length);
    return splitSizes(attributes['numOrSizeSplits'], x.shape[axis]!).map((length) =>
      typeOf(replaced(x.shape, axis, length), x.dtype),
    );
  }) as ShapeRule,
  Tile: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    const reps = attributes['reps'] as number[];
    return typeOf(
      x.shape.map((length, axis) => length * reps[axis]!),
      x.dtype,
    );
  }) as ShapeRule,
  Transpose: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    const perm = attributes['perm'] as number[];
    if (!x.shape.every((_, axis) => perm.includes(axis)) || perm.length !== x.shape.length)
      throw new RangeError(
        `Cannot transpose: expected each of ${x.shape.length} axes once, got [${String(perm)}]`,
      );
    return typeOf(
      perm.map((axis) => x.shape[axis]!),
      x.dtype,
    );
  }) as ShapeRule,
  Unpack: ((inputs, attributes) => {
    const { shape, dtype } = inputType(inputs, 'value');
    const axis = axisOf(attributes['axis'], shape.length);
    return Array.from({ length: shape[axis]! }, () => typeOf(replaced(shape, axis), dtype));
  }) as ShapeRule,
  UnsortedSegmentSum: ((inputs, attributes) => {
    const x = inputType(inputs, 'x');
    const rank = inputType(inputs, 'segmentIds').shape.length;
    return typeOf([attributes['numSegments'] as number, ...x.shape.slice(rank)], x.dtype);
  }) as ShapeRule,
} satisfies Record<string, ShapeRule>;
