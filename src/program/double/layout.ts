import { axesOf, axisOf, sizeOf } from '../kernels/shape-rule.ts';
import { type layoutShapes, sliceBounds, splitSizes } from '../kernels/shapes/layout.ts';
import { attributeNumber, type DoubleRule, type Elements, indexMap, settled, stridesOf } from './rule.ts';

/** Every element comes from a place of the operand, or is `outside` where that is −1. */
const moved =
  (places: Int32Array, outside = 0) =>
  ({ x }: { readonly x: Elements }): Elements => {
    const result = new Float64Array(places.length);
    for (let i = 0; i < places.length; i++) result[i] = places[i]! < 0 ? outside : x[places[i]!]!;
    return result;
  };

/** Places where the axes of operand and result are the same, and lie `at(place, axis)` along each. */
const alongAxes = (
  to: readonly number[],
  from: readonly number[],
  at: (place: number, axis: number) => number,
): Int32Array => {
  const strides = stridesOf(from);
  return indexMap(to, (place) => {
    let sum = 0;
    for (let axis = 0; axis < from.length; axis++) {
      const index = at(place[axis]!, axis);
      if (index < 0 || index >= from[axis]!) return -1;
      sum += strides[axis]! * index;
    }
    return sum;
  });
};

/** Length of a block that is copied whole: along an axis and all behind it. */
const blockOf = (shape: readonly number[], axis: number): number => sizeOf(shape.slice(axis));

