import type { RewriteRule, RewriteRules } from '../rewrite.ts';
import type { Rewriter } from '../rewriter.ts';
import { axesOf, broadcastShapes, sameShape } from '../../kernels/shape-rule.ts';
import type { BinaryKernel, UnaryKernel } from '../../kernels/signatures.ts';
import type { ValueId } from '../../types.ts';

const isFloat = (rewriter: Rewriter, id: ValueId): boolean => rewriter.type(id).dtype === 'float32';

/** A float32 scalar: everything is computed in the precision of the engines. */
const rounded = (value: number): number => Math.fround(value);

/** From here on numbers of single precision lose digits. */
const SMALLEST_NORMAL = 2 ** -126;

/**
 * The product of two constant factors as one, in single precision; undefined where that would overflow or lose digits,
 * which the two one after the other need not.
 */
export function joined(a: number, b: number): number | undefined {
  const both = rounded(a * b);
  const isKept = a === 0 || b === 0 ? both === 0 : Math.abs(both) >= SMALLEST_NORMAL;
  return Number.isFinite(both) && isKept ? both : undefined;
}

/** x·c with c a scalar constant: x itself, its negation, or one product. */
function scaled(rewriter: Rewriter, x: ValueId, factor: number): ValueId {
  if (factor === 1) return x;
  if (factor === -1) return rewriter.emit('Neg', { x });
  return rewriter.emit('Multiply', { a: x, b: rewriter.scalar(factor) });
}

/** x = factor·inner, where x is a product with a constant or a negation. */
export function asScaled(rewriter: Rewriter, x: ValueId): { inner: ValueId; factor: number } | undefined {
  const negated = rewriter.producer(x, 'Neg');
  if (negated !== undefined) return { inner: negated.inputs.x, factor: -1 };
  const product = rewriter.producer(x, 'Multiply');
  if (product === undefined) return undefined;
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const factor = rewriter.uniform(product.inputs[one]);
    const inner = product.inputs[other];
    if (factor !== undefined && sameShape(rewriter.shape(inner), rewriter.shape(x))) return { inner, factor };
  }
  return undefined;
}

/** Operands that are all one number shrink to a scalar where the other operand alone gives the shape. */
const shrinkUniform: RewriteRule<BinaryKernel> = ({ kernel, inputs, types }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const value = rewriter.uniform(inputs[one]);
    if (value === undefined || rewriter.shape(inputs[one]).length === 0) continue;
    if (!sameShape(rewriter.shape(inputs[other]), types[0].shape)) continue;
    const scalar = rewriter.scalar(value, rewriter.type(inputs[one]).dtype);
    return rewriter.emit(kernel, { ...inputs, [one]: scalar });
  }
  return undefined;
};

/**
 * Kernels broadcast by themselves: an operand repeated beforehand is used as it was, where the shape stays the same.
 */
const dropBroadcast: RewriteRule<BinaryKernel> = ({ kernel, inputs, types }, rewriter) => {
  for (const name of ['a', 'b'] as const) {
    const source = rewriter.behindBroadcast(inputs[name]);
    if (source === undefined) continue;
    const other = inputs[name === 'a' ? 'b' : 'a'];
    const shape = broadcastShapes(rewriter.shape(source), rewriter.shape(other));
    if (sameShape(shape, types[0].shape)) return rewriter.emit(kernel, { ...inputs, [name]: source });
  }
  return undefined;
};

/** f(repeated x, scalar) = repeated f(x, scalar): the small one is computed. */
const sinkBroadcast: RewriteRule<BinaryKernel> = ({ kernel, inputs, types }, rewriter) => {
  for (const name of ['a', 'b'] as const) {
    const source = rewriter.behindBroadcast(inputs[name]);
    const other = inputs[name === 'a' ? 'b' : 'a'];
    if (source === undefined || rewriter.shape(other).length > 0) continue;
    const small = rewriter.emit(kernel, { ...inputs, [name]: source });
    return rewriter.broadcast(small, types[0].shape);
  }
  return undefined;
};

const sinkUnaryBroadcast: RewriteRule<UnaryKernel> = ({ kernel, inputs, types }, rewriter) => {
  const source = rewriter.behindBroadcast(inputs.x);
  if (source === undefined) return undefined;
  return rewriter.broadcast(rewriter.emit(kernel, { x: source }), types[0].shape);
};

const multiplyByUniform: RewriteRule<'Multiply'> = ({ inputs, types }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const [factor, x] = [rewriter.uniform(inputs[one]), inputs[other]];
    if (factor === undefined || !isFloat(rewriter, x) || !isFloat(rewriter, inputs[one])) continue;
    if (factor === 1) return rewriter.broadcast(x, types[0].shape);
    if (!sameShape(rewriter.shape(x), types[0].shape))
      return rewriter.broadcast(scaled(rewriter, x, factor), types[0].shape);
    if (factor === -1) return rewriter.emit('Neg', { x });
    const inner = asScaled(rewriter, x);
    if (inner === undefined || rewriter.uses(x) > 1) continue;
    const both = joined(inner.factor, factor);
    if (both !== undefined) return scaled(rewriter, inner.inner, both);
  }
  return undefined;
};

