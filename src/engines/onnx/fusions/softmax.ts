import { alignsWith } from '../../../program/rewriting/alignment.ts';
import type { RewriteRule } from '../../../program/rewriting/rewrite.ts';
import type { Rewriter } from '../../../program/rewriting/rewriter.ts';
import { axesOf, sameShape } from '../../../program/kernels/shape-rule.ts';
import type { KernelNode } from '../../../program/kernels/signatures.ts';
import type { ValueId } from '../../../program/types.ts';
import { onnxKernels } from '../kernels.ts';

/** A value along one axis of x, written so that it cannot overflow. */
interface AlongAxis {
  readonly x: ValueId;
  readonly axis: number;
  /** x − max x along the axis. */
  readonly shift: ValueId;
}

/** The value behind a reshape, which keeps the order of elements. */
const source = (rewriter: Rewriter, id: ValueId): ValueId => rewriter.producer(id, 'Reshape')?.inputs.x ?? id;

/** The one axis of a value along which a node reduces it. */
function singleAxis(
  rewriter: Rewriter,
  x: ValueId,
  given: number | readonly number[] | undefined,
): number | undefined {
  const axes = axesOf(given, rewriter.shape(x).length);
  return axes.length === 1 ? axes[0] : undefined;
}

const axisOfMax = (rewriter: Rewriter, { inputs, attributes }: KernelNode<'Max'>): number | undefined =>
  singleAxis(rewriter, inputs.x, attributes.reductionIndices);

/** Whether a value with one number a group broadcasts back onto x along the axis. */
const aligns = (rewriter: Rewriter, id: ValueId, { x, axis }: Omit<AlongAxis, 'shift'>): boolean =>
  alignsWith(rewriter.shape(id), rewriter.shape(x), [axis]);

/** exp(x − max x), the maximum along one axis. */
function shiftedExp(rewriter: Rewriter, exp: ValueId): AlongAxis | undefined {
  const shift = rewriter.producer(exp, 'Exp')?.inputs.x;
  const difference = rewriter.producer(shift, 'Sub');
  if (shift === undefined || difference === undefined) return undefined;
  const { a: x, b: largest } = difference.inputs;
  const max = rewriter.producer(source(rewriter, largest), 'Max');
  const axis = max?.inputs.x === x ? axisOfMax(rewriter, max) : undefined;
  if (axis === undefined || !aligns(rewriter, largest, { x, axis })) return undefined;
  return { x, axis, shift };
}

/** Σ exp(x − max x) along the axis of the maximum, in some shape. */
function sumOfShiftedExp(rewriter: Rewriter, sum: ValueId): AlongAxis | undefined {
  const node = rewriter.producer(source(rewriter, sum), 'Sum');
  const found = node && shiftedExp(rewriter, node.inputs.x);
  return found?.axis === (node && singleAxis(rewriter, node.inputs.x, node.attributes.axis))
    ? found
    : undefined;
}

/** log Σ exp(x − max x), in some shape. */
function logOfSum(rewriter: Rewriter, log: ValueId): AlongAxis | undefined {
  const node = rewriter.producer(source(rewriter, log), 'Log');
  return node && sumOfShiftedExp(rewriter, node.inputs.x);
}

/** max x + log Σ exp(x − max x), in either order and some shape. */
function logSumExp(rewriter: Rewriter, id: ValueId): AlongAxis | undefined {
  const sum = rewriter.producer(source(rewriter, id), 'Add');
  if (sum === undefined) return undefined;
  const { a, b } = sum.inputs;
  // Of one shape, each maximum meets the logarithm of its own group.
  if (!sameShape(rewriter.shape(a), rewriter.shape(b))) return undefined;
  for (const [log, largest] of [
    [a, b],
    [b, a],
  ] as const) {
    const found = logOfSum(rewriter, log);
    const max = rewriter.producer(source(rewriter, largest), 'Max');
    if (found === undefined || max?.inputs.x !== found.x) continue;
    if (axisOfMax(rewriter, max) === found.axis) return found;
  }
  return undefined;
}

const softmaxOf = (rewriter: Rewriter, { x, axis }: AlongAxis): ValueId =>
  rewriter.emit('Softmax', { logits: x }, { dim: axis });

/** x − log Σ exp x, and (x − max x) − log Σ exp(x − max x), are a log-soft-max. */
export const logSoftmax: RewriteRule<'Sub'> = ({ inputs, types }, rewriter) => {
  const { a, b } = inputs;
  const [whole, rest] = [logSumExp(rewriter, b), logOfSum(rewriter, b)];
  const found = whole?.x === a ? whole : rest?.shift === a ? rest : undefined;
  if (found === undefined || !aligns(rewriter, b, found)) return undefined;
  return rewriter.emitEngine(onnxKernels.LogSoftmax, { x: found.x }, { axis: found.axis }, types[0]);
};

/** exp(x − max x)/Σ exp(x − max x) is a soft-max. */
export const softmaxQuotient: RewriteRule<'RealDiv'> = ({ inputs }, rewriter) => {
  const { a, b } = inputs;
  const [found, exp] = [sumOfShiftedExp(rewriter, b), shiftedExp(rewriter, a)];
  if (found === undefined || exp?.shift !== found.shift) return undefined;
  return aligns(rewriter, b, found) ? softmaxOf(rewriter, found) : undefined;
};

/** c in the shape of the quotient c/s, where c has no more elements than s. */
function numeratorLike(
  rewriter: Rewriter,
  division: KernelNode<'RealDiv'>,
  quotient: ValueId,
): ValueId | undefined {
  const { a: numerator, b: divisor } = division.inputs;
  const shape = rewriter.shape(division.outputs[0]!);
  if (!sameShape(shape, rewriter.shape(divisor))) return undefined;
  const whole =
    rewriter.size(numerator) === rewriter.size(divisor) ? numerator : rewriter.broadcast(numerator, shape);
  return rewriter.reshape(whole, rewriter.shape(quotient));
}

/** (c/Σ exp(x − max x))·exp(x − max x) is c times a soft-max: the gradient of a log-sum-exp. */
export const scaledSoftmax: RewriteRule<'Multiply'> = (node, rewriter) => {
  for (const [quotient, exp] of [
    [node.inputs.a, node.inputs.b],
    [node.inputs.b, node.inputs.a],
  ] as const) {
    const division = rewriter.producer(source(rewriter, quotient), 'RealDiv');
    const found = division && sumOfShiftedExp(rewriter, division.inputs.b);
    if (found === undefined || shiftedExp(rewriter, exp)?.shift !== found.shift) continue;
    if (!aligns(rewriter, quotient, found)) continue;
    const factor = numeratorLike(rewriter, division!, quotient);
    if (factor !== undefined) return rewriter.emit('Multiply', { a: factor, b: softmaxOf(rewriter, found) });
  }
  return undefined;
};
