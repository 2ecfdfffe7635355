import { AssayError } from '../errors.ts';
import { elementwiseBatching } from './batching/elementwise.ts';
import { layoutBatching } from './batching/layout.ts';
import { matrixBatching } from './batching/matrix.ts';
import { reductionBatching } from './batching/reduction.ts';
import { type AnyBatchRule, type BatchRule, type Operand, valuesOf, withAxis } from './batching/rule.ts';
import { spatialBatching } from './batching/spatial.ts';
import { isKernel, type KernelName } from './kernels/kernels.ts';
import { Rewriter } from './rewriting/rewriter.ts';
import type { Program, ProgramNode, ValueId } from './types.ts';
import { verified } from './verify.ts';

/** How each kernel treats operands with a replicate axis in front. */
export const batchRules: { readonly [K in KernelName]: BatchRule<K> } = {
  ...elementwiseBatching,
  ...layoutBatching,
  ...matrixBatching,
  ...reductionBatching,
  ...spatialBatching,
};

/** A program being batched: the operand that stands for each of its values. */
class Batching {
  readonly rewriter = new Rewriter();
  readonly #program: Program;
  readonly #replicates: number;
  readonly #operands = new Map<ValueId, Operand>();

  constructor(program: Program, replicates: number) {
    this.#program = program;
    this.#replicates = replicates;
  }

  get(id: ValueId): Operand {
    return this.#operands.get(id)!;
  }

  set(from: ValueId, id: ValueId, batched: boolean): void {
    this.#operands.set(from, { id, batched, type: this.#program.values[from]! });
  }

  /** Emits a node for all replicates, or once where none of its operands differs between them. */
  addNode(node: ProgramNode): void {
    const { kernel, attributes, outputs } = node;
    const operands = Object.fromEntries(
      Object.entries(node.inputs).map(([name, id]) => [name, this.get(id)]),
    );
    const batched = Object.values(operands).some((operand) => operand.batched);
    if (!isKernel(kernel))
      throw new AssayError(
        'program',
        `Cannot batch program '${this.#program.name}': expected kernels with a batching rule, got ${kernel}`,
      );
    const types = outputs.map((id) => this.#program.values[id]!);
    const result = batched
      ? (batchRules[kernel] as AnyBatchRule)({
          kernel,
          operands,
          attributes,
          types,
          replicates: this.#replicates,
          rewriter: this.rewriter,
        })
      : this.rewriter.append({ kernel, inputs: valuesOf({ operands }, ({ id }) => id), attributes });
    const ids = typeof result === 'number' ? [result] : result;
    outputs.forEach((id, index) => this.set(id, ids[index]!, batched));
  }

  /** A value with the replicate axis in front. */
  output(id: ValueId): ValueId {
    return withAxis({ replicates: this.#replicates, rewriter: this.rewriter }, this.get(id));
  }
}

/**
 * The program for many replicates in lockstep: inputs named in `batchedInputs` and all outputs get a leading axis of
 * length `replicates`; the other inputs are shared.
 *
 * Replicate r of the result is the program on row r of the batched inputs, up to the order in which sums are rounded.
 *
 * @throws AssayError `program` where a name is no input, the number is no positive integer, or a kernel has no batching
 * rule
 * @example batchOver(step, ['weights', 'features', 'labels'], 64)
 */
export function batchOver(program: Program, batchedInputs: readonly string[], replicates: number): Program {
  if (!Number.isInteger(replicates) || replicates < 1)
    throw new AssayError(
      'program',
      `Cannot batch program '${program.name}': expected a positive number of replicates, got ${replicates}`,
    );
  const known = program.inputs.map(({ name }) => name);
  const unknown = batchedInputs.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new AssayError(
      'program',
      `Cannot batch program '${program.name}': expected inputs among ${known.join(', ')}, got '${unknown}'`,
    );
  const batching = new Batching(program, replicates);
  const { rewriter } = batching;
  const inputs = program.inputs.map((port) => {
    const { shape, dtype } = program.values[port.id]!;
    const batched = batchedInputs.includes(port.name);
    const fresh = rewriter.addValue({ shape: batched ? [replicates, ...shape] : shape, dtype });
    batching.set(port.id, fresh, batched);
    return { ...port, id: fresh };
  });
  for (const { id, data } of program.constants)
    batching.set(id, rewriter.constant(program.values[id]!, data), false);
  for (const node of program.nodes) batching.addNode(node);
  const outputs = program.outputs.map(({ name, id }) => ({ name, id: batching.output(id) }));
  return verified(rewriter.program(program.name, inputs, outputs));
}
