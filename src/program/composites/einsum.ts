import * as tf from '@tensorflow/tfjs';
import type { Composite } from './composite.ts';

/** A tensor whose axes have names. */
interface Named {
  readonly tensor: tf.Tensor;
  readonly axes: readonly string[];
}

/** Sums over the axes that nobody else has. */
function sumPrivate({ tensor, axes }: Named, wanted: ReadonlySet<string>): Named {
  const positions = axes.flatMap((axis, position) => (wanted.has(axis) ? [] : [position]));
  if (positions.length === 0) return { tensor, axes };
  return { tensor: tf.sum(tensor, positions), axes: axes.filter((axis) => wanted.has(axis)) };
}

const arranged = ({ tensor, axes }: Named, order: readonly string[]): tf.Tensor =>
  tf.transpose(
    tensor,
    order.map((axis) => axes.indexOf(axis)),
  );

const lengths = ({ tensor, axes }: Named, names: readonly string[]): number[] =>
  names.map((name) => tensor.shape[axes.indexOf(name)]!);

const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);

/** Two tensors multiplied along shared axes and summed over those that are not wanted: one batched matrix product. */
function contract(a: Named, b: Named, wanted: ReadonlySet<string>): Named {
  const shared = a.axes.filter((axis) => b.axes.includes(axis));
  const batch = shared.filter((axis) => wanted.has(axis));
  const summed = shared.filter((axis) => !wanted.has(axis));
  const onlyA = a.axes.filter((axis) => !shared.includes(axis));
  const onlyB = b.axes.filter((axis) => !shared.includes(axis));
  const sizes = [lengths(a, batch), lengths(a, onlyA), lengths(a, summed), lengths(b, onlyB)];
  const [batches, rows, inner, columns] = sizes.map(product) as [number, number, number, number];
  const left = tf.reshape(arranged(a, [...batch, ...onlyA, ...summed]), [batches, rows, inner]);
  const right = tf.reshape(arranged(b, [...batch, ...summed, ...onlyB]), [batches, inner, columns]);
  const shape = [...sizes[0]!, ...sizes[1]!, ...sizes[3]!];
  return {
    tensor: tf.reshape(tf.matMul(left, right), shape),
    axes: [...batch, ...onlyA, ...onlyB],
  };
}

/** Einstein's sum, pair by pair from the left. (A letter twice in one operand is not covered, as in TensorFlow.js.) */
export const einsum: Composite = (inputs, { equation }) => {
  const [left, result] = (equation as string).replaceAll(' ', '').split('->') as [string, string];
  const operands = left.split(',').map((letters, index): Named => ({
    tensor: inputs[String(index)]!,
    axes: [...letters],
  }));
  const [first, ...others] = operands as [Named, ...Named[]];
  const total = others.reduce((before, next, index) => {
    const rest = others.slice(index + 1).flatMap(({ axes }) => axes);
    const wanted = new Set([...result, ...rest]);
    const own = sumPrivate(next, new Set([...before.axes, ...wanted]));
    return contract(sumPrivate(before, new Set([...own.axes, ...wanted])), own, wanted);
  }, first);
  return arranged(sumPrivate(total, new Set(result)), [...result]);
};
