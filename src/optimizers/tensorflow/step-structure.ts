import { createHash } from 'node:crypto';
import type { Program, ProgramNode, ValueId } from '../../program/types.ts';

/** A traced step whose numbers are taken out: they come in as inputs `number/0`, `number/1` … */
export interface StepStructure {
  /** Equal where kernels, attributes, shapes, larger constants and names are. */
  readonly signature: string;
  readonly program: Program;
  /** The numbers of this step, and the shapes of the constants that hold them (each of one element). */
  readonly numbers: readonly number[];
}

/**
 * The structure of a traced step: without the nodes that nothing needs, values renumbered in the order of their use,
 * and float32 constants of one element taken out as inputs.
 *
 * Steps of one structure differ in nothing but numbers.
 *
 * @example structureOf(trace('step', types, body)).numbers // [0.9, 0.1]
 */
export function structureOf(program: Program): StepStructure {
  const nodes = needed(program);
  const renumbered = new Map<ValueId, ValueId>();
  const values: Program['values'][number][] = [];
  const id = (old: ValueId): ValueId => {
    const known = renumbered.get(old);
    if (known !== undefined) return known;
    values.push(program.values[old]!);
    renumbered.set(old, values.length - 1);
    return values.length - 1;
  };
  const inputs = program.inputs.map(({ name, id: old }) => ({ name, id: id(old) }));
  const constants = new Map(program.constants.map((constant) => [constant.id, constant.data]));
  const kept: Program['constants'][number][] = [];
  const numbers: number[] = [];
  const use = (old: ValueId): ValueId => {
    const data = renumbered.has(old) ? undefined : constants.get(old);
    const now = id(old);
    if (data === undefined) return now;
    if (data.length === 1 && data instanceof Float32Array) {
      inputs.push({ name: `number/${numbers.length}`, id: now });
      numbers.push(data[0]!);
    } else kept.push({ id: now, data });
    return now;
  };
  const renamed = nodes.map((node): ProgramNode => ({
    ...node,
    inputs: Object.fromEntries(Object.entries(node.inputs).map(([name, old]) => [name, use(old)])),
    outputs: node.outputs.map(id),
  }));
  const outputs = program.outputs.map(({ name, id: old }) => ({ name, id: use(old) }));
  const structure: Program = {
    kind: 'program',
    name: 'step',
    values,
    inputs,
    constants: kept,
    nodes: renamed,
    outputs,
  };
  return { signature: signatureOf(structure), program: structure, numbers };
}

/** The nodes on which an output depends. */
function needed({ nodes, outputs }: Program): readonly ProgramNode[] {
  const wanted = new Set(outputs.map(({ id }) => id));
  const found: ProgramNode[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((id) => wanted.has(id))) continue;
    for (const id of Object.values(node.inputs)) wanted.add(id);
    found.push(node);
  }
  return found.reverse();
}

function signatureOf(program: Program): string {
  const { values, inputs, nodes, outputs, constants } = program;
  const hash = createHash('sha256').update(JSON.stringify([values, inputs, nodes, outputs]));
  for (const { id, data } of constants)
    hash.update(`${id}`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex');
}
