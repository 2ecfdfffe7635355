import type { RewriteRule } from '../rewrite.ts';
import type { Rewriter } from '../rewriter.ts';
import { axesOf, sameShape } from '../../kernels/shape-rule.ts';
import type { AttributesFor, Inputs, KernelName, KernelNode } from '../../kernels/signatures.ts';
import type { ProgramNode, ValueId } from '../../types.ts';

/** Two values of one shape that are there already. */
interface Pair {
  readonly one: ValueId;
  readonly other: ValueId;
}

/**
 * ⟨p, q⟩ as the inner product of two other values, where q is linear in something and the adjoint's value is known.
 * Each entry tells a kernel's ways to move p to the other side.
 */
type Adjoint<K extends KernelName> = (p: ValueId, q: KernelNode<K>, rewriter: Rewriter) => Pair | undefined;

/** ⟨p, A·B⟩ = ⟨Aᵀ·p, B⟩ = ⟨p·Bᵀ, A⟩, with A and B transposed where the product's flags say so. */
const ofProduct: Adjoint<'BatchMatMul'> = (p, { inputs, attributes }, rewriter) => {
  const { a, b } = inputs;
  const { transposeA: flipA = false, transposeB: flipB = false } = attributes;
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

type Geometry = AttributesFor<'Conv2D'>;

const sameGeometry = (one: Geometry, other: Geometry): boolean =>
  pairOf(one.strides) === pairOf(other.strides) &&
  String(one.pad) === String(other.pad) &&
  pairOf(one.dilations ?? 1) === '1,1' &&
  pairOf(other.dilations ?? 1) === '1,1';

/** ⟨p, filter gradient of (x, dy)⟩ = ⟨x ∗ p, dy⟩ = ⟨x, input gradient of (dy, p)⟩: a convolution is bilinear. */
const ofFilterGradient: Adjoint<'Conv2DBackpropFilter'> = (p, { inputs, attributes }, rewriter) => {
  const { x, dy } = inputs;
  const known = <K extends 'Conv2D' | 'Conv2DBackpropInput'>(kernel: K, operands: Inputs<K>) =>
    rewriter.nodes.find(
      (node) =>
        node.kernel === kernel &&
        Object.entries(operands).every(([name, id]) => node.inputs[name] === id) &&
        sameGeometry((node as KernelNode<'Conv2D'>).attributes, attributes),
    )?.outputs[0];
  const forwards = known('Conv2D', { x, filter: p });
  if (forwards !== undefined && sameShape(rewriter.shape(forwards), rewriter.shape(dy)))
    return { one: forwards, other: dy };
  const back = known('Conv2DBackpropInput', { dy, filter: p });
  if (back !== undefined && sameShape(rewriter.shape(back), rewriter.shape(x)))
    return { one: back, other: x };
  return undefined;
};

const adjoints: { readonly [K in KernelName]?: Adjoint<K> } = {
  BatchMatMul: ofProduct,
  Conv2DBackpropFilter: ofFilterGradient,
};

const adjointOf = (kernel: string) =>
  (
    adjoints as Readonly<Record<string, (p: ValueId, q: ProgramNode, rewriter: Rewriter) => Pair | undefined>>
  )[kernel];

/** The pairs whose inner products add up to ⟨p, q⟩; none where one of q's terms has no known adjoint. */
function pairsOf(p: ValueId, q: ValueId, rewriter: Rewriter): readonly Pair[] | undefined {
  const node = rewriter.uses(q) > 1 ? undefined : rewriter.maker(q);
  if (node === undefined) return undefined;
  const sum = rewriter.producer(q, 'Add');
  if (sum === undefined) {
    const pair = adjointOf(node.kernel)?.(p, node, rewriter);
    return pair && [pair];
  }
  const terms = [sum.inputs.a, sum.inputs.b];
  if (terms.some((term) => !sameShape(rewriter.shape(term), rewriter.shape(p)))) return undefined;
  const [first, second] = terms.map((term) => pairsOf(p, term, rewriter));
  return first && second && [...first, ...second];
}

/**
 * Σ p·q over all elements, where q is a product of matrices or the gradient of a filter and its adjoint applied to p is
 * in the program: q itself is then never computed. So vᵀHv costs the derivative of the output along v and no gradient
 * of a weight: ⟨v, XᵀD⟩ = ⟨X·v, D⟩, and X·v is there.
 */
export const innerProduct: RewriteRule<'Sum'> = ({ inputs, attributes }, rewriter) => {
  const { x } = inputs;
  const product = rewriter.uses(x) > 1 ? undefined : rewriter.producer(x, 'Multiply');
  const rank = rewriter.shape(x).length;
  if (product === undefined || attributes.keepDims === true) return undefined;
  if (axesOf(attributes.axis, rank).length !== rank) return undefined;
  const { a, b } = product.inputs;
  if (!sameShape(rewriter.shape(a), rewriter.shape(b))) return undefined;
  const pairs = pairsOf(a, b, rewriter) ?? pairsOf(b, a, rewriter);
  return pairs
    ?.map(({ one, other }) =>
      rewriter.emit('Sum', { x: rewriter.emit('Multiply', { a: one, b: other }) }, attributesOf(one)),
    )
    .reduce((sum, term) => rewriter.emit('Add', { a: sum, b: term }));

  function attributesOf(value: ValueId): AttributesFor<'Sum'> {
    return { axis: rewriter.shape(value).map((_, axis) => axis), keepDims: false };
  }
};
