import { freezeProgram } from '../tracing/recorder.ts';
import type { Program, ProgramConstant, ProgramNode, ValueId, ValueType } from '../types.ts';

/** Numbers values in the order in which they are reached. */
class Renumbering {
  readonly values: ValueType[] = [];
  readonly nodes: ProgramNode[] = [];
  readonly constants: ProgramConstant[] = [];
  readonly #ids = new Map<ValueId, ValueId>();
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  has(id: ValueId): boolean {
    return this.#ids.has(id);
  }

  get(id: ValueId): ValueId {
    return this.#ids.get(id)!;
  }

  add(id: ValueId): ValueId {
    this.#ids.set(id, this.values.length);
    this.values.push(this.#program.values[id]!);
    return this.values.length - 1;
  }

  addConstant(constant: ProgramConstant): void {
    this.constants.push({ id: this.add(constant.id), data: constant.data });
  }

  addNode(node: ProgramNode): void {
    const entries = Object.entries(node.inputs).map(([name, id]) => [name, this.get(id)] as const);
    const outputs = node.outputs.map((id) => this.add(id));
    this.nodes.push({ ...node, inputs: Object.fromEntries(entries), outputs });
  }
}

/**
 * The part of a program that its outputs need, in a canonical order: nodes as a depth-first walk from the outputs
 * finishes them, values numbered likewise. Programs that differ only in the order of independent statements become the
 * same.
 */
export function canonical(program: Program): Program {
  const producers = new Map(program.nodes.flatMap((node) => node.outputs.map((id) => [id, node])));
  const constants = new Map(program.constants.map((constant) => [constant.id, constant]));
  const fresh = new Renumbering(program);
  const inputs = program.inputs.map((port) => ({ ...port, id: fresh.add(port.id) }));
  // An explicit stack: programs may be deeper than the call stack.
  const stack = program.outputs.map(({ id }) => id).reverse();
  while (stack.length > 0) {
    const id = stack.at(-1)!;
    const constant = constants.get(id);
    if (fresh.has(id)) stack.pop();
    else if (constant !== undefined) fresh.addConstant(constant);
    else {
      const node = producers.get(id)!;
      const missing = Object.values(node.inputs).filter((source) => !fresh.has(source));
      if (missing.length === 0) fresh.addNode(node);
      else stack.push(...missing.reverse());
    }
  }
  return freezeProgram({
    kind: 'program',
    name: program.name,
    values: fresh.values,
    inputs,
    constants: fresh.constants,
    nodes: fresh.nodes,
    outputs: program.outputs.map(({ name, id }) => ({ name, id: fresh.get(id) })),
  });
}
