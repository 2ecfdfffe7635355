import type { RewriteRule } from '../rewrite.ts';
import type { Rewriter } from '../rewriter.ts';
import { axesOf, sameShape } from '../shape-rule.ts';
import type { Attributes, ProgramNode, ValueId } from '../types.ts';

/** Two values of one shape that are there already. */
interface Pair {
  readonly one: ValueId;
  readonly other: ValueId;
}

/**
 * ⟨p, q⟩ as the inner product of two other values, where q is linear in something and the adjoint's value is known. Each entry
 * tells a kernel's ways to move p to the other side.
 */
type Adjoint = (p: ValueId, q: ProgramNode, rewriter: Rewriter) => Pair | undefined;

/** ⟨p, A·B⟩ = ⟨Aᵀ·p, B⟩ = ⟨p·Bᵀ, A⟩, with A and B transposed where the product's flags say so. */
const ofProduct: Adjoint = (p, { inputs, attributes }, rewriter) => {
  const { a, b } = inputs as { a: ValueId; b: ValueId };
  const [flipA, flipB] = [attributes['transposeA'] === true, attributes['transposeB'] === true];
  if (rewriter.shape(a).length !== rewriter.shape(p).length) return undefined;
  const product = (left: ValueId, right: ValueId, transposeA: boolean, transposeB: boolean) =>
    rewriter.find('BatchMatMul', { a: left, b: right }, { transposeA, transposeB });
  const withB = flipB ? product(p, a, true, flipA) : product(a, p, !flipA, false);
  if (withB !== undefined && sameShape(rewriter.shape(withB), rewriter.shape(b)))
    return { one: withB, other: b };
  const withA = flipA ? product(b, p, flipB, true) : product(p, b, false, !flipB);
  if (withA !== undefined && sameShape(rewriter.shape(withA), rewriter.shape(a)))
    return { one: withA, other: a };
  return undefined;
};

const pairOf = (value: unknown): string => (Array.isArray(value) ? value.join() : `${value},${value}`);

const sameGeometry = (one: Attributes, other: Attributes): boolean =>
  pairOf(one['strides']) === pairOf(other['strides']) &&
  String(one['pad']) === String(other['pad']) &&
  pairOf(one['dilations'] ?? 1) === '1,1' &&
  pairOf(other['dilations'] ?? 1) === '1,1';

/** ⟨p, filter gradient of (x, dy)⟩ = ⟨x ∗ p, dy⟩ = ⟨x, input gradient of (dy, p)⟩: a convolution is bilinear. */
const ofFilterGradient: Adjoint = (p, { inputs, attributes }, rewriter) => {
  const { x, dy } = inputs as { x: ValueId; dy: ValueId };
  const known = (kernel: string, operands: Record<string, ValueId>) =>
    rewriter.nodes.find(
      (node) =>
        node.kernel === kernel &&
        Object.entries(operands).every(([name, id]) => node.inputs[name] === id) &&
        sameGeometry(node.attributes, attributes),
    )?.outputs[0];
  const forwards = known('Conv2D', { x, filter: p });
  if (forwards !== undefined && sameShape(rewriter.shape(forwards), rewriter.shape(dy)))
    return { one: forwards, other: dy };
  const back = known('Conv2DBackpropInput', { dy, filter: p });
  if (back !== undefined && sameShape(rewriter.shape(back), rewriter.shape(x)))
    return { one: back, other: x };
  return undefined;
};

const adjoints: Readonly<Record<string, Adjoint>> = {
  BatchMatMul: ofProduct,
  Conv2DBackpropFilter: ofFilterGradient,
};

/** The pairs whose inner products add up to ⟨p, q⟩; none where one of q's terms has no known adjoint. */
function pairsOf(p: ValueId, q: ValueId, rewriter: Rewriter): readonly Pair[] | undefined {
  const node = rewriter.uses(q) > 1 ? undefined : rewriter.producer(q);
  if (node === undefined) return undefined;
  if (node.kernel !== 'Add') {
    const pair = adjoints[node.kernel]?.(p, node, rewriter);
    return pair && [pair];
  }
  const terms = [node.inputs['a']!, node.inputs['b']!];
  if (terms.some((term) => !sameShape(rewriter.shape(term), rewriter.shape(p)))) return undefined;
  const [first, second] = terms.map((term) => pairsOf(p, term, rewriter));
  return first && second && [...first, ...second];
}

/**
 * Σ p·q over all elements, where q is a product of matrices or the gradient of a filter and its adjoint applied to p is in the
 * program: q itself is then never computed. So vᵀHv costs the derivative of the output along v and no gradient of a weight:
 * ⟨v, XᵀD⟩ = ⟨X·v, D⟩, and X·v is there.
 */
export const innerProduct: RewriteRule = ({ inputs, attributes }, rewriter) => {
  const x = inputs['x']!;
  const product = rewriter.uses(x) > 1 ? undefined : rewriter.producer(x, 'Multiply');
  const rank = rewriter.shape(x).length;
  if (product === undefined || attributes['keepDims'] === true) return undefined;
  if (axesOf(attributes['axis'], rank).length !== rank) return undefined;
  const { a, b } = product.inputs as { a: ValueId; b: ValueId };
  if (!sameShape(rewriter.shape(a), rewriter.shape(b))) return undefined;
  const pairs = pairsOf(a, b, rewriter) ?? pairsOf(b, a, rewriter);
  return pairs
    ?.map(({ one, other }) =>
      rewriter.emit('Sum', { x: rewriter.emit('Multiply', { a: one, b: other }) }, attributesOf(one)),
    )
    .reduce((sum, term) => rewriter.emit('Add', { a: sum, b: term }));

  function attributesOf(value: ValueId): Attributes {
    return { axis: rewriter.shape(value).map((_, axis) => axis), keepDims: false };
  }
};
