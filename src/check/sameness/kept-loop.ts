import { isInGroups } from '../../program/tree.ts';
import type { LoopProgram, Program, ProgramNode, ValueId } from '../../program/types.ts';

/** What a loop that keeps its steps stacks: `kept/` and the name of what it keeps. */
export const KEPT = 'kept/';

const renumbered = (ids: Readonly<Record<string, ValueId>>, of: (id: ValueId) => ValueId) =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, of(id)]));

/** A program behind another: its inputs are the other's outputs of the same names. Gives the ids of its outputs too. */
function followedBy(first: Program, second: Program) {
  const offset = first.values.length;
  const ports = new Map(first.outputs.map(({ name, id }) => [name, id]));
  const inputs = new Map(second.inputs.map(({ name, id }) => [id, ports.get(name)]));
  const placed = (id: ValueId): ValueId => inputs.get(id) ?? offset + id;
  const nodes = second.nodes.map((node): ProgramNode => ({
    ...node,
    inputs: renumbered(node.inputs, placed),
    outputs: node.outputs.map(placed),
  }));
  return {
    program: {
      ...first,
      values: [...first.values, ...second.values],
      constants: [...first.constants, ...second.constants.map((each) => ({ ...each, id: placed(each.id) }))],
      nodes: [...first.nodes, ...nodes],
    },
    outputs: second.outputs.map(({ name, id }) => ({ name, id: placed(id) })),
  };
}

const isKept = (name: string): boolean => isInGroups(name, ['parameters', 'statistics']);

/**
 * A training loop that stacks, beside the loss, the parameters and running statistics after every step, and the
 * parameters that are evaluated where those are others.
 *
 * @param evaluated the program parameters and state → parameters to evaluate
 * @returns the loop, and the names of what it keeps: `hidden1.weight`, `statistics/norm.mean`, `evaluated
 * hidden1.weight`
 */
export function keptLoop(loop: LoopProgram, evaluated: Program | undefined) {
  const shown = (name: string) => name.replace(/^parameters\//, '');
  const trained = loop.body.outputs
    .filter(({ name }) => loop.carried.includes(name) && isKept(name))
    .map(({ name, id }) => ({ name: shown(name), id }));
  const { program: body, outputs } =
    evaluated === undefined ? { program: loop.body, outputs: [] } : followedBy(loop.body, evaluated);
  const kept = [...trained, ...outputs.map(({ name, id }) => ({ name: `evaluated ${shown(name)}`, id }))];
  const ports = kept.map(({ name, id }) => ({ name: `${KEPT}${name}`, id }));
  return {
    loop: {
      ...loop,
      body: { ...body, outputs: [...loop.body.outputs, ...ports] },
      stacked: [...loop.stacked, ...ports.map(({ name }) => name)],
    } satisfies LoopProgram,
    kept: kept.map(({ name }) => name),
  };
}