/** Signs move to the constant: (−a)·(−b) = a·b. */
const multiplyNegations: RewriteRule<'Multiply'> = ({ inputs }, rewriter) => {
  const [a, b] = [rewriter.producer(inputs.a, 'Neg'), rewriter.producer(inputs.b, 'Neg')];
  if (a !== undefined && b !== undefined) return rewriter.emit('Multiply', { a: a.inputs.x, b: b.inputs.x });
  return undefined;
};

const divideByUniform: RewriteRule<'RealDiv'> = ({ inputs, types }, rewriter) => {
  const divisor = rewriter.uniform(inputs.b);
  if (divisor === undefined || !isFloat(rewriter, inputs.a)) return undefined;
  const factor = rounded(1 / divisor);
  // 0/1e-40 is 0, but 0·∞ is not a number.
  if (!Number.isFinite(factor) || factor === 0) return undefined;
  if (!sameShape(rewriter.shape(inputs.a), types[0].shape)) return undefined;
  // Exact for powers of two, one rounding off otherwise; it joins other constant factors.
  return rewriter.emit('Multiply', {
    a: inputs.a,
    b: rewriter.scalar(factor),
  });
};

const addZero: RewriteRule<'Add'> = ({ inputs, types }, rewriter) => {
  if (rewriter.uniform(inputs.a) === 0) return rewriter.broadcast(inputs.b, types[0].shape);
  if (rewriter.uniform(inputs.b) === 0) return rewriter.broadcast(inputs.a, types[0].shape);
  return undefined;
};

const addNegation: RewriteRule<'Add'> = ({ inputs }, rewriter) => {
  for (const [one, other] of [
    ['b', 'a'],
    ['a', 'b'],
  ] as const) {
    const negated = rewriter.producer(inputs[one], 'Neg');
    if (negated !== undefined) return rewriter.emit('Sub', { a: inputs[other], b: negated.inputs.x });
  }
  return undefined;
};

const subtract: RewriteRule<'Sub'> = ({ inputs, types }, rewriter) => {
  const { a, b } = inputs;
  if (rewriter.uniform(b) === 0) return rewriter.broadcast(a, types[0].shape);
  if (rewriter.uniform(a) === 0) return rewriter.broadcast(rewriter.emit('Neg', { x: b }), types[0].shape);
  const negated = rewriter.producer(b, 'Neg');
  return negated && rewriter.emit('Add', { a, b: negated.inputs.x });
};

/** −(−x) = x, −(c·x) = (−c)·x, −(a − b) = b − a. */
const negate: RewriteRule<'Neg'> = ({ inputs }, rewriter) => {
  const x = inputs.x;
  const inner = isFloat(rewriter, x) ? asScaled(rewriter, x) : undefined;
  if (inner !== undefined) return scaled(rewriter, inner.inner, -inner.factor);
  const difference = rewriter.uses(x) <= 1 ? rewriter.producer(x, 'Sub') : undefined;
  return difference && rewriter.emit('Sub', { a: difference.inputs.b, b: difference.inputs.a });
};

/** Σ c·x = c·Σ x, which scales fewer elements. */
const sumOfScaled: RewriteRule<'Sum'> = ({ inputs, attributes }, rewriter) => {
  const x = inputs.x;
  if (!isFloat(rewriter, x) || rewriter.uses(x) > 1) return undefined;
  const inner = asScaled(rewriter, x);
  if (inner === undefined) return undefined;
  return scaled(rewriter, rewriter.emit('Sum', { x: inner.inner }, attributes), inner.factor);
};

/**
 * Σ over the classes of c·oneHot is the number c·(on + (depth − 1)·off) where each index is known to be a class, as
 * labels are that were checked when data were read. An index that is none marks none.
 */
const sumOfOneHot: RewriteRule<'Sum'> = ({ inputs, attributes, types }, rewriter) => {
  const x = inputs.x;
  const { inner, factor } = asScaled(rewriter, x) ?? { inner: x, factor: 1 };
  const oneHot = rewriter.producer(inner, 'OneHot');
  const rank = rewriter.shape(x).length;
  if (oneHot === undefined || axesOf(attributes.axis, rank).join() !== String(rank - 1)) return undefined;
  const { depth, onValue = 1, offValue = 0 } = oneHot.attributes;
  if (!rewriter.areClasses(oneHot.inputs.indices, depth)) return undefined;
  return rewriter.fill(types[0], rounded(factor * (onValue + (depth - 1) * offValue)));
};

