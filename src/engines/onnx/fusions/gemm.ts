import type { RewriteRule } from '../../../program/rewriting/rewrite.ts';
import type { Rewriter } from '../../../program/rewriting/rewriter.ts';
import { sameShape } from '../../../program/kernels/shape-rule.ts';
import { asScaled, joined } from '../../../program/rewriting/simplifications/arithmetic.ts';
import type { ValueId, ValueType } from '../../../program/types.ts';
import { onnxKernels } from '../kernels.ts';

/** alpha·op(a)·op(b), a product used nowhere else. */
interface Product {
  readonly a: ValueId;
  readonly b: ValueId;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly alpha: number;
}

function productOf(rewriter: Rewriter, id: ValueId): Product | undefined {
  if (rewriter.uses(id) > 1) return undefined;
  const plain = rewriter.producer(id, 'BatchMatMul');
  if (plain !== undefined) {
    const { transposeA = false, transposeB = false } = plain.attributes;
    return { ...plain.inputs, transposeA, transposeB, alpha: 1 };
  }
  const scaled = rewriter.producer(id, onnxKernels.ScaledMatMul);
  return scaled && { ...scaled.inputs, ...scaled.attributes };
}

/** x = factor·inner with a constant factor, where x is used nowhere else. */
const peelFactor = (rewriter: Rewriter, x: ValueId): { inner: ValueId; factor: number } =>
  (rewriter.uses(x) > 1 ? undefined : asScaled(rewriter, x)) ?? { inner: x, factor: 1 };

/** ONNX broadcasts the addend of a Gemm in one direction only. */
const addendFits = (addend: readonly number[], product: readonly number[]): boolean =>
  addend.length <= 2 &&
  addend.every((length, axis) => {
    const wanted = product[axis + 2 - addend.length]!;
    return length === wanted || length === 1;
  });

function emitGemm(
  rewriter: Rewriter,
  product: Product,
  sign: number,
  addend: { inner: ValueId; factor: number },
  addendSign: number,
  type: ValueType,
): ValueId {
  const { a, b, transposeA, transposeB, alpha } = product;
  return rewriter.emitEngine(
    onnxKernels.Gemm,
    { a, b, c: addend.inner },
    { transposeA, transposeB, alpha: sign * alpha, beta: addendSign * addend.factor },
    type,
  );
}

/** product + addend, or with either sign, is one Gemm. */
const gemm =
  (signA: number, signB: number): RewriteRule<'Add' | 'Sub'> =>
  ({ inputs, types }, rewriter) => {
    const { shape } = types[0];
    if (shape.length !== 2) return undefined;
    for (const [one, other, sign, addendSign] of [
      ['a', 'b', signA, signB],
      ['b', 'a', signB, signA],
    ] as const) {
      const product = productOf(rewriter, inputs[one]);
      if (product === undefined || !sameShape(rewriter.shape(inputs[one]), shape)) continue;
      if (!addendFits(rewriter.shape(inputs[other]), shape)) continue;
      const addend = peelFactor(rewriter, inputs[other]);
      return emitGemm(rewriter, product, sign, addend, addendSign, types[0]);
    }
    return undefined;
  };

/** A product plus something. */
export const gemmOfSum = gemm(1, 1);

/** A product minus something, or something minus a product: W − AᵀB is a step of gradient descent. */
export const gemmOfDifference = gemm(1, -1);

/**
 * A constant factor of a product goes into the product's alpha; one known only at run time goes to the smaller operand,
 * where that is smaller than the product: s·(AᵀB) = Aᵀ(s·B).
 */
export const scaleProduct: RewriteRule<'Multiply'> = ({ inputs, types }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const product = productOf(rewriter, inputs[one]);
    const factor = inputs[other];
    if (product === undefined || rewriter.shape(factor).length > 0) continue;
    const { a, b, transposeA, transposeB, alpha } = product;
    const constant = rewriter.uniform(factor);
    if (constant !== undefined && joined(alpha, constant) === undefined) continue;
    if (constant !== undefined)
      return rewriter.emitEngine(
        onnxKernels.ScaledMatMul,
        { a, b },
        { transposeA, transposeB, alpha: alpha * constant },
        types[0],
      );
    if (alpha !== 1) return undefined;
    const [small, name] = rewriter.size(a) < rewriter.size(b) ? [a, 'a'] : [b, 'b'];
    if (rewriter.size(small) >= rewriter.size(inputs[one])) return undefined;
    const scaled = rewriter.emit('Multiply', { a: small, b: factor });
    return rewriter.emit('BatchMatMul', { a, b, [name]: scaled }, { transposeA, transposeB });
  }
  return undefined;
};

/**
 * s·(m ⊙ (d·W)) = m ⊙ ((s·d)·W), for a number s known only at run time: the learning rate moves from the errors of
 * lower layers to that of the last one, which is the smallest and which the steps of all layers then share.
 */
export const scaleError: RewriteRule<'Multiply'> = ({ inputs }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const [error, factor] = [inputs[one], inputs[other]];
    if (rewriter.shape(factor).length > 0 || rewriter.uniform(factor) !== undefined) continue;
    const masked = rewriter.uses(error) > 1 ? undefined : rewriter.producer(error, 'Multiply');
    if (masked === undefined) continue;
    for (const [side, mask] of [
      [masked.inputs.a, masked.inputs.b],
      [masked.inputs.b, masked.inputs.a],
    ] as const) {
      const product = rewriter.uses(side) > 1 ? undefined : rewriter.producer(side, 'BatchMatMul');
      if (product === undefined || rewriter.maker(product.inputs.a) === undefined) continue;
      if (!sameShape(rewriter.shape(side), rewriter.shape(error))) continue;
      const scaled = rewriter.emit('Multiply', { a: product.inputs.a, b: factor });
      const moved = rewriter.emit('BatchMatMul', { ...product.inputs, a: scaled }, product.attributes);
      return rewriter.emit('Multiply', { a: moved, b: mask });
    }
  }
  return undefined;
};

/** The positive part of a Gemm is taken by the same operator. */
export const reluOfGemm: RewriteRule<'Relu'> = ({ inputs, types }, rewriter) => {
  const node = rewriter.producer(inputs.x, onnxKernels.Gemm);
  if (node === undefined || rewriter.uses(inputs.x) > 1) return undefined;
  return rewriter.emitEngine(
    onnxKernels.Gemm,
    node.inputs,
    { ...node.attributes, activation: 'Relu' },
    types[0],
  );
};

/**
 * s·Σ x = Σ s·x where s·x is there already, as it is after `scaleProduct`: the step of a bias next to that of its
 * weights.
 */
export const scaledSum: RewriteRule<'Multiply'> = ({ inputs }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const sum = rewriter.uses(inputs[one]) > 1 ? undefined : rewriter.producer(inputs[one], 'Sum');
    const factor = inputs[other];
    if (sum === undefined || rewriter.shape(factor).length > 0) continue;
    const scaled = rewriter.find('Multiply', { a: sum.inputs.x, b: factor });
    if (scaled !== undefined) return rewriter.emit('Sum', { x: scaled }, sum.attributes);
  }
  return undefined;
};
