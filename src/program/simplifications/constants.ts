import * as tf from '@tensorflow/tfjs';
import type { RewriteNode } from '../rewrite.ts';
import type { Rewriter } from '../rewriter.ts';
import { sizeOf } from '../shape-rule.ts';
import type { ValueId } from '../types.ts';

/** Larger results stay computed, so that programs stay small. */
const largestFolded = 4096;

/**
 * The result of a node whose inputs are all constant, computed by TensorFlow.js on its CPU backend.
 *
 * A sum of constants may so be rounded otherwise than an engine would; it is the same on every engine.
 */
export function foldConstants(node: RewriteNode, rewriter: Rewriter): ValueId | undefined {
  const names = Object.keys(node.inputs);
  const type = node.types[0]!;
  if (names.length === 0 || sizeOf(type.shape) > largestFolded) return undefined;
  const inputs: tf.NamedTensorMap = {};
  const data = names.map((name) => rewriter.constantData(node.inputs[name]!));
  if (data.some((values) => values === undefined)) return undefined;
  const before = tf.getBackend() as string | undefined;
  // Every call goes through all kernels, also for the backend that is in use.
  if (before !== 'cpu') void tf.setBackend('cpu');
  try {
    return tf.tidy(() => {
      names.forEach((name, index) => {
        const { shape, dtype } = rewriter.type(node.inputs[name]!);
        inputs[name] = tf.tensor(data[index]!, [...shape], dtype);
      });
      const list = names.map((name) => inputs[name]!);
      const given = names[0] === '0' ? (list as unknown as tf.NamedTensorMap) : inputs;
      const result = tf.engine().runKernel(node.kernel, given, node.attributes as tf.NamedAttrMap);
      const tensor = Array.isArray(result) ? result[0]! : (result as tf.Tensor);
      return rewriter.constant(type, tensor.dataSync());
    });
  } finally {
    if (before !== undefined && before !== 'cpu') void tf.setBackend(before);
  }
}

/**
 * A kernel that works element by element, on operands that are each one number throughout, gives one number throughout: it is
 * computed once.
 */
export function foldUniform(node: RewriteNode, rewriter: Rewriter): ValueId | undefined {
  const type = node.types[0]!;
  if (type.shape.length === 0) return undefined;
  const entries = Object.entries(node.inputs);
  const values = entries.map(([, id]) => rewriter.uniform(id));
  if (entries.length === 0 || values.some((value) => value === undefined)) return undefined;
  const scalars = entries.map(([name, id], index) => [
    name,
    rewriter.scalar(values[index]!, rewriter.type(id).dtype),
  ]);
  const small = { ...node, inputs: Object.fromEntries(scalars), types: [{ ...type, shape: [] }] };
  const folded = foldConstants(small, rewriter);
  return folded === undefined ? undefined : rewriter.fill(type, rewriter.uniform(folded)!);
}