/** c·a + c·b = c·(a + b), and c·a − c·b likewise, where both products are used here alone. */
const commonFactor: RewriteRule<'Add' | 'Sub'> = ({ kernel, inputs, types }, rewriter) => {
  const { a, b } = inputs;
  if (!isFloat(rewriter, a) || rewriter.uses(a) > 1 || rewriter.uses(b) > 1) return undefined;
  const [one, other] = [asScaled(rewriter, a), asScaled(rewriter, b)];
  if (one === undefined || other === undefined || Math.abs(one.factor) === 1) return undefined;
  if (Math.abs(one.factor) !== Math.abs(other.factor)) return undefined;
  if (![one, other].every(({ inner }) => sameShape(rewriter.shape(inner), types[0].shape))) return undefined;
  const differ = (one.factor === other.factor) !== (kernel === 'Add');
  const sum = rewriter.emit(differ ? 'Sub' : 'Add', { a: one.inner, b: other.inner });
  return scaled(rewriter, sum, one.factor);
};

/** A constant tensor takes the constant factor of what it multiplies: k·(c·x) = (k·c)·x. */
const multiplyConstants: RewriteRule<'Multiply'> = ({ inputs }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const [constant, x] = [inputs[one], inputs[other]];
    const inner = rewriter.uses(x) > 1 || !isFloat(rewriter, x) ? undefined : asScaled(rewriter, x);
    const data = rewriter.constantData(constant);
    if (data === undefined || inner === undefined || rewriter.shape(constant).length === 0) continue;
    if (data.some((value) => joined(value, inner.factor) === undefined)) continue;
    const both = rewriter.emit('Multiply', { a: constant, b: rewriter.scalar(inner.factor) });
    return rewriter.emit('Multiply', { a: both, b: inner.inner });
  }
  return undefined;
};

/** k·x² = (k·x)·x with k a constant tensor: as many products, and k·x is often there: it is the slope of ½ Σ k·x². */
const weightedSquare: RewriteRule<'Multiply'> = ({ inputs, types }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const [weight, squared] = [inputs[one], inputs[other]];
    const square = rewriter.uses(squared) > 1 ? undefined : rewriter.producer(squared, 'Square');
    if (rewriter.constantData(weight) === undefined || square === undefined) continue;
    const x = square.inputs.x;
    if (rewriter.shape(weight).length === 0 || !sameShape(rewriter.shape(x), types[0].shape)) continue;
    return rewriter.emit('Multiply', { a: rewriter.emit('Multiply', { a: weight, b: x }), b: x });
  }
  return undefined;
};

const powers: Readonly<Record<string, (rewriter: Rewriter, x: ValueId) => ValueId>> = {
  '0': (rewriter, x) => rewriter.fill(rewriter.type(x), 1),
  '1': (_, x) => x,
  '2': (rewriter, x) => rewriter.emit('Square', { x }),
  '0.5': (rewriter, x) => rewriter.emit('Sqrt', { x }),
  '-1': (rewriter, x) => rewriter.emit('Reciprocal', { x }),
};

const pow: RewriteRule<'Pow'> = ({ inputs, types }, rewriter) => {
  const exponent = rewriter.uniform(inputs.b);
  const x = inputs.a;
  if (exponent === undefined || !isFloat(rewriter, x)) return undefined;
  if (!sameShape(rewriter.shape(x), types[0].shape)) return undefined;
  return powers[String(exponent)]?.(rewriter, x);
};

/** Rules of arithmetic: neutral elements, constant factors, signs, and operands that were repeated for nothing. */
export const arithmeticRules: RewriteRules = {
  Add: [addZero, addNegation, commonFactor, shrinkUniform, dropBroadcast, sinkBroadcast],
  Exp: [sinkUnaryBroadcast],
  Maximum: [shrinkUniform, dropBroadcast],
  Minimum: [shrinkUniform, dropBroadcast],
  Multiply: [
    multiplyByUniform,
    multiplyNegations,
    multiplyConstants,
    weightedSquare,
    shrinkUniform,
    dropBroadcast,
    sinkBroadcast,
  ],
  Neg: [negate, sinkUnaryBroadcast],
  Pow: [pow, shrinkUniform, dropBroadcast],
  RealDiv: [divideByUniform, shrinkUniform, dropBroadcast, sinkBroadcast],
  SquaredDifference: [shrinkUniform, dropBroadcast],
  Sub: [subtract, commonFactor, shrinkUniform, dropBroadcast, sinkBroadcast],
  Sum: [sumOfOneHot, sumOfScaled],
  Equal: [shrinkUniform, dropBroadcast],
  Greater: [shrinkUniform, dropBroadcast],
  GreaterEqual: [shrinkUniform, dropBroadcast],
  Less: [shrinkUniform, dropBroadcast],
  LessEqual: [shrinkUniform, dropBroadcast],
};
