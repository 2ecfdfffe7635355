import type { Program, ProgramNode, ValueId } from '../../../program/types.ts';

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
 * Marks the maxima and minima by which a NaN could be lost: ONNX Runtime's skip it, depending on where it stands. None is lost where they
 * are only subtracted from what they are the maximum of, as in a soft-max: there it stays.
 */
export function markMaxima(program: Program): Program {
  const consumers = consumersOf(program);
  const isKept = ({ inputs, outputs }: ProgramNode): boolean =>
    consumers(outputs[0]!).every((node) => node?.kernel === 'Sub' && node.inputs['a'] === inputs['x']);
  const isFloat = (node: ProgramNode): boolean => program.values[node.outputs[0]!]!.dtype === 'float32';
  const nodes = program.nodes.map((node) =>
    (node.kernel === 'Max' || node.kernel === 'Min') && isFloat(node) && !isKept(node)
      ? { ...node, attributes: { ...node.attributes, keepsNan: true } }
      : node,
  );
  return { ...program, nodes };
}
