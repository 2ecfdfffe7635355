import type { ValueType } from '../../types.ts';
import { axesOf, axisOf, listOf, sameShape, type ShapeRule, sizeOf, typeOf } from '../shape-rule.ts';
import type { AttributesFor, KernelName } from '../signatures.ts';

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
  attributes: AttributesFor<'Slice'>,
): { begin: number[]; size: number[] } {
  const given = listOf(attributes.begin);
  const sizes = attributes.size === undefined ? [] : listOf(attributes.size);
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
export function splitSizes(numOrSizeSplits: number | readonly number[], length: number): number[] {
  const sizes =
    typeof numOrSizeSplits === 'number'
      ? Array.from({ length: numOrSizeSplits }, () => length / numOrSizeSplits)
      : completeLengths(numOrSizeSplits, length);
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
  Concat: (inputs, attributes) => {
    const list = Object.values(inputs);
    const { shape, dtype } = list[0]!;
    const axis = axisOf(attributes.axis, shape.length);
    demandSame(list, axis);
    const length = list.reduce((sum, type) => sum + type.shape[axis]!, 0);
    return typeOf(replaced(shape, axis, length), dtype);
  },
  ExpandDims: ({ input: { shape, dtype } }, { dim }) => {
    const axis = axisOf(dim, shape.length + 1);
    return typeOf([...shape.slice(0, axis), 1, ...shape.slice(axis)], dtype);
  },
  Fill: (_, { shape, dtype }) => typeOf(shape, dtype ?? 'float32'),
  GatherV2: ({ x, indices }, attributes) => {
    const axis = axisOf(attributes.axis, x.shape.length);
    return typeOf(replaced(x.shape, axis, ...indices.shape.slice(attributes.batchDims ?? 0)), x.dtype);
  },
  OneHot: ({ indices }, { depth, dtype }) => typeOf([...indices.shape, depth], dtype ?? 'float32'),
  Pack: (inputs, attributes) => {
    const list = Object.values(inputs);
    const { shape, dtype } = list[0]!;
    demandSame(list);
    const axis = axisOf(attributes.axis, shape.length + 1);
    return typeOf([...shape.slice(0, axis), list.length, ...shape.slice(axis)], dtype);
  },
  PadV2: ({ x }, { paddings }) =>
    typeOf(
      x.shape.map((length, axis) => length + paddings[axis]![0] + paddings[axis]![1]),
      x.dtype,
    ),
  Reshape: ({ x }, { shape }) => typeOf(completeShape(shape, sizeOf(x.shape)), x.dtype),
  Reverse: ({ x }, { dims }) => {
    axesOf(dims, x.shape.length);
    return x;
  },
  Slice: ({ x }, attributes) => typeOf(sliceBounds(x.shape, attributes).size, x.dtype),
  SplitV: ({ x }, attributes) => {
    const axis = axisOf(attributes.axis, x.shape.length);
    return splitSizes(attributes.numOrSizeSplits, x.shape[axis]!).map((length) =>
      typeOf(replaced(x.shape, axis, length), x.dtype),
    );
  },
  Tile: ({ x }, { reps }) =>
    typeOf(
      x.shape.map((length, axis) => length * reps[axis]!),
      x.dtype,
    ),
  Transpose: ({ x }, { perm }) => {
    if (!x.shape.every((_, axis) => perm.includes(axis)) || perm.length !== x.shape.length)
      throw new RangeError(
        `Cannot transpose: expected each of ${x.shape.length} axes once, got [${String(perm)}]`,
      );
    return typeOf(
      perm.map((axis) => x.shape[axis]!),
      x.dtype,
    );
  },
  Unpack: ({ value: { shape, dtype } }, attributes) => {
    const axis = axisOf(attributes.axis, shape.length);
    return Array.from({ length: shape[axis]! }, () => typeOf(replaced(shape, axis), dtype));
  },
  UnsortedSegmentSum: ({ x, segmentIds }, { numSegments }) =>
    typeOf([numSegments, ...x.shape.slice(segmentIds.shape.length)], x.dtype),
} satisfies { readonly [K in KernelName]?: ShapeRule<K> };
