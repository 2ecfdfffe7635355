import { doubleRules } from '../../double/rules.ts';
import { isKernel } from '../../kernels/kernels.ts';
import type { AnyDoubleRule } from '../../double/rule.ts';
import type { AnyRewriteNode } from '../rewrite.ts';
import type { Rewriter } from '../rewriter.ts';
import { sizeOf } from '../../kernels/shape-rule.ts';
import type { ValueId } from '../../types.ts';

/** Larger results stay computed, so that programs stay small. */
const largestFolded = 4096;

/**
 * The result of a node whose inputs are all constant, computed in double precision and rounded once.
 *
 * A sum of constants may so be rounded otherwise than an engine would; it is the same on every engine.
 */
export function foldConstants(node: AnyRewriteNode, rewriter: Rewriter): ValueId | undefined {
  const entries = Object.entries(node.inputs);
  const [type] = node.types;
  if (!isKernel(node.kernel) || entries.length === 0 || sizeOf(type.shape) > largestFolded) return undefined;
  const data = entries.map(([name, id]) => [name, rewriter.constantData(id)] as const);
  if (data.some(([, values]) => values === undefined)) return undefined;
  const types = entries.map(([name, id]) => [name, rewriter.type(id)] as const);
  const evaluate = (doubleRules[node.kernel] as AnyDoubleRule)({
    ...node,
    inputs: Object.fromEntries(types),
    outputs: node.types,
  });
  const result = evaluate(
    Object.fromEntries(data.map(([name, values]) => [name, Float64Array.from(values!)] as const)),
  );
  return rewriter.constant(type, result instanceof Float64Array ? result : result[0]!);
}

/**
 * A kernel that works element by element, on operands that are each one number throughout, gives one number throughout:
 * it is computed once.
 */
export function foldUniform(node: AnyRewriteNode, rewriter: Rewriter): ValueId | undefined {
  const [type] = node.types;
  if (type.shape.length === 0) return undefined;
  const entries = Object.entries(node.inputs);
  const values = entries.map(([, id]) => rewriter.uniform(id));
  if (entries.length === 0 || values.some((value) => value === undefined)) return undefined;
  const scalars = entries.map(
    ([name, id], index) => [name, rewriter.scalar(values[index]!, rewriter.type(id).dtype)] as const,
  );
  const small: AnyRewriteNode = {
    ...node,
    inputs: Object.fromEntries(scalars),
    types: [{ ...type, shape: [] }],
  };
  const folded = foldConstants(small, rewriter);
  return folded === undefined ? undefined : rewriter.fill(type, rewriter.uniform(folded)!);
}
