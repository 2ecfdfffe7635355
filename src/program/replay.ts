import * as tf from '@tensorflow/tfjs';
import type { Program, ProgramNode, ValueId } from './types.ts';

/**
 * Runs a program's kernels in order on the tensors given: inside `trace` they become part of what is traced, outside
 * they compute on the backend in use.
 *
 * @param inputs a tensor for each of the program's inputs, by name, of its type
 * @returns its outputs by name
 * @example
 * const square = trace('square', { x: { shape: [2], dtype: 'float32' } }, ({ x }) => ({ y: tf.square(x) }));
 * replay(square, { x: tf.tensor1d([2, 3]) })['y'] // [4, 9]
 */
export function replay(
  program: Program,
  inputs: Readonly<Record<string, tf.Tensor>>,
): Record<string, tf.Tensor> {
  const values = new Map<ValueId, tf.Tensor>();
  for (const { name, id } of program.inputs) values.set(id, inputs[name]!);
  for (const { id, data } of program.constants) {
    const { shape, dtype } = program.values[id]!;
    values.set(id, tf.tensor(data.slice(), [...shape], dtype));
  }
  for (const node of program.nodes)
    kernelOutputs(node, values).forEach((tensor, index) => values.set(node.outputs[index]!, tensor));
  return Object.fromEntries(program.outputs.map(({ name, id }) => [name, values.get(id)!]));
}

function kernelOutputs(
  { kernel, inputs, attributes }: ProgramNode,
  values: ReadonlyMap<ValueId, tf.Tensor>,
): readonly tf.Tensor[] {
  const entries = Object.entries(inputs).map(([name, id]) => [name, values.get(id)!] as const);
  // Variadic kernels take a list, which some backends insist on.
  const variadic = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  const given = variadic
    ? (entries.map(([, tensor]) => tensor) as unknown as tf.NamedTensorMap)
    : Object.fromEntries(entries);
  const result = tf.engine().runKernel(kernel, given, attributes as tf.NamedAttrMap);
  return Array.isArray(result) ? (result as tf.Tensor[]) : [result as tf.Tensor];
}
