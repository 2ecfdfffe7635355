import type { AnyRewriteRule, RewriteRule, RewriteRules } from '../rewrite.ts';
import { axesOf, sameShape } from '../../kernels/shape-rule.ts';
import type { AttributesFor } from '../../kernels/signatures.ts';

const expandDims: RewriteRule<'ExpandDims'> = ({ inputs, types }, rewriter) =>
  rewriter.reshape(inputs.input, types[0].shape);

/** Rebuilding an unchanged reshape would loop forever: only the changed ones are replaced. */
const reshape: RewriteRule<'Reshape'> = ({ inputs, types }, rewriter) => {
  const x = inputs.x;
  const wanted = types[0].shape;
  const changes =
    sameShape(rewriter.shape(x), wanted) ||
    rewriter.producer(x, 'Reshape') !== undefined ||
    rewriter.uniform(x) !== undefined ||
    rewriter.constantData(x) !== undefined;
  return changes ? rewriter.reshape(x, wanted) : undefined;
};

const transpose: RewriteRule<'Transpose'> = ({ inputs, attributes }, rewriter) => {
  const x = inputs.x;
  const { perm } = attributes;
  if (perm.every((axis, index) => axis === index)) return x;
  const inner = rewriter.producer(x, 'Transpose');
  if (inner === undefined) return undefined;
  const first = inner.attributes.perm;
  return rewriter.emit('Transpose', { x: inner.inputs.x }, { perm: perm.map((axis) => first[axis]!) });
};

/**
 * Whether the numbers of one-hot rows are the same in every data type: a fraction is cut off where they are integers.
 */
const isWhole = ({ onValue, offValue }: AttributesFor<'OneHot'>): boolean =>
  [onValue ?? 1, offValue ?? 0].every((value) => Number.isInteger(value));

/** Casts to the same type vanish; a cast of a widening cast skips the middle. */
const cast: RewriteRule<'Cast'> = ({ inputs, attributes, types }, rewriter) => {
  const x = inputs.x;
  const { dtype } = types[0];
  const before = rewriter.type(x).dtype;
  if (before === dtype) return x;
  const value = rewriter.uniform(x);
  if (value !== undefined && (before !== 'float32' || dtype !== 'int32'))
    return rewriter.fill(types[0], dtype === 'bool' ? Number(value !== 0) : value);
  const oneHot = rewriter.producer(x, 'OneHot');
  if (oneHot !== undefined && dtype !== 'bool' && isWhole(oneHot.attributes))
    return rewriter.emit('OneHot', oneHot.inputs, { ...oneHot.attributes, dtype });
  const inner = rewriter.producer(x, 'Cast');
  if (inner === undefined || before !== 'int32') return undefined;
  const source = inner.inputs.x;
  return rewriter.type(source).dtype === 'bool'
    ? rewriter.emit('Cast', { x: source }, attributes)
    : undefined;
};

const filled =
  (value: number): AnyRewriteRule =>
  ({ types }, rewriter) =>
    rewriter.fill(types[0], value);

/** A scalar `Fill` is a constant. */
const fill: RewriteRule<'Fill'> = ({ attributes, types }, rewriter) =>
  types[0].shape.length === 0 ? rewriter.scalar(Number(attributes.value), types[0].dtype) : undefined;

const tile: RewriteRule<'Tile'> = ({ inputs, attributes, types }, rewriter) => {
  const x = inputs.x;
  if (attributes.reps.every((count) => count === 1)) return x;
  const value = rewriter.uniform(x);
  return value === undefined ? undefined : rewriter.fill(types[0], value);
};

const whole: RewriteRule<'PadV2' | 'Slice'> = ({ inputs, types }, rewriter) =>
  sameShape(rewriter.shape(inputs.x), types[0].shape) ? inputs.x : undefined;

/** A sum over axes of length 1 is a reshape; a sum of a sum is one sum. */
const sum: RewriteRule<'Sum'> = ({ inputs, attributes, types }, rewriter) => {
  const x = inputs.x;
  const shape = rewriter.shape(x);
  const axes = axesOf(attributes.axis, shape.length);
  if (rewriter.type(x).dtype === 'bool') return undefined;
  if (axes.every((axis) => shape[axis] === 1)) return rewriter.reshape(x, types[0].shape);
  const inner = rewriter.producer(x, 'Sum');
  if (inner === undefined || inner.attributes.keepDims === true || rewriter.uses(x) > 1) return undefined;
  const source = inner.inputs.x;
  if (rewriter.type(source).dtype !== types[0].dtype || attributes.keepDims === true) return undefined;
  const first = axesOf(inner.attributes.axis, rewriter.shape(source).length);
  const kept = rewriter.shape(source).flatMap((_, axis) => (first.includes(axis) ? [] : [axis]));
  const both = [...first, ...axes.map((axis) => kept[axis]!)].sort((one, other) => one - other);
  return rewriter.emit('Sum', { x: source }, { axis: both, keepDims: false });
};

const single: RewriteRule<'AddN' | 'Concat'> = ({ inputs }) =>
  Object.keys(inputs).length === 1 ? Object.values(inputs)[0] : undefined;

const addN: RewriteRule<'AddN'> = ({ inputs }, rewriter) => {
  const [a, b, ...more] = Object.values(inputs);
  return a === undefined || b === undefined || more.length > 0 ? undefined : rewriter.emit('Add', { a, b });
};

/** A transposed operand of a matrix product is a flag of the product. */
export const transposedProduct: RewriteRule<'BatchMatMul'> = ({ inputs, attributes }, rewriter) => {
  const flip = (name: 'a' | 'b'): number | undefined => {
    const transposed = rewriter.producer(inputs[name], 'Transpose');
    if (transposed === undefined) return undefined;
    const { perm } = transposed.attributes;
    const last = perm.length - 1;
    const swaps = perm.every((axis, index) =>
      index < last - 1 ? axis === index : axis === 2 * last - 1 - index,
    );
    return swaps ? transposed.inputs.x : undefined;
  };
  const [a, b] = [flip('a'), flip('b')];
  if (a === undefined && b === undefined) return undefined;
  return rewriter.emit(
    'BatchMatMul',
    { a: a ?? inputs.a, b: b ?? inputs.b },
    {
      transposeA: (attributes.transposeA === true) !== (a !== undefined),
      transposeB: (attributes.transposeB === true) !== (b !== undefined),
    },
  );
};

/** Rules that remove or merge kernels which only move elements. */
export const layoutRules: RewriteRules = {
  AddN: [single, addN],
  BatchMatMul: [transposedProduct],
  Cast: [cast],
  Concat: [single],
  ExpandDims: [expandDims],
  Fill: [fill],
  Identity: [({ inputs }) => inputs.x],
  OnesLike: [filled(1)],
  PadV2: [whole],
  Reshape: [reshape],
  Slice: [whole],
  Sum: [sum],
  Tile: [tile],
  Transpose: [transpose],
  ZerosLike: [filled(0)],
};
