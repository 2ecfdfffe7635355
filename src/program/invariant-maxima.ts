import type { ProgramNode, ValueId } from './types.ts';

/** Finds, for nodes that the user's code recorded, who makes and who uses a value. */
class Uses {
  readonly #producers = new Map<ValueId, ProgramNode>();
  readonly #consumers = new Map<ValueId, ProgramNode[]>();

  constructor(nodes: readonly ProgramNode[]) {
    for (const node of nodes) {
      for (const id of node.outputs) this.#producers.set(id, node);
      for (const id of Object.values(node.inputs))
        this.#consumers.set(id, [...(this.#consumers.get(id) ?? []), node]);
    }
  }

  producer(id: ValueId | undefined, kernel: string): ProgramNode | undefined {
    const node = id === undefined ? undefined : this.#producers.get(id);
    return node?.kernel === kernel ? node : undefined;
  }

  /** Consumers that compute, seen through reshapes, identities and casts. */
  consumers(id: ValueId): ProgramNode[] {
    return (this.#consumers.get(id) ?? []).flatMap((node) =>
      isView(node) ? this.consumers(node.outputs[0]!) : [node],
    );
  }

  /** The value behind reshapes, identities and casts. */
  source(id: ValueId): ValueId {
    const node = this.#producers.get(id);
    return node !== undefined && isView(node) ? this.source(Object.values(node.inputs)[0]!) : id;
  }
}

const isView = ({ kernel }: ProgramNode): boolean =>
  kernel === 'Reshape' || kernel === 'Identity' || kernel === 'ExpandDims' || kernel === 'Cast';

/**
 * Maxima that only keep a log-sum-exp from overflowing: log Σ exp(x − m) + m does not depend on m, so no gradient of any
 * order flows through m, provided that the user's code uses exp(x − m) and its sum nowhere else. (TensorFlow.js writes soft-max cross-entropy and log-soft-max this way.)
 */
export function invariantMaxima(nodes: readonly ProgramNode[]): ReadonlySet<ValueId> {
  const uses = new Uses(nodes);
  const found = new Set<ValueId>();
  for (const node of nodes) {
    if (node.kernel !== 'Log') continue;
    const sum = uses.producer(uses.source(node.inputs['x']!), 'Sum');
    const exp = sum && uses.producer(uses.source(sum.inputs['x']!), 'Exp');
    const shift = exp && uses.producer(uses.source(exp.inputs['x']!), 'Sub');
    const max = shift && uses.producer(uses.source(shift.inputs['b']!), 'Max');
    if (!max || !sameAxes(max, sum)) continue;
    const only = (from: ProgramNode, to: ProgramNode): boolean =>
      uses.consumers(from.outputs[0]!).every((consumer) => consumer === to);
    if (!only(exp, sum) || !only(sum, node)) continue;
    if (returnsBySum(uses, max, shift, node) || cancelsInDifference(uses, max, shift, node))
      found.add(max.outputs[0]!);
  }
  return found;
}

const sameAxes = (max: ProgramNode, sum: ProgramNode): boolean =>
  [max.attributes['reductionIndices']].flat().join() === [sum.attributes['axis']].flat().join();

/** log Σ exp(x − m) + m */
function returnsBySum(uses: Uses, max: ProgramNode, shift: ProgramNode, log: ProgramNode): boolean {
  const [add, ...more] = uses.consumers(log.outputs[0]!);
  if (add?.kernel !== 'Add' || more.length > 0) return false;
  const others = uses.consumers(max.outputs[0]!).filter((node) => node !== shift);
  return (
    others.length === 1 &&
    others[0] === add &&
    uses.consumers(shift.outputs[0]!).every((node) => node.kernel === 'Exp')
  );
}

/** (x − m) − log Σ exp(x − m) */
function cancelsInDifference(uses: Uses, max: ProgramNode, shift: ProgramNode, log: ProgramNode): boolean {
  const differences = uses.consumers(log.outputs[0]!);
  return (
    uses.consumers(max.outputs[0]!).every((node) => node === shift) &&
    differences.length > 0 &&
    differences.every(
      (node) =>
        node.kernel === 'Sub' &&
        uses.source(node.inputs['a']!) === shift.outputs[0] &&
        uses.source(node.inputs['b']!) === log.outputs[0],
    ) &&
    uses.consumers(shift.outputs[0]!).every((node) => node.kernel === 'Exp' || differences.includes(node))
  );
}
