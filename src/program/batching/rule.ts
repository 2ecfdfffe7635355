import type { Rewriter } from '../rewriting/rewriter.ts';
import type { AttributesFor, Inputs, KernelName } from '../kernels/signatures.ts';
import type { Attributes, ValueId, ValueType } from '../types.ts';

/** An operand of a node: its value in the batched program, and whether that has the replicate axis in front. */
export interface Operand {
  readonly id: ValueId;
  readonly batched: boolean;
  /** Type as one replicate sees it. */
  readonly type: ValueType;
}

/** A node of which at least one operand has a replicate axis, whatever its kernel. */
export interface AnyBatchCall {
  readonly kernel: KernelName;
  readonly operands: Readonly<Record<string, Operand>>;
  readonly attributes: Attributes;
  /** Types of the outputs as one replicate sees them. */
  readonly types: readonly ValueType[];
  readonly replicates: number;
  readonly rewriter: Rewriter;
}

/** A node of one kernel of which at least one operand has a replicate axis. */
export interface BatchCall<K extends KernelName> extends AnyBatchCall {
  readonly kernel: K;
  readonly operands: Inputs<K, Operand>;
  readonly attributes: AttributesFor<K>;
}

/** Emits the node for all replicates and returns its outputs, each with the replicate axis in front. */
export type BatchRule<K extends KernelName> = (call: BatchCall<K>) => ValueId | readonly ValueId[];

/** A rule that works alike for many kernels. */
export type AnyBatchRule = (call: AnyBatchCall) => ValueId | readonly ValueId[];

/** The values of operands, each made of the operand by its name. */
export const valuesOf = (
  { operands }: Pick<AnyBatchCall, 'operands'>,
  valueOf: (operand: Operand, name: string) => ValueId,
): Readonly<Record<string, ValueId>> =>
  Object.fromEntries(Object.entries(operands).map(([name, operand]) => [name, valueOf(operand, name)]));

/** What is needed to give an operand its replicate axis. */
type Copies = Pick<AnyBatchCall, 'replicates' | 'rewriter'>;

/** The operand with the replicate axis, repeated along it where it had none. */
export function withAxis(call: Copies, { id, batched, type }: Operand): ValueId {
  if (batched) return id;
  const one = call.rewriter.reshape(id, [1, ...type.shape]);
  return call.rewriter.broadcast(one, [call.replicates, ...type.shape]);
}

/**
 * The operand such that it broadcasts, axis by axis from the last, against others of the given rank for one replicate.
 */
export function aligned(call: Copies, { id, batched, type }: Operand, rank: number): ValueId {
  if (!batched || type.shape.length === rank) return id;
  const ones = Array.from({ length: rank - type.shape.length }, () => 1);
  return call.rewriter.reshape(id, [call.replicates, ...ones, ...type.shape]);
}

/** A value of shape `[replicates·first, …]` from one of shape `[replicates, first, …]`. */
export const folded = (call: Copies, id: ValueId): ValueId => {
  const [replicates, first, ...rest] = call.rewriter.shape(id);
  return call.rewriter.reshape(id, [replicates! * first!, ...rest]);
};

/** The kernel once a replicate, the results packed: what can always be done, at the price of as many nodes. */
export const unrolled: AnyBatchRule = (call) => {
  const { rewriter, replicates, kernel, attributes } = call;
  const results = Array.from({ length: replicates }, (_, index) => {
    const inputs = valuesOf(call, ({ id, batched, type }) => {
      if (!batched) return id;
      const begin = [index, ...type.shape.map(() => 0)];
      const piece = rewriter.emit('Slice', { x: id }, { begin, size: [1, ...type.shape] });
      return rewriter.reshape(piece, type.shape);
    });
    return rewriter.append({ kernel, inputs, attributes });
  });
  return call.types.map((_, output) =>
    rewriter.emit('Pack', Object.fromEntries(results.map((ids, index) => [String(index), ids[output]!])), {
      axis: 0,
    }),
  );
};
