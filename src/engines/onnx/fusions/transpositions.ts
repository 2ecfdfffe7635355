import type { KernelName } from '../../../program/kernels/kernels.ts';
import {
  type AnyRewriteRule,
  forAll,
  type RewriteRule,
  type RewriteRules,
} from '../../../program/rewriting/rewrite.ts';
import type { Rewriter } from '../../../program/rewriting/rewriter.ts';
import { axesOf } from '../../../program/kernels/shape-rule.ts';
import { elementwiseShapes } from '../../../program/kernels/shapes/elementwise.ts';
import type { ValueId } from '../../../program/types.ts';

type Axes = number | readonly number[] | undefined;

interface Transposed {
  readonly source: ValueId;
  readonly perm: readonly number[];
}

function transposed(rewriter: Rewriter, id: ValueId): Transposed | undefined {
  const node = rewriter.producer(id, 'Transpose');
  return node && { source: node.inputs.x, perm: node.attributes.perm };
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
const throughElementwise: AnyRewriteRule = ({ kernel, inputs, attributes, types }, rewriter) => {
  const found = Object.values(inputs)
    .map((id) => transposed(rewriter, id))
    .find((candidate) => candidate !== undefined);
  if (found === undefined || found.perm.length !== types[0].shape.length) return undefined;
  const { perm } = found;
  const operands = Object.entries(inputs).map(
    ([name, id]) => [name, untransposed(rewriter, id, perm)] as const,
  );
  if (operands.some(([, id]) => id === undefined)) return undefined;
  const shape = inverse(perm).map((axis) => types[0].shape[axis]!);
  const moved = { kernel, inputs: Object.fromEntries(operands) as Record<string, ValueId>, attributes };
  const [result] = rewriter.append(moved, [{ ...types[0], shape }]) as [ValueId];
  return rewriter.emit('Transpose', { x: result }, { perm: [...perm] });
};

/** A reduction of a transposition is a reduction over the axes as they were: `reduce` makes it. */
function throughReduction(
  rewriter: Rewriter,
  found: Transposed,
  { axes: given, keepDims }: { readonly axes: Axes; readonly keepDims: boolean | undefined },
  reduce: (source: ValueId, axes: readonly number[]) => ValueId,
): ValueId {
  const { source, perm } = found;
  const axes = axesOf(given, perm.length);
  const reduced = reduce(
    source,
    axes.map((axis) => perm[axis]!).sort((a, b) => a - b),
  );
  if (keepDims === true) return rewriter.emit('Transpose', { x: reduced }, { perm: [...perm] });
  const kept = perm.filter((_, axis) => !axes.includes(axis));
  const order = kept.toSorted((a, b) => a - b);
  return rewriter.emit('Transpose', { x: reduced }, { perm: kept.map((axis) => order.indexOf(axis)) });
}

const reduction: RewriteRule<'Mean' | 'Min' | 'Sum'> = ({ kernel, inputs, attributes }, rewriter) => {
  const found = transposed(rewriter, inputs.x);
  const { axis: axes, keepDims } = attributes;
  return (
    found &&
    throughReduction(rewriter, found, { axes, keepDims }, (x, axis) =>
      rewriter.emit(kernel, { x }, { ...attributes, axis }),
    )
  );
};

const maximum: RewriteRule<'Max'> = ({ inputs, attributes }, rewriter) => {
  const found = transposed(rewriter, inputs.x);
  const { reductionIndices: axes, keepDims } = attributes;
  return (
    found &&
    throughReduction(rewriter, found, { axes, keepDims }, (x, reductionIndices) =>
      rewriter.emit('Max', { x }, { ...attributes, reductionIndices }),
    )
  );
};

/** Puts a kernel that has one entry an axis before a transposition: its entries take the order of the axes there. */
function throughAxes<Entry>(
  rewriter: Rewriter,
  x: ValueId,
  entries: readonly Entry[],
  emit: (source: ValueId, moved: readonly Entry[]) => ValueId,
): ValueId | undefined {
  const found = transposed(rewriter, x);
  if (found === undefined) return undefined;
  const { source, perm } = found;
  const result = emit(
    source,
    inverse(perm).map((axis) => entries[axis]!),
  );
  return rewriter.emit('Transpose', { x: result }, { perm: [...perm] });
}

const pad: RewriteRule<'PadV2'> = ({ inputs, attributes }, rewriter) =>
  throughAxes(rewriter, inputs.x, attributes.paddings, (x, paddings) =>
    rewriter.emit('PadV2', { x }, { ...attributes, paddings }),
  );

const tile: RewriteRule<'Tile'> = ({ inputs, attributes }, rewriter) =>
  throughAxes(rewriter, inputs.x, attributes.reps, (x, reps) => rewriter.emit('Tile', { x }, { reps }));

/** A transposition that moves no element is a reshape; two are one. */
const transpose: RewriteRule<'Transpose'> = ({ inputs, attributes, types }, rewriter) => {
  const { x } = inputs;
  const { perm } = attributes;
  if (movesNothing(rewriter.shape(x), perm)) return rewriter.reshape(x, types[0].shape);
  const inner = transposed(rewriter, x);
  return (
    inner && rewriter.emit('Transpose', { x: inner.source }, { perm: perm.map((axis) => inner.perm[axis]!) })
  );
};

const reshape: RewriteRule<'Reshape'> = ({ inputs, types }, rewriter) => {
  const { x } = inputs;
  const same = rewriter.shape(x).join() === types[0].shape.join();
  return same || rewriter.producer(x, 'Reshape') !== undefined
    ? rewriter.reshape(x, types[0].shape)
    : undefined;
};

/** A sum over everything needs no order. */
const throughFullReduction: RewriteRule<'Sum'> = ({ inputs, attributes, types }, rewriter) => {
  const node = rewriter.producer(inputs.x, 'Reshape');
  if (node === undefined || types[0].shape.length > 0) return undefined;
  return rewriter.emit('Sum', { x: node.inputs.x }, { keepDims: attributes.keepDims === true });
};

/** Rules that move transpositions towards the outputs, where they meet and cancel. */
export const transpositionRules: RewriteRules = {
  ...forAll(Object.keys(elementwiseShapes) as KernelName[], throughElementwise),
  Max: [maximum],
  Mean: [reduction],
  Min: [reduction],
  PadV2: [pad],
  Reshape: [reshape],
  Sum: [reduction, throughFullReduction],
  Tile: [tile],
  Transpose: [transpose],
};
