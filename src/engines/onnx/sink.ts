import { axesOf, axisOf, sizeOf } from '../../program/kernels/shape-rule.ts';
import type { AttributesOf } from '../../program/kernels/signature.ts';
import type { AttributesFor, KernelName } from '../../program/kernels/signatures.ts';
import type {
  Attributes,
  LoopProgram,
  Program,
  ProgramNode,
  ValueId,
  ValueType,
} from '../../program/types.ts';
import type { Hoisted } from './hoist.ts';
import { onnxKernels, type OnnxKernels } from './kernels.ts';

/** A loop that stacks less finished values, and the nodes that finish them for all steps at once. */
export interface Sunk {
  readonly loop: LoopProgram;
  /**
   * Those nodes with the constants that they need and the types of all values; a length of 0 stands for the number of
   * steps.
   */
  readonly after: Pick<Program, 'values' | 'constants' | 'nodes'>;
  /** For each stacked output that is finished after the loop: the value of the body to stack, and what it becomes. */
  readonly finished: ReadonlyMap<string, { readonly stacked: ValueId; readonly result: ValueId }>;
}

/**
 * Gives the attributes of a kernel for values that have an axis of steps in front, from those for values of a rank
 * without.
 */
type BehindSteps<A> = (attributes: A, rank: number) => A;

const elementwise: BehindSteps<Attributes> = (attributes) => attributes;
const reduction: BehindSteps<AttributesFor<'Sum'>> = (attributes, rank) => ({
  ...attributes,
  axis: axesOf(attributes.axis, rank).map((axis) => axis + 1),
});

const kernels: { readonly [K in KernelName]?: BehindSteps<AttributesFor<K>> } = {
  Add: elementwise,
  Multiply: elementwise,
  Neg: elementwise,
  Sqrt: elementwise,
  Square: elementwise,
  Sub: elementwise,
  Mean: reduction,
  Sum: reduction,
};

const behindLogSoftmax: BehindSteps<AttributesOf<OnnxKernels['LogSoftmax']['signature']>> = (
  { axis },
  rank,
) => ({
  axis: axisOf(axis, rank) + 1,
});

const behindSteps = {
  ...kernels,
  [onnxKernels.LogSoftmax.name]: behindLogSoftmax,
} as Readonly<Record<string, BehindSteps<Attributes>>>;

/** Values of more elements are not stacked: they would leave the cache. */
const MOST_STACKED = 512;

/**
 * Takes out of a loop how what it only stacks is finished: a chain of kernels, such as the loss of the mini-batch from
 * its logits, that needs of a step's outcome one small value. That is stacked instead, and the chain is computed for
 * all steps at once.
 */
export function sink({ loop, early, stepwise }: Hoisted): Sunk {
  const { body } = loop;
  const values: ValueType[] = [...body.values];
  const producers = new Map(body.nodes.flatMap((node) => node.outputs.map((id) => [id, node] as const)));
  const constants = new Set(body.constants.map(({ id }) => id));
  const uses = new Map<ValueId, number>();
  for (const id of [
    ...body.nodes.flatMap(({ inputs }) => Object.values(inputs)),
    ...body.outputs.map((port) => port.id),
  ])
    uses.set(id, (uses.get(id) ?? 0) + 1);

  /** The one operand of a node that a step's outcome decides, where the node can be computed for all steps at once. */
  const operandOf = ({ kernel, inputs, outputs }: ProgramNode): ValueId | undefined => {
    const operands = Object.values(inputs);
    const isFixed = (id: ValueId): boolean => constants.has(id) || early.has(id);
    const [decided, ...others] = new Set(operands.filter((id) => !isFixed(id) && !stepwise.has(id)));
    if (decided === undefined || others.length > 0) return undefined;
    if (uses.get(outputs[0]!) !== 1 || !(kernel in behindSteps)) return undefined;
    // Operands align at their last axes: those with an axis of steps must have as many as the result.
    const { length: rank } = body.values[operands.length === 1 ? decided : outputs[0]!]!.shape;
    if (!operands.every((id) => isFixed(id) || body.values[id]!.shape.length === rank)) return undefined;
    return sizeOf(body.values[decided]!.shape) <= MOST_STACKED ? decided : undefined;
  };

  /** The longest chain of such nodes that ends in a value, and the value from which it starts. */
  const chainOf = (end: ValueId) => {
    const chain: { readonly node: ProgramNode; readonly operand: ValueId }[] = [];
    let stacked = end;
    for (;;) {
      const node = producers.get(stacked);
      const operand = node && operandOf(node);
      if (node === undefined || operand === undefined) return { chain, stacked };
      chain.unshift({ node, operand });
      stacked = operand;
    }
  };

  const sunken = new Set<ProgramNode>();
  const shown = new Map<string, ValueId>();
  const nodes: ProgramNode[] = [];
  const finished = new Map<string, { stacked: ValueId; result: ValueId }>();
  for (const { name, id } of body.outputs.filter((port) => loop.stacked.includes(port.name))) {
    const { chain, stacked } = chainOf(id);
    if (chain.length === 0) continue;
    const withSteps = (each: ValueId): ValueId => {
      const { shape, dtype } = body.values[each]!;
      return values.push({ shape: [0, ...shape], dtype }) - 1;
    };
    const first = withSteps(stacked);
    let result = first;
    for (const { node, operand } of chain) {
      const inputs = Object.entries(node.inputs).map(([port, each]) => [
        port,
        each === operand ? result : each,
      ]);
      const rank = body.values[operand]!.shape.length;
      result = withSteps(node.outputs[0]!);
      nodes.push({
        kernel: node.kernel,
        inputs: Object.fromEntries(inputs),
        attributes: behindSteps[node.kernel]!(node.attributes, rank),
        outputs: [result],
      });
      sunken.add(node);
    }
    finished.set(name, { stacked: first, result });
    shown.set(name, stacked);
  }
  const inside = body.nodes.filter((node) => !sunken.has(node));
  const outputs = body.outputs.map(({ name, id }) => ({ name, id: shown.get(name) ?? id }));
  const constantsOf = (ids: readonly ValueId[]) => body.constants.filter(({ id }) => ids.includes(id));
  const usedBy = (some: readonly ProgramNode[]) => some.flatMap(({ inputs }) => Object.values(inputs));
  return {
    loop: {
      ...loop,
      body: {
        ...body,
        constants: constantsOf([...usedBy(inside), ...outputs.map(({ id }) => id)]),
        nodes: inside,
        outputs,
      },
    },
    after: { values, constants: constantsOf(usedBy(nodes)), nodes },
    finished,
  };
}
