import type * as Tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import type { Program, ProgramNode, ValueId } from '../../program/types.ts';
import type { TensorFlow } from './backends.ts';
import { detours } from './detours.ts';
import { toTensor } from './host.ts';

/** A program with what its interpretation needs to know in advance. */
export interface Interpretable {
  readonly program: Program;
  /** For each node the values that nobody reads after it. */
  readonly released: readonly (readonly ValueId[])[];
}

/** Finds after which node each value is last read. Inputs, constants and outputs are never released. */
export function interpretable(program: Program): Interpretable {
  const kept = new Set([...program.inputs, ...program.constants, ...program.outputs].map(({ id }) => id));
  const last = new Map<ValueId, number>();
  program.nodes.forEach((node, index) => {
    for (const id of [...node.outputs, ...Object.values(node.inputs)]) last.set(id, index);
  });
  const released: ValueId[][] = program.nodes.map(() => []);
  for (const [id, index] of last) if (!kept.has(id)) released[index]!.push(id);
  return { program, released };
}

/** Tensors of a program's constants on the backend in use. */
export function constantTensors(tf: TensorFlow, program: Program): ReadonlyMap<ValueId, Tf.Tensor> {
  return new Map(program.constants.map(({ id, data }) => [id, toTensor(tf, data, program.values[id]!)]));
}

/**
 * Runs the nodes in order, each as one kernel call. Inputs and constants are read, not released; every other tensor
 * that is no output is released as soon as nobody reads it any more.
 * @returns the outputs by name; call inside `tf.tidy`
 */
export function interpret(
  tf: TensorFlow,
  { program, released }: Interpretable,
  inputs: ReadonlyMap<string, Tf.Tensor>,
  constants: ReadonlyMap<ValueId, Tf.Tensor>,
): Map<string, Tf.Tensor> {
  const values = new Map<ValueId, Tf.Tensor>(constants);
  for (const { name, id } of program.inputs) values.set(id, inputs.get(name)!);
  program.nodes.forEach((node, index) => {
    const results = runNode(tf, program, node, values);
    node.outputs.forEach((id, i) => values.set(id, results[i]!));
    for (const id of released[index]!) {
      values.get(id)!.dispose();
      values.delete(id);
    }
  });
  return new Map(program.outputs.map(({ name, id }) => [name, values.get(id)!]));
}

function runNode(
  tf: TensorFlow,
  program: Program,
  node: ProgramNode,
  values: ReadonlyMap<ValueId, Tf.Tensor>,
): readonly Tf.Tensor[] {
  const inputs = namedInputs(node, values);
  try {
    return takesDetour(tf, node, inputs) ? runOnCpu(tf, node, inputs) : runHere(tf, node, inputs);
  } catch (cause) {
    const types = Object.entries(inputs).map(
      ([name, { dtype, shape }]) => `${name}=${dtype}[${shape.join(',')}]`,
    );
    throw new AssayError(
      'program',
      `Cannot run program '${program.name}' on ${tf.getBackend()}: expected kernel ${node.kernel}(${types.join(', ')}) to run, got "${(cause as Error).message}"`,
      { cause },
    );
  }
}

/** Tensors by input name; variadic kernels (`AddN`, `Concat` …) get a list, which some backends insist on. */
function namedInputs(node: ProgramNode, values: ReadonlyMap<ValueId, Tf.Tensor>): Tf.NamedTensorMap {
  const entries = Object.entries(node.inputs).map(([name, id]) => [name, values.get(id)!] as const);
  const variadic = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  // TensorFlow.js itself casts the list of a variadic kernel to a map.
  return variadic
    ? (entries.map(([, tensor]) => tensor) as unknown as Tf.NamedTensorMap)
    : Object.fromEntries(entries);
}

/** Whether the backend in use lacks the kernel or gets this call wrong. */
function takesDetour(
  tf: TensorFlow,
  { kernel, attributes }: ProgramNode,
  inputs: Tf.NamedTensorMap,
): boolean {
  const backend = tf.getBackend();
  if (backend === 'cpu') return false;
  if (tf.getKernel(kernel, backend) === undefined) return true;
  return detours[backend]?.[kernel]?.when({ inputs, attributes }) ?? false;
}

function runHere(tf: TensorFlow, node: ProgramNode, inputs: Tf.NamedTensorMap): readonly Tf.Tensor[] {
  const result = tf.engine().runKernel(node.kernel, inputs, node.attributes as Tf.NamedAttrMap);
  return Array.isArray(result) ? (result as Tf.Tensor[]) : [result as Tf.Tensor];
}

/**
 * Runs a kernel on the cpu backend, which has all of them; TensorFlow.js moves the data there, and back where they are
 * used.
 */
function runOnCpu(tf: TensorFlow, node: ProgramNode, inputs: Tf.NamedTensorMap): readonly Tf.Tensor[] {
  const backend = tf.findBackend('cpu');
  const { kernelFunc } = tf.getKernel(node.kernel, 'cpu');
  const result = kernelFunc({ inputs, attrs: node.attributes as Tf.NamedAttrMap, backend });
  return [result].flat().map((info) => tf.engine().makeTensorFromTensorInfo(info, backend) as Tf.Tensor);
}
