import type { RewriteRule } from '../../../program/rewriting/rewrite.ts';
import type { Rewriter } from '../../../program/rewriting/rewriter.ts';
import { axesOf, sameShape } from '../../../program/kernels/shape-rule.ts';
import { asScaled, joined } from '../../../program/rewriting/simplifications/arithmetic.ts';
import type { ValueId } from '../../../program/types.ts';
import { onnxKernels } from '../kernels.ts';

/** Along the last axis, `ReduceSum` is as fast on fewer elements than these. */
const MANY_ELEMENTS = 1024;

/**
 * The axis of a matrix along which the axes sum a value: 0 where they are all but its last, 1 where they are the last
 * alone.
 */
function axisOfMatrix(shape: readonly number[], axes: readonly number[]): 0 | 1 | undefined {
  const last = shape.length - 1;
  if (last < 1) return undefined;
  if (axes.length === last && !axes.includes(last)) return 0;
  return axes.length === 1 && axes[0] === last ? 1 : undefined;
}

/**
 * Σ over the rows or the columns of a matrix as a product with ones: 1ᵀ·X or X·1. ONNX Runtime's product reads the
 * matrix as fast as memory gives it; its `ReduceSum` takes two to four times as long.
 *
 * @example Sum(x: [32, 64], axis 0) // MatMul(ones [32], x)
 */
export const sumAsProduct: RewriteRule<'Sum'> = ({ inputs, attributes, types }, rewriter) => {
  const { x } = inputs;
  const shape = rewriter.shape(x);
  const axis = axisOfMatrix(shape, axesOf(attributes.axis, shape.length));
  if (axis === undefined || attributes.keepDims === true || types[0].dtype !== 'float32') return undefined;
  if (rewriter.type(x).dtype !== 'float32' || (axis === 1 && rewriter.size(x) < MANY_ELEMENTS))
    return undefined;
  const columns = shape.at(-1)!;
  const matrix = rewriter.reshape(x, [rewriter.size(x) / columns, columns]);
  const sums = productWithOnes(rewriter, matrix, axis, 1);
  return rewriter.reshape(sums, types[0].shape);
};

function productWithOnes(rewriter: Rewriter, x: ValueId, axis: 0 | 1, value: number): ValueId {
  const length = rewriter.shape(x)[1 - axis]!;
  const type = { shape: [length], dtype: 'float32' } as const;
  return rewriter.emitEngine(onnxKernels.ProductWithOnes, { x }, { axis, value }, type);
}

/** c·Σ x has c in place of the ones, where c is a constant. */
export const scaleOnes: RewriteRule<'Multiply'> = ({ inputs }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const [sums, factor] = [inputs[one], rewriter.uniform(inputs[other])];
    if (factor === undefined || rewriter.shape(inputs[other]).length > 0) continue;
    const node = rewriter.uses(sums) > 1 ? undefined : rewriter.producer(sums, onnxKernels.ProductWithOnes);
    if (node === undefined) continue;
    const { axis, value } = node.attributes;
    const both = joined(value, factor);
    if (both !== undefined) return productWithOnes(rewriter, node.inputs.x, axis, both);
  }
  return undefined;
};

/**
 * s·(c·x) = (s·c)·x with a constant c and a number s of the step, as the learning rate is: s·c needs no step's outcome.
 */
export const scalarsFirst: RewriteRule<'Multiply'> = ({ inputs, types }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const [factor, x] = [inputs[one], inputs[other]];
    if (rewriter.shape(factor).length > 0 || rewriter.uniform(factor) !== undefined) continue;
    if (rewriter.shape(x).length === 0 || rewriter.uses(x) > 1) continue;
    const inner = asScaled(rewriter, x);
    if (inner === undefined || !sameShape(rewriter.shape(inner.inner), types[0].shape)) continue;
    const both = rewriter.emit('Multiply', { a: factor, b: rewriter.scalar(inner.factor) });
    return rewriter.emit('Multiply', { a: both, b: inner.inner });
  }
  return undefined;
};

/**
 * c − v·Σ over the rows of x = c − (v·1ᵀ)·x, one Gemm of a single row: the step of a bias. Where the bias is carried
 * from step to step, it may stay that row.
 */
export const stepOfSums: RewriteRule<'Sub'> = ({ inputs, types }, rewriter) => {
  const { a: from, b: sums } = inputs;
  const node = rewriter.uses(sums) > 1 ? undefined : rewriter.producer(sums, onnxKernels.ProductWithOnes);
  if (node === undefined || node.attributes.axis !== 0) return undefined;
  const { shape, dtype } = types[0];
  if (!sameShape(rewriter.shape(from), shape) || !sameShape(rewriter.shape(sums), shape)) return undefined;
  const { x } = node.inputs;
  const ones = rewriter.fill({ shape: [1, rewriter.shape(x)[0]!], dtype }, 1);
  const numbers = {
    transposeA: false,
    transposeB: false,
    alpha: -node.attributes.value,
    beta: 1,
  };
  const row = { shape: [1, shape[0]!], dtype };
  return rewriter.reshape(
    rewriter.emitEngine(onnxKernels.Gemm, { a: ones, b: x, c: from }, numbers, row),
    shape,
  );
};
