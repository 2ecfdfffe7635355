import { kernelNames } from '../kernels/kernels.ts';
import { Rewriter } from './rewriter.ts';
import type { AttributesFor, Inputs, KernelName } from '../kernels/signatures.ts';
import type { Program, ProgramNode, ValueId, ValueType } from '../types.ts';

/** A node whose inputs are values of the rewriter, with the types of its outputs. */
export interface AnyRewriteNode extends Omit<ProgramNode, 'outputs'> {
  readonly types: readonly [ValueType, ...ValueType[]];
}

/** Such a node of one kernel, or of one of several. */
export interface RewriteNode<K extends KernelName> {
  readonly kernel: K;
  readonly inputs: Inputs<K>;
  readonly attributes: AttributesFor<K>;
  readonly types: readonly [ValueType, ...ValueType[]];
}

/** Gives the value that stands for the node's only output, or undefined where the rule does not apply. */
export type RewriteRule<K extends KernelName> = (
  node: RewriteNode<K>,
  rewriter: Rewriter,
) => ValueId | undefined;

/** A rule for any kernel. */
export type AnyRewriteRule = (node: AnyRewriteNode, rewriter: Rewriter) => ValueId | undefined;

/** Rules by kernel; the first that applies is taken. */
export type RewriteRules = { readonly [K in KernelName]?: readonly RewriteRule<K>[] };

/** One rule for many kernels. */
export const forAll = (kernels: readonly KernelName[], rule: AnyRewriteRule): RewriteRules =>
  Object.fromEntries(kernels.map((kernel) => [kernel, [rule]]));

/** The rules of several tables: of a kernel those of the first table are tried first. */
export const merged = (...tables: readonly RewriteRules[]): RewriteRules =>
  Object.fromEntries(
    kernelNames.map((kernel) => [
      kernel,
      tables.flatMap((table) => (table[kernel] ?? []) as readonly unknown[]),
    ]),
  );

/** How often each value is used, by nodes and as an output. */
function useCounts(program: Program): ReadonlyMap<ValueId, number> {
  const counts = new Map<ValueId, number>();
  const used = [
    ...program.nodes.flatMap((node) => Object.values(node.inputs)),
    ...program.outputs.map(({ id }) => id),
  ];
  for (const id of used) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function rewriteNode(node: AnyRewriteNode, rules: RewriteRules, rewriter: Rewriter): readonly ValueId[] {
  if (node.types.length === 1)
    for (const rule of (rules as Readonly<Record<string, readonly AnyRewriteRule[]>>)[node.kernel] ?? []) {
      const replacement = rule(node, rewriter);
      if (replacement !== undefined) return [replacement];
    }
  const { types, ...call } = node;
  return rewriter.append(call, types);
}

/** One pass of rules over a program, with equal nodes made one and dead nodes left out. */
export function rewriteOnce(program: Program, rules: RewriteRules): Program {
  const rewriter = new Rewriter();
  const counts = useCounts(program);
  const renamed = new Map<ValueId, ValueId>();
  const rename = (id: ValueId, fresh: ValueId): void => {
    renamed.set(id, fresh);
    rewriter.addUses(fresh, counts.get(id) ?? 0);
  };
  const inputs = program.inputs.map((port) => {
    const fresh = rewriter.addValue(program.values[port.id]!);
    rename(port.id, fresh);
    if (port.classes !== undefined) rewriter.markClasses(fresh, port.classes);
    return { ...port, id: fresh };
  });
  for (const { id, data } of program.constants) rename(id, rewriter.constant(program.values[id]!, data));
  for (const node of program.nodes) {
    const sources = Object.entries(node.inputs).map(([name, id]) => [name, renamed.get(id)!] as const);
    const types = node.outputs.map((id) => program.values[id]!) as [ValueType, ...ValueType[]];
    const { kernel, attributes } = node;
    const fresh = rewriteNode(
      { kernel, attributes, inputs: Object.fromEntries(sources), types },
      rules,
      rewriter,
    );
    node.outputs.forEach((id, index) => rename(id, fresh[index]!));
  }
  const outputs = program.outputs.map(({ name, id }) => ({ name, id: renamed.get(id)! }));
  return rewriter.program(program.name, inputs, outputs);
}

/** Same nodes with the same operands: values need no comparing, as nodes determine them. */
function sameNodes(a: Program, b: Program): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.constants.length === b.constants.length &&
    a.nodes.every((node, index) => {
      const other = b.nodes[index]!;
      return (
        node.kernel === other.kernel &&
        JSON.stringify(node.inputs) === JSON.stringify(other.inputs) &&
        JSON.stringify(node.attributes) === JSON.stringify(other.attributes)
      );
    })
  );
}

/** More passes than any program has needed; each pass is linear. */
const maximumPasses = 20;

/**
 * Passes of rules until nothing changes.
 *
 * @param prepare what is done to the program before each pass
 */
export function rewrite(
  program: Program,
  rules: RewriteRules,
  prepare: (program: Program) => Program = (same) => same,
): Program {
  let before = program;
  for (let pass = 0; pass < maximumPasses; pass++) {
    before = prepare(before);
    const after = rewriteOnce(before, rules);
    if (sameNodes(before, after)) return after;
    before = after;
  }
  return before;
}
