import type { Program, ProgramNode, ValueId } from '../program/types.ts';

/** Every node that computes with a value, seen through reshapes; an output counts as undefined. */
function consumersOf(program: Program): (id: ValueId) => readonly (ProgramNode | undefined)[] {
  const direct = new Map<ValueId, (ProgramNode | undefined)[]>();
  const add = (id: ValueId, node: ProgramNode | undefined): void => {
    direct.set(id, [...(direct.get(id) ?? []), node]);
  };
  for (const node of program.nodes) for (const id of Object.values(node.inputs)) add(id, node);
  for (const { id } of program.outputs) add(id, undefined);
  const consumers = (id: ValueId): readonly (ProgramNode | undefined)[] =>
    (direct.get(id) ?? []).flatMap((node) =>
      node?.kernel === 'Reshape' ? consumers(node.outputs[0]!) : [node],
    );
  return consumers;
}

/**
 * The maxima and minima by which a NaN could be lost on an engine whose own skip it. None is lost where they are only
 * subtracted from what they are the maximum of, as in a soft-max: there it stays.
 */
export function lossyMaxima(program: Program): ReadonlySet<ProgramNode> {
  const consumers = consumersOf(program);
  return new Set(
    program.nodes.filter(
      ({ kernel, inputs, outputs }) =>
        (kernel === 'Max' || kernel === 'Min') &&
        program.values[outputs[0]!]!.dtype === 'float32' &&
        !consumers(outputs[0]!).every((node) => node?.kernel === 'Sub' && node.inputs['a'] === inputs['x']),
    ),
  );
}
