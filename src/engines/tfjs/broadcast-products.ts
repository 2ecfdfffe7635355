import { type RewriteRule, rewriteOnce } from '../../program/rewriting/rewrite.ts';
import { sameShape } from '../../program/kernels/shape-rule.ts';
import type { AnyProgram, Program, ProgramNode, ValueId } from '../../program/types.ts';

/**
 * Whether an operand's matrices are found by their number modulo their count, as the cpu and wasm backends look for
 * them: its batch axes, but for leading ones, are the last ones of the result.
 */
function isFoundByModulo(operand: readonly number[], batch: readonly number[]): boolean {
  const first = operand.findIndex((length) => length !== 1);
  const own = first === -1 ? [] : operand.slice(first);
  return sameShape(own, batch.slice(batch.length - own.length));
}

const batchOf = (shape: readonly number[]): readonly number[] => shape.slice(0, -2);

const isWrong = ({ values }: Program, { kernel, inputs, outputs }: ProgramNode): boolean =>
  kernel === 'BatchMatMul' &&
  Object.values(inputs).some(
    (id) => !isFoundByModulo(batchOf(values[id]!.shape), batchOf(values[outputs[0]!]!.shape)),
  );

const repeatMatrices: RewriteRule<'BatchMatMul'> = ({ inputs, attributes, types }, rewriter) => {
  const batch = batchOf(types[0].shape);
  const repeated = (id: ValueId): ValueId => {
    const shape = rewriter.shape(id);
    return isFoundByModulo(batchOf(shape), batch)
      ? id
      : rewriter.broadcast(id, [...batch, ...shape.slice(-2)]);
  };
  return rewriter.emit('BatchMatMul', { a: repeated(inputs.a), b: repeated(inputs.b) }, attributes);
};

/**
 * A program whose products TensorFlow.js's cpu and wasm backends multiply right: they number the matrices of both
 * operands through and take the numbers modulo, so x[R, B, n, k]·w[R, 1, k, m] meets the weights of other replicates.
 * There the operand is repeated beforehand. Every other program stays as it is, byte by byte; a program that is mended
 * gets another digest, so that nothing trained by the wrong one is taken for it.
 */
export function broadcastProducts<P extends AnyProgram>(program: P): P {
  const given: AnyProgram = program;
  if (given.kind === 'loop') {
    const body = broadcastProducts(given.body);
    return (body === given.body ? given : Object.freeze({ ...given, body })) as P;
  }
  const wrong = given.nodes.some((node) => isWrong(given, node));
  return (wrong ? rewriteOnce(given, { BatchMatMul: [repeatMatrices] }) : given) as P;
}
