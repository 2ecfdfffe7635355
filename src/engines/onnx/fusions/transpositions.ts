import type { RewriteRule, RewriteRules } from '../../../program/rewrite.ts';
import type { Rewriter } from '../../../program/rewriter.ts';
import { axesOf, sizeOf } from '../../../program/shape-rule.ts';
import { elementwiseShapes } from '../../../program/shapes/elementwise.ts';
import type { ValueId } from '../../../program/types.ts';

interface Transposed {
  readonly source: ValueId;
  readonly perm: readonly number[];
}

function transposed(rewriter: Rewriter, id: ValueId): Transposed | undefined {
  const node = rewriter.producer(id, 'Transpose');
  return node && { source: node.inputs['x']!, perm: node.attributes['perm'] as number[] };
}

const inverse = (perm: readonly number[]): number[] => perm.map((_, axis) => perm.indexOf(axis));

/** Whether a transposition moves no element: the axes longer than 1 keep their order. */
function movesNothing(shape: readonly number[], perm: readonly number[]): boolean {
  const long = perm.filter((axis) => shape[axis] !== 1);
  return long.every((axis, index) => index === 0 || axis > long[index - 1]!);
}

/** The operand whose transposition by `perm` broadcasts as `id` does; undefined where elements would have to move. */
function untransposed(rewriter: Rewriter, id: ValueId, perm: readonly number[]): ValueId | undefined {
  const own = transposed(rewriter, id);
  if (own !== undefined && own.perm.join() === perm.join()) return own.source;
  const shape = rewriter.shape(id);
  if (shape.length === 0) return id;
  const padded = [...Array.from({ length: perm.length - shape.length }, () => 1), ...shape];
  const back = inverse(perm);
  if (padded.length !== perm.length) return undefined;
  const wanted = back.map((axis) => padded[axis]!);
  const value = rewriter.uniform(id);
  if (value !== undefined) return rewriter.fill({ shape: wanted, dtype: rewriter.type(id).dtype }, value);
  return movesNothing(padded, back) ? rewriter.reshape(id, wanted) : undefined;
}

/** f(xᵀ, yᵀ) = f(x, y)ᵀ for kernels that work element by element. */
const throughElementwise: RewriteRule = ({ kernel, inputs, attributes, types }, rewriter) => {
  const found = Object.values(inputs)
    .map((id) => transposed(rewriter, id))
    .find((candidate) => candidate !== undefined);
  if (found === undefined || found.perm.length !== types[0]!.shape.length) return undefined;
  const { perm } = found;
  const operands = Object.entries(inputs).map(
    ([name, id]) => [name, untransposed(rewriter, id, perm)] as const,
  );
  if (operands.some(([, id]) => id === undefined)) return undefined;
  const shape = inverse(perm).map((axis) => types[0]!.shape[axis]!);
  const result = rewriter.emitAll(
    kernel,
    Object.fromEntries(operands) as Record<string, ValueId>,
    attributes,
    [{ ...types[0]!, shape }],
  )[0]!;
  return rewriter.emit('Transpose', { x: result }, { perm: [...perm] });
};

/** A reduction of a transposition is a reduction over the axes as they were. */
const throughReduction =
  (attribute: string): RewriteRule =>
  ({ kernel, inputs, attributes }, rewriter) => {
    const found = transposed(rewriter, inputs['x']!);
    if (found === undefined) return undefined;
    const { source, perm } = found;
    const axes = axesOf(attributes[attribute], perm.length);
    const before = axes.map((axis) => perm[axis]!).sort((a, b) => a - b);
    const reduced = rewriter.emit(kernel, { x: source }, { ...attributes, [attribute]: before });
    if (attributes['keepDims'] === true)
      return rewriter.emit('Transpose', { x: reduced }, { perm: [...perm] });
    const kept = perm.filter((_, axis) => !axes.includes(axis));
    const order = kept.toSorted((a, b) => a - b);
    return rewriter.emit('Transpose', { x: reduced }, { perm: kept.map((axis) => order.indexOf(axis)) });
  };

/** Kernels with one entry an axis in an attribute: the entries move with the axes. */
const throughAxes =
  (attribute: string): RewriteRule =>
  ({ kernel, inputs, attributes }, rewriter) => {
    const found = transposed(rewriter, inputs['x']!);
    if (found === undefined) return undefined;
    const entries = attributes[attribute] as unknown[];
    const back = inverse(found.perm).map((axis) => entries[axis]);
    const result = rewriter.emit(kernel, { x: found.source }, { ...attributes, [attribute]: back });
    return rewriter.emit('Transpose', { x: result }, { perm: [...found.perm] });
  };

/** A transposition that moves no element is a reshape; two are one. */
const transpose: RewriteRule = ({ inputs, attributes, types }, rewriter) => {
  const x = inputs['x']!;
  const perm = attributes['perm'] as number[];
  if (movesNothing(rewriter.shape(x), perm)) return rewriter.reshape(x, types[0]!.shape);
  const inner = transposed(rewriter, x);
  return (
    inner && rewriter.emit('Transpose', { x: inner.source }, { perm: perm.map((axis) => inner.perm[axis]!) })
  );
};

const reshape: RewriteRule = ({ inputs, types }, rewriter) => {
  const x = inputs['x']!;
  const same = rewriter.shape(x).join() === types[0]!.shape.join();
  return same || rewriter.producer(x, 'Reshape') !== undefined
    ? rewriter.reshape(x, types[0]!.shape)
    : undefined;
};

/** A sum over everything needs no order. */
const throughFullReduction: RewriteRule = ({ kernel, inputs, attributes, types }, rewriter) => {
  const node = rewriter.producer(inputs['x']!, 'Reshape');
  if (node === undefined || types[0]!.shape.length > 0 || sizeOf(types[0]!.shape) !== 1) return undefined;
  return rewriter.emit(kernel, { x: node.inputs['x']! }, { keepDims: attributes['keepDims'] === true });
};

const elementwise = Object.keys(elementwiseShapes).map((kernel): [string, readonly RewriteRule[]] => [
  kernel,
  [throughElementwise],
]);

/** Rules that move transpositions towards the outputs, where they meet and cancel. */
export const transpositionRules: RewriteRules = {
  ...Object.fromEntries(elementwise),
  Max: [throughReduction('reductionIndices')],
  Mean: [throughReduction('axis')],
  Min: [throughReduction('axis')],
  PadV2: [throughAxes('paddings')],
  Reshape: [reshape],
  Sum: [throughReduction('axis'), throughFullReduction],
  Tile: [throughAxes('reps')],
  Transpose: [transpose],
};
