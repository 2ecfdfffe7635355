import { AssayError } from '../../errors.ts';
import type { Program, ValueId, ValueType } from '../../program/types.ts';
import type { Graph } from './graph.ts';
import { loweringOf } from './lowerings.ts';

/** Names of a graph's inputs, resident tables and outputs: one name may be both an input and an output of a program. */
export const inputName = (name: string): string => `in/${name}`;
export const tableName = (name: string): string => `table/${name}`;
export const outputName = (name: string): string => `out/${name}`;

/**
 * Writes the nodes of a program into a graph.
 *
 * @param known names, in the graph, of the program's inputs and of what else is there already
 * @returns the name of every value
 * @throws AssayError `program` where a kernel has no lowering
 */
export function lowerNodes(
  graph: Graph,
  program: Pick<Program, 'name' | 'values' | 'constants' | 'nodes'>,
  known: ReadonlyMap<ValueId, string>,
): ReadonlyMap<ValueId, string> {
  const names = new Map(known);
  for (const { id, data } of program.constants) {
    const { shape, dtype } = program.values[id]!;
    names.set(id, graph.constant(dtype, shape, data));
  }
  for (const node of program.nodes) {
    const { kernel, attributes } = node;
    const rule = loweringOf(kernel);
    if (rule === undefined)
      throw new AssayError(
        'program',
        `Cannot lower program '${program.name}' to ONNX: expected kernels with a lowering, got ${kernel}`,
      );
    const entries = Object.entries(node.inputs);
    const result = rule({
      graph,
      inputs: Object.fromEntries(entries.map(([name, id]) => [name, names.get(id)!])),
      inputTypes: Object.fromEntries(entries.map(([name, id]) => [name, program.values[id]!])),
      outputTypes: node.outputs.map((id) => program.values[id]!) as [ValueType, ...ValueType[]],
      attributes,
    });
    const list = typeof result === 'string' ? [result] : result;
    node.outputs.forEach((id, index) => names.set(id, list[index]!));
  }
  return names;
}
