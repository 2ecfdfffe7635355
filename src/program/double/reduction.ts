import { axesOf, axisOf, sizeOf } from '../kernels/shape-rule.ts';
import type { reductionShapes } from '../kernels/shapes/reduction.ts';
import type { AttributesFor } from '../kernels/signatures.ts';
import type { ValueType } from '../types.ts';
import { type DoubleRule, type Elements, indexMap, settled, stridesOf } from './rule.ts';

/** Where the groups of a reduction begin, and where their elements lie from there. */
interface Groups {
  readonly starts: Int32Array;
  readonly offsets: Int32Array;
}

function groupsOf(shape: readonly number[], axes: readonly number[]): Groups {
  const strides = stridesOf(shape);
  const along = (chosen: readonly number[]): Int32Array =>
    indexMap(
      chosen.map((axis) => shape[axis]!),
      (place) => chosen.reduce((sum, axis, index) => sum + strides[axis]! * place[index]!, 0),
    );
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return { starts: along(kept), offsets: along(axes) };
}

/** One number of a group of elements. */
type OfGroup = (x: Elements, start: number, offsets: Int32Array) => number;

/** One number of every group of elements along axes. */
function grouped(
  ofGroup: OfGroup,
  { shape }: ValueType,
  axes: readonly number[],
  { dtype }: ValueType,
): (inputs: { readonly x: Elements }) => Elements {
  const { starts, offsets } = groupsOf(shape, axes);
  return ({ x }) => {
    const result = new Float64Array(starts.length);
    for (let i = 0; i < starts.length; i++) result[i] = ofGroup(x, starts[i]!, offsets);
    return settled(dtype, result);
  };
}

interface Reduction<A> {
  readonly inputs: { readonly x: ValueType };
  readonly attributes: A;
  readonly outputs: readonly [ValueType, ...ValueType[]];
}

const reduce =
  (ofGroup: OfGroup) =>
  ({ inputs: { x }, attributes, outputs }: Reduction<AttributesFor<'Sum'>>) =>
    grouped(ofGroup, x, axesOf(attributes.axis, x.shape.length), outputs[0]);

function sum(x: Elements, start: number, offsets: Int32Array): number {
  let total = 0;
  for (let i = 0; i < offsets.length; i++) total += x[start + offsets[i]!]!;
  return total;
}

function product(x: Elements, start: number, offsets: Int32Array): number {
  let total = 1;
  for (let i = 0; i < offsets.length; i++) total *= x[start + offsets[i]!]!;
  return total;
}

/** The largest (sign 1) or smallest (−1) element; NaN where one is NaN. */
const extreme =
  (sign: 1 | -1) =>
  (x: Elements, start: number, offsets: Int32Array): number => {
    let best = -sign * Infinity;
    for (let i = 0; i < offsets.length; i++) {
      const value = x[start + offsets[i]!]!;
      if (sign * value > sign * best || Number.isNaN(value)) best = value;
    }
    return best;
  };

/** Where the first of the largest (sign 1) or smallest (−1) elements stands. */
const placeOfExtreme =
  (sign: 1 | -1) =>
  ({ inputs: { x: type }, attributes, outputs }: Reduction<AttributesFor<'ArgMax'>>) => {
    const first: OfGroup = (x, start, offsets) => {
      let place = 0;
      for (let i = 1; i < offsets.length; i++)
        if (sign * x[start + offsets[i]!]! > sign * x[start + offsets[place]!]!) place = i;
      return place;
    };
    return grouped(first, type, [axisOf(attributes.axis, type.shape.length)], outputs[0]);
  };

/** Lengths before, along and behind an axis. */
function around(shape: readonly number[], axis: number): readonly [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
}

const cumsum: DoubleRule<'Cumsum'> = ({ inputs, attributes, outputs }) => {
  const { shape } = inputs.x;
  const [outer, length, inner] = around(shape, axisOf(attributes.axis, shape.length));
  const { exclusive = false, reverse = false } = attributes;
  const { dtype } = outputs[0];
  return ({ x }) => {
    const result = new Float64Array(x.length);
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        let total = 0;
        for (let k = 0; k < length; k++) {
          const at = (o * length + (reverse ? length - 1 - k : k)) * inner + i;
          const before = total;
          total += x[at]!;
          result[at] = exclusive ? before : total;
        }
      }
    return settled(dtype, result);
  };
};

const softmax: DoubleRule<'Softmax'> = ({ inputs, attributes }) => {
  const { shape } = inputs.logits;
  const { starts, offsets } = groupsOf(shape, [axisOf(attributes.dim ?? -1, shape.length)]);
  const largest = extreme(1);
  return ({ logits: x }) => {
    const result = new Float64Array(x.length);
    for (const start of starts) {
      const top = largest(x, start, offsets);
      let total = 0;
      for (const offset of offsets) total += result[start + offset] = Math.exp(x[start + offset]! - top);
      for (const offset of offsets) result[start + offset]! /= total;
    }
    return result;
  };
};

const all = (x: Elements, start: number, offsets: Int32Array): number =>
  Number(offsets.every((offset) => x[start + offset] !== 0));
const any = (x: Elements, start: number, offsets: Int32Array): number =>
  Number(offsets.some((offset) => x[start + offset] !== 0));
const mean = (x: Elements, start: number, offsets: Int32Array): number =>
  sum(x, start, offsets) / offsets.length;

/** Kernels that reduce or scan along axes. */
export const reductionDouble: { readonly [K in keyof typeof reductionShapes]: DoubleRule<K> } = {
  All: reduce(all),
  Any: reduce(any),
  ArgMax: placeOfExtreme(1),
  ArgMin: placeOfExtreme(-1),
  Cumsum: cumsum,
  Max: ({ inputs: { x }, attributes, outputs }) =>
    grouped(extreme(1), x, axesOf(attributes.reductionIndices, x.shape.length), outputs[0]),
  Mean: reduce(mean),
  Min: reduce(extreme(-1)),
  Prod: reduce(product),
  Softmax: softmax,
  Sum: reduce(sum),
};
