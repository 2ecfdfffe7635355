import type { RewriteNode, RewriteRule } from '../../../program/rewrite.ts';
import type { Rewriter } from '../../../program/rewriter.ts';
import { axesOf } from '../../../program/shape-rule.ts';
import type { ProgramNode, ValueId } from '../../../program/types.ts';

/** log Σ exp along one axis of `x`, written so that it cannot overflow. */
interface LogSumExp {
  readonly x: ValueId;
  readonly axis: number;
}

/** The value behind a reshape. */
const source = (rewriter: Rewriter, id: ValueId): ValueId =>
  rewriter.producer(id, 'Reshape')?.inputs['x'] ?? id;

const axesOfNode = (rewriter: Rewriter, node: ProgramNode, attribute: string): number[] =>
  axesOf(node.attributes[attribute], rewriter.shape(node.inputs['x']!).length);

/** exp(x − max x) and the axis of the maximum. */
function shiftedExp(rewriter: Rewriter, exp: ValueId): LogSumExp | undefined {
  const node = rewriter.producer(exp, 'Exp');
  const shift = node && rewriter.producer(node.inputs['x'], 'Sub');
  const max = shift && rewriter.producer(source(rewriter, shift.inputs['b']!), 'Max');
  if (max === undefined || max.inputs['x'] !== shift!.inputs['a']) return undefined;
  const axes = axesOfNode(rewriter, max, 'reductionIndices');
  return axes.length === 1 ? { x: max.inputs['x']!, axis: axes[0]! } : undefined;
}

/** Σ exp(x − max x) over the axis of the maximum. */
function sumOfShiftedExp(rewriter: Rewriter, sum: ValueId): LogSumExp | undefined {
  const node = rewriter.producer(source(rewriter, sum), 'Sum');
  const found = node && shiftedExp(rewriter, node.inputs['x']!);
  if (found === undefined) return undefined;
  const axes = axesOfNode(rewriter, node!, 'axis');
  return axes.length === 1 && axes[0] === found.axis ? found : undefined;
}

function logOfSum(rewriter: Rewriter, log: ValueId): LogSumExp | undefined {
  const node = rewriter.producer(source(rewriter, log), 'Log');
  return node && sumOfShiftedExp(rewriter, node.inputs['x']!);
}

/** max x + log Σ exp(x − max x), in either order. */
function logSumExp(rewriter: Rewriter, id: ValueId): LogSumExp | undefined {
  const sum = rewriter.producer(source(rewriter, id), 'Add');
  if (sum === undefined) return undefined;
  const { a, b } = sum.inputs as { a: ValueId; b: ValueId };
  for (const [log, max] of [
    [a, b],
    [b, a],
  ] as const) {
    const found = logOfSum(rewriter, log);
    const node = rewriter.producer(source(rewriter, max), 'Max');
    if (found !== undefined && node?.inputs['x'] === found.x) return found;
  }
  return undefined;
}

const softmaxOf = (rewriter: Rewriter, { x, axis }: LogSumExp): ValueId =>
  rewriter.emit('Softmax', { logits: x }, { dim: axis });

/** x − log Σ exp x, and (x − max x) − log Σ exp(x − max x), are a log-soft-max. */
export const logSoftmax: RewriteRule = ({ inputs, types }, rewriter) => {
  const { a, b } = inputs as { a: ValueId; b: ValueId };
  const whole = logSumExp(rewriter, b);
  const shift = rewriter.producer(a, 'Sub');
  const rest = logOfSum(rewriter, b);
  const found =
    whole?.x === a ? whole : shift !== undefined && rest?.x === shift.inputs['a'] ? rest : undefined;
  if (found === undefined) return undefined;
  return rewriter.emitAll('onnx/LogSoftmax', { x: found.x }, { axis: found.axis }, types)[0];
};

const isBroadcastAlong = (rewriter: Rewriter, id: ValueId, found: LogSumExp): boolean => {
  const shape = rewriter.shape(id);
  return shape.length === rewriter.shape(found.x).length && shape[found.axis] === 1;
};

/** exp(x − max x)/Σ exp(x − max x) is a soft-max. */
export const softmaxQuotient: RewriteRule = ({ inputs }, rewriter) => {
  const found = sumOfShiftedExp(rewriter, inputs['b']!);
  const exp = found && shiftedExp(rewriter, inputs['a']!);
  if (!found || exp?.x !== found.x || exp.axis !== found.axis) return undefined;
  return isBroadcastAlong(rewriter, inputs['b']!, found) ? softmaxOf(rewriter, found) : undefined;
};

/** (c/Σ exp(x − max x))·exp(x − max x) is c times a soft-max: the gradient of a log-sum-exp. */
export const scaledSoftmax: RewriteRule = (node: RewriteNode, rewriter) => {
  for (const [quotient, exp] of [
    [node.inputs['a']!, node.inputs['b']!],
    [node.inputs['b']!, node.inputs['a']!],
  ] as const) {
    const numerator = shiftedExp(rewriter, exp);
    const division = numerator && rewriter.producer(source(rewriter, quotient), 'RealDiv');
    const found = division && sumOfShiftedExp(rewriter, division.inputs['b']!);
    if (!found || found.x !== numerator.x || found.axis !== numerator.axis) continue;
    if (!isBroadcastAlong(rewriter, quotient, found)) continue;
    const factor = rewriter.reshape(division!.inputs['a']!, rewriter.shape(quotient));
    return rewriter.emit('Multiply', { a: factor, b: softmaxOf(rewriter, found) });
  }
  return undefined;
};