/** Operands side by side along an axis, in blocks. */
function joined(list: readonly Elements[], blocks: readonly number[]): Elements {
  const whole = blocks.reduce((sum, block) => sum + block, 0);
  const result = new Float64Array(list.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  list.forEach((x, index) => {
    const block = blocks[index]!;
    for (let from = 0, to = start; from < x.length; from += block, to += whole)
      result.set(x.subarray(from, from + block), to);
    start += block;
  });
  return result;
}

/** The pieces of an operand along an axis, in blocks. */
function parted(x: Elements, blocks: readonly number[]): Elements[] {
  const whole = blocks.reduce((sum, block) => sum + block, 0);
  let start = 0;
  return blocks.map((block) => {
    const piece = new Float64Array(whole === 0 ? 0 : (x.length / whole) * block);
    for (let from = start, to = 0; to < piece.length; from += whole, to += block)
      piece.set(x.subarray(from, from + block), to);
    start += block;
    return piece;
  });
}

const gather: DoubleRule<'GatherV2'> = ({ inputs, attributes, outputs }) => {
  const { shape } = inputs.x;
  const axis = axisOf(attributes.axis, shape.length);
  const batchDims = attributes.batchDims ?? 0;
  const batches = sizeOf(shape.slice(0, batchDims));
  const outer = sizeOf(shape.slice(batchDims, axis));
  const [length, inner] = [shape[axis]!, sizeOf(shape.slice(axis + 1))];
  const chosen = sizeOf(inputs.indices.shape) / batches;
  const size = sizeOf(outputs[0].shape);
  return ({ x, indices }) => {
    const result = new Float64Array(size);
    for (let group = 0, to = 0; group < batches * outer; group++)
      for (let k = 0; k < chosen; k++, to += inner) {
        const index = indices[Math.floor(group / outer) * chosen + k]!;
        if (index < 0 || index >= length)
          throw new RangeError(`Cannot gather: expected indices in 0 … ${length - 1}, got ${index}`);
        const from = (group * length + index) * inner;
        result.set(x.subarray(from, from + inner), to);
      }
    return result;
  };
};

/** A row of off values for an index that is no class. */
const oneHot: DoubleRule<'OneHot'> = ({ attributes, outputs }) => {
  const { shape, dtype } = outputs[0];
  const depth = shape.at(-1)!;
  const [on, off] = [attributeNumber(attributes.onValue, 1), attributeNumber(attributes.offValue, 0)];
  return ({ indices }) => {
    const result = new Float64Array(sizeOf(shape)).fill(off);
    indices.forEach((index, row) => {
      if (index >= 0 && index < depth) result[row * depth + index] = on;
    });
    return settled(dtype, result);
  };
};

/** Rows whose number is no segment are left out. */
const segmentSum: DoubleRule<'UnsortedSegmentSum'> = ({ inputs, outputs }) => {
  const { shape } = outputs[0];
  const row = sizeOf(shape.slice(1));
  const count = sizeOf(inputs.segmentIds.shape);
  return ({ x, segmentIds }) => {
    const result = new Float64Array(sizeOf(shape));
    for (let i = 0; i < count; i++) {
      const segment = segmentIds[i]!;
      if (segment < 0 || segment >= shape[0]!) continue;
      for (let j = 0; j < row; j++) result[segment * row + j]! += x[i * row + j]!;
    }
    return result;
  };
};

/** Kernels that move elements without computing. */
export const layoutDouble: { readonly [K in keyof typeof layoutShapes]: DoubleRule<K> } = {
  Concat: ({ inputs, attributes }) => {
    const shapes = Object.values(inputs).map(({ shape }) => shape);
    const axis = axisOf(attributes.axis, shapes[0]!.length);
    const blocks = shapes.map((shape) => blockOf(shape, axis));
    return (elements) => joined(Object.values(elements), blocks);
  },
  ExpandDims:
    () =>
    ({ input }) =>
      input,
  Fill: ({ attributes, outputs: [{ shape, dtype }] }) => {
    const value = Number(attributes.value);
    const single = dtype === 'float32' ? Math.fround(value) : value;
    const result = settled(dtype, new Float64Array(sizeOf(shape)).fill(single));
    return () => result;
  },
  GatherV2: gather,
  OneHot: oneHot,
  Pack: ({ inputs, attributes }) => {
    const list = Object.values(inputs);
    const axis = axisOf(attributes.axis, list[0]!.shape.length + 1);
    const blocks = list.map(({ shape }) => blockOf(shape, axis));
    return (elements) => joined(Object.values(elements), blocks);
  },
  PadV2: ({ inputs: { x }, attributes: { paddings, constantValue }, outputs }) => {
    const places = alongAxes(outputs[0].shape, x.shape, (place, axis) => place - paddings[axis]![0]);
    return moved(places, attributeNumber(constantValue, 0));
  },
  Reshape:
    () =>
    ({ x }) =>
      x,
  Reverse: ({ inputs: { x }, attributes, outputs }) => {
    const axes = axesOf(attributes.dims, x.shape.length);
    return moved(
      alongAxes(outputs[0].shape, x.shape, (place, axis) =>
        axes.includes(axis) ? x.shape[axis]! - 1 - place : place,
      ),
    );
  },
  Slice: ({ inputs: { x }, attributes, outputs }) => {
    const { begin } = sliceBounds(x.shape, attributes);
    return moved(alongAxes(outputs[0].shape, x.shape, (place, axis) => place + begin[axis]!));
  },
  SplitV: ({ inputs: { x: type }, attributes }) => {
    const axis = axisOf(attributes.axis, type.shape.length);
    const behind = sizeOf(type.shape.slice(axis + 1));
    const sizes = splitSizes(attributes.numOrSizeSplits, type.shape[axis]!);
    const blocks = sizes.map((size) => size * behind);
    return ({ x }) => parted(x, blocks);
  },
  Tile: ({ inputs: { x }, outputs }) =>
    moved(alongAxes(outputs[0].shape, x.shape, (place, axis) => place % x.shape[axis]!)),
  Transpose: ({ inputs: { x }, attributes: { perm }, outputs }) => {
    const strides = stridesOf(x.shape);
    return moved(
      indexMap(outputs[0].shape, (place) =>
        perm.reduce((sum, axis, index) => sum + strides[axis]! * place[index]!, 0),
      ),
    );
  },
  Unpack: ({ inputs: { value: type }, attributes, outputs }) => {
    const behind = sizeOf(type.shape.slice(axisOf(attributes.axis, type.shape.length) + 1));
    const blocks = outputs.map(() => behind);
    return ({ value }) => parted(value, blocks);
  },
  UnsortedSegmentSum: segmentSum,
};
