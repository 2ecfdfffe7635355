import { alignsWith } from '../rewriting/alignment.ts';
import { axesOf, sameShape } from '../kernels/shape-rule.ts';
import type { KernelName, KernelNode } from '../kernels/signatures.ts';
import type { Program, ProgramNode, ValueId } from '../types.ts';

/** Nodes that the user's code recorded, and the types of all values. */
type Recorded = Pick<Program, 'nodes' | 'values'>;

/** Finds who makes and who uses a value. */
class Uses {
  readonly #producers = new Map<ValueId, ProgramNode>();
  readonly #consumers = new Map<ValueId, ProgramNode[]>();
  readonly #values: Recorded['values'];

  constructor({ nodes, values }: Recorded) {
    this.#values = values;
    for (const node of nodes) {
      for (const id of node.outputs) this.#producers.set(id, node);
      for (const id of Object.values(node.inputs))
        this.#consumers.set(id, [...(this.#consumers.get(id) ?? []), node]);
    }
  }

  shape(id: ValueId): readonly number[] {
    return this.#values[id]!.shape;
  }

  producer<K extends KernelName>(id: ValueId, kernel: K): KernelNode<K> | undefined {
    const node = this.#producers.get(id);
    return node?.kernel === kernel ? (node as unknown as KernelNode<K>) : undefined;
  }

  /** Consumers that compute, seen through views. */
  consumers(id: ValueId): ProgramNode[] {
    return (this.#consumers.get(id) ?? []).flatMap((node) =>
      this.#isView(node) ? this.consumers(node.outputs[0]!) : [node],
    );
  }

  /** The value behind views: the same numbers in the same order. */
  source(id: ValueId): ValueId {
    const node = this.#producers.get(id);
    return node !== undefined && this.#isView(node) ? this.source(Object.values(node.inputs)[0]!) : id;
  }

  #isView({ kernel, inputs, outputs }: ProgramNode): boolean {
    if (kernel === 'Cast') return this.#values[inputs['x']!]!.dtype === this.#values[outputs[0]!]!.dtype;
    return kernel === 'Reshape' || kernel === 'Identity' || kernel === 'ExpandDims';
  }
}

/** log Σ exp(x − m) along axes of x, of which m is the maximum. */
interface LogOfSum {
  readonly max: KernelNode<'Max'>;
  /** x − m */
  readonly shift: KernelNode<'Sub'>;
  readonly log: ProgramNode;
  readonly axes: readonly number[];
}

/**
 * Maxima that only keep a log-sum-exp from overflowing: log Σ exp(x − m) + m does not depend on m, so no gradient of
 * any order flows through m, provided that each m is subtracted from its own group of x and added to the logarithm of
 * that group, and that the user's code uses exp(x − m) and its sum nowhere else. (TensorFlow.js writes soft-max
 * cross-entropy and log-soft-max this way.)
 */
export function invariantMaxima(recorded: Recorded): ReadonlySet<ValueId> {
  const uses = new Uses(recorded);
  const found = new Set<ValueId>();
  for (const node of recorded.nodes) {
    const log = node.kernel === 'Log' ? logOfSum(uses, node) : undefined;
    if (log !== undefined && (returnsBySum(uses, log) || cancelsInDifference(uses, log)))
      found.add(log.max.outputs[0]!);
  }
  return found;
}

function logOfSum(uses: Uses, log: ProgramNode): LogOfSum | undefined {
  const sum = uses.producer(uses.source(log.inputs['x']!), 'Sum');
  const exp = sum && uses.producer(uses.source(sum.inputs.x), 'Exp');
  const shift = exp && uses.producer(uses.source(exp.inputs.x), 'Sub');
  const max = shift && uses.producer(uses.source(shift.inputs.b), 'Max');
  if (sum === undefined || exp === undefined || shift === undefined || max === undefined) return undefined;
  const shape = uses.shape(shift.outputs[0]!);
  // A reshape in between, and the axes of the sum would be others.
  if (!sameShape(uses.shape(sum.inputs.x), shape) || !sameShape(uses.shape(max.inputs.x), shape))
    return undefined;
  const axes = axesOf(sum.attributes.axis, shape.length);
  if (axesOf(max.attributes.reductionIndices, shape.length).join() !== axes.join()) return undefined;
  if (!alignsWith(uses.shape(shift.inputs.b), shape, axes)) return undefined;
  const only = (from: ProgramNode, to: ProgramNode): boolean =>
    uses.consumers(from.outputs[0]!).every((consumer) => consumer === to);
  return only(exp, sum) && only(sum, log) ? { max, shift, log, axes } : undefined;
}

/** log Σ exp(x − m) + m */
function returnsBySum(uses: Uses, { max, shift, log }: LogOfSum): boolean {
  const [add, ...more] = uses.consumers(log.outputs[0]!);
  if (add?.kernel !== 'Add' || more.length > 0) return false;
  // Of one shape, each maximum meets the logarithm of its own group.
  if (!sameShape(uses.shape(add.inputs['a']!), uses.shape(add.inputs['b']!))) return false;
  const others = uses.consumers(max.outputs[0]!).filter((node) => node !== shift);
  return (
    others.length === 1 &&
    others[0] === add &&
    uses.consumers(shift.outputs[0]!).every((node) => node.kernel === 'Exp')
  );
}

/** (x − m) − log Σ exp(x − m) */
function cancelsInDifference(uses: Uses, { max, shift, log, axes }: LogOfSum): boolean {
  const shape = uses.shape(shift.outputs[0]!);
  const differences = uses.consumers(log.outputs[0]!);
  return (
    uses.consumers(max.outputs[0]!).every((node) => node === shift) &&
    differences.length > 0 &&
    differences.every(
      (node) =>
        node.kernel === 'Sub' &&
        uses.source(node.inputs['a']!) === shift.outputs[0] &&
        uses.source(node.inputs['b']!) === log.outputs[0] &&
        sameShape(uses.shape(node.inputs['a']!), shape) &&
        alignsWith(uses.shape(node.inputs['b']!), shape, axes),
    ) &&
    uses.consumers(shift.outputs[0]!).every((node) => node.kernel === 'Exp' || differences.includes(node))
  );
}
