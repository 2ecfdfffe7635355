import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import type { CustomGradient } from './custom-gradients.ts';
import type { Draw } from '../tracing/draws.ts';
import type { AnyGradientRule } from './gradient-rule.ts';
import { gradientSources } from './gradient-rules.ts';
import { invariantMaxima } from './invariant-maxima.ts';
import { isKernel, returnsArray } from '../kernels/kernels.ts';
import type { Recorder } from '../tracing/recorder.ts';
import { runKernel } from '../tracing/run-kernel.ts';
import { broadcastShapes, sameShape } from '../kernels/shape-rule.ts';
import { activeRecorder, describeCall } from '../tracing/symbolic-backend.ts';
import type { ProgramNode, ValueId } from '../types.ts';

/** The rule that TensorFlow.js registers for a kernel, in the form of ours. */
function libraryRule(kernel: string): AnyGradientRule | undefined {
  const config = tf.getGradient(kernel);
  if (config === undefined) return undefined;
  return ({ inputs, outputs, outputGradients, attributes }) => {
    const named = config.saveAllInputs
      ? Object.values(inputs)
      : (config.inputsToSave ?? []).map((name) => inputs[name]!);
    const saved = [...named, ...outputs.filter((_, index) => config.outputsToSave?.[index])];
    const dy = returnsArray(kernel) ? [...outputGradients] : outputGradients[0]!;
    return config.gradFunc(dy, saved, attributes as tf.NamedAttrMap) as Record<string, () => tf.Tensor>;
  };
}

/** Sums a gradient over the axes along which its input was broadcast (some library rules forget it). */
function unbroadcast(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const full = broadcastShapes(gradient.shape, shape);
  const offset = full.length - shape.length;
  const axes = full.flatMap((length, axis) => (length !== (shape[axis - offset] ?? 1) ? [axis] : []));
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, [...shape]);
}

/** For each node the outputs through which gradients flow: none of a kernel that is constant almost everywhere. */
function conducting(recorder: Recorder): (node: ProgramNode) => readonly ValueId[] {
  const stopped = invariantMaxima({
    nodes: recorder.nodes.filter((node) => !recorder.derived.has(node)),
    values: recorder.values,
  });
  return ({ kernel, attributes, outputs }) => {
    if (isKernel(kernel) && gradientSources[kernel] === 'zero') return [];
    if (attributes['stopGradient'] === true) return [];
    return outputs.filter((id) => recorder.values[id]!.dtype === 'float32' && !stopped.has(id));
  };
}

/** The values on which a node's outputs depend: of a custom gradient those that its function was called with. */
const sourcesOf = (recorder: Recorder, node: ProgramNode): readonly ValueId[] =>
  recorder.customGradients.get(node)?.inputs ?? Object.values(node.inputs);

/** Values through which the loss depends on the parameters, as far as gradients flow. */
function dependents(recorder: Recorder, parameters: readonly ValueId[]): Set<ValueId> {
  const outputsOf = conducting(recorder);
  const reached = new Set(parameters);
  for (const node of recorder.nodes)
    if (sourcesOf(recorder, node).some((id) => reached.has(id)))
      for (const id of outputsOf(node)) reached.add(id);
  return reached;
}

/** Values on which one value depends, as far as gradients flow. */
function influences(recorder: Recorder, value: ValueId): Set<ValueId> {
  const outputsOf = conducting(recorder);
  const reached = new Set([value]);
  for (const node of [...recorder.nodes].reverse())
    if (outputsOf(node).some((id) => reached.has(id)))
      for (const id of sourcesOf(recorder, node)) reached.add(id);
  return reached;
}

function ruleOf({ kernel }: ProgramNode): AnyGradientRule {
  const source = isKernel(kernel) ? gradientSources[kernel] : undefined;
  const rule = typeof source === 'function' ? (source as AnyGradientRule) : libraryRule(kernel);
  if (rule === undefined) throw new RangeError('expected a kernel with a gradient, got none');
  return rule;
}

/** What `body` gives; what a rule throws is told with the kernel, its shapes and the place of the user's call. */
function differentiated<R>(recorder: Recorder, index: number, body: () => R): R {
  try {
    return body();
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const { kernel, inputs } = recorder.nodes[index]!;
    const types = Object.entries(inputs).map(([name, id]) => [name, recorder.values[id]!] as const);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError(
      'program',
      `Cannot differentiate ${describeCall(kernel, Object.fromEntries(types))}: ${reason}; called at ${recorder.siteOf(index)}`,
      { cause },
    );
  }
}

/** Accumulates gradients by value while the nodes are walked backwards. */
class Accumulator {
  readonly #sums = new Map<ValueId, tf.Tensor>();

  get(id: ValueId): tf.Tensor | undefined {
    return this.#sums.get(id);
  }

  add(id: ValueId, gradient: tf.Tensor): void {
    const before = this.#sums.get(id);
    this.#sums.set(id, before === undefined ? gradient : tf.add(before, gradient));
  }
}

function walkNode(recorder: Recorder, index: number, sums: Accumulator, reached: ReadonlySet<ValueId>): void {
  const node = recorder.nodes[index]!;
  if (!node.outputs.some((id) => sums.get(id) !== undefined)) return;
  const custom = recorder.customGradients.get(node);
  if (custom !== undefined) return walkCustom(recorder, node, custom, sums, reached);
  const wanted = Object.entries(node.inputs).filter(([, id]) => reached.has(id));
  if (wanted.length === 0 || !node.outputs.some((id) => reached.has(id))) return;
  const tensor = (id: ValueId): tf.Tensor => recorder.tensor(id);
  const rule = ruleOf(node);
  const results = rule({
    inputs: Object.fromEntries(Object.entries(node.inputs).map(([name, id]) => [name, tensor(id)])),
    outputs: node.outputs.map(tensor),
    outputGradients: node.outputs.map((id) => sums.get(id) ?? tf.zeros([...recorder.values[id]!.shape])),
    attributes: node.attributes,
  });
  for (const [name, id] of wanted) {
    const thunk = results[name];
    if (thunk === undefined) throw new RangeError(`expected a gradient for its input '${name}', got none`);
    sums.add(id, unbroadcast(thunk(), recorder.values[id]!.shape));
  }
}

/** What the user's own gradient function gives for the tensors that it was called with. */
function walkCustom(
  recorder: Recorder,
  node: ProgramNode,
  { inputs, saved, backwards }: CustomGradient,
  sums: Accumulator,
  reached: ReadonlySet<ValueId>,
): void {
  const found = backwards(
    sums.get(node.outputs[0]!)!,
    saved.map((id) => recorder.tensor(id)),
  );
  inputs.forEach((id, index) => {
    if (!reached.has(id)) return;
    const gradient = found[index]!();
    const { shape } = recorder.values[id]!;
    if (!sameShape(gradient.shape, shape))
      throw new RangeError(
        `expected the gradient that tf.customGrad is given for input ${index + 1} to have its shape [${shape}], got [${gradient.shape}]`,
      );
    sums.add(id, gradient);
  });
}

/**
 * Gradients ∂loss/∂parameter, recorded into the program that is being traced.
 *
 * Walks the recorded nodes backwards and calls, for each, the gradient that TensorFlow.js registers for its kernel (or
 * ours, where the registry has a hole); gradients that code gives by `tf.customGrad` are its own. Called on a gradient
 * it gives the second derivative.
 *
 * @param loss a float32 scalar made inside the trace
 * @param parameters tensors of the trace, any shapes
 * @returns a gradient a parameter, of the parameter's shape; zeros where the loss does not depend on it
 * @throws AssayError `program` outside a trace, where the loss is not a scalar, or a kernel has no gradient,
 * naming the kernel, its shapes and the place of its call
 *
 * @example
 * trace('gradient', { x: { shape: [], dtype: 'float32' } }, ({ x }) => ({ dx: gradients(tf.square(x), [x])[0]! }));
 */
export function gradients(loss: tf.Tensor, parameters: readonly tf.Tensor[]): tf.Tensor[] {
  const recorder = activeRecorder('differentiate');
  if (loss.size !== 1 || loss.dtype !== 'float32')
    throw new AssayError(
      'program',
      `Cannot differentiate a loss: expected a float32 scalar, got ${loss.dtype}[${loss.shape}]`,
    );
  return recorder.derive(() => walk(recorder, loss, parameters));
}

function walk(recorder: Recorder, loss: tf.Tensor, parameters: readonly tf.Tensor[]): tf.Tensor[] {
  const ids = parameters.map((parameter) => recorder.idOf(parameter));
  const reached = dependents(recorder, ids);
  const sums = new Accumulator();
  const lossId = recorder.idOf(loss);
  if (reached.has(lossId)) sums.add(lossId, tf.ones(loss.shape));
  for (let index = recorder.nodes.length - 1; index >= 0; index--)
    differentiated(recorder, index, () => walkNode(recorder, index, sums, reached));
  return ids.map((id, index) => sums.get(id) ?? tf.zeros(parameters[index]!.shape));
}

/**
 * Which parameters a value does not depend on by any path along which gradients flow: their gradients are 0 wherever
 * they are.
 *
 * @param value made inside the trace, of any shape
 * @returns places in the list of parameters
 * @throws AssayError `program` outside a trace
 *
 * @example
 * trace('step', { x: { shape: [], dtype: 'float32' } }, ({ x }) => (withoutGradient(tf.sign(x), [x]), { x })); // [0]
 */
export function withoutGradient(value: tf.Tensor, parameters: readonly tf.Tensor[]): readonly number[] {
  const recorder = activeRecorder('differentiate');
  const reached = influences(recorder, recorder.idOf(value));
  return parameters.flatMap((parameter, index) => (reached.has(recorder.idOf(parameter)) ? [] : [index]));
}

/**
 * Trainable variables that the code of this trace used though they came from outside: constants to it. Each in words,
 * with its shape and the place of its first use.
 *
 * @throws AssayError `program` outside a trace
 */
export const capturedVariables = (): readonly string[] =>
  [...activeRecorder('look for variables').captured].map(
    ([{ name, shape }, place]) => `'${name}' of shape [${shape}], used at ${place}`,
  );

/**
 * Runs `body` with draws of TensorFlow.js allowed: `tf.dropout`, `tf.randomUniform`, `tf.randomUniformInt`,
 * `tf.randomNormal`, `tf.truncatedNormal` and `tf.randomGamma`. Each is an input of the program, called `<prefix>/0`,
 * `<prefix>/1` … in the order in which `body` makes them, whatever seed the code gives; a body that is run again with
 * the same prefix gets the same inputs.
 *
 * @throws AssayError `program` outside a trace, and at any other draw, with its place
 * @example trace('noisy', { x }, ({ x }) => ({ y: withDraws('draw', () => tf.dropout(x, 0.5)) })); // inputs x and draw/0
 */
export const withDraws = <Result>(prefix: string, body: () => Result): Result =>
  activeRecorder('draw').draws.within(prefix, body);

/**
 * The draws that the code of this trace has made, in order: what the inputs called after them take.
 *
 * @throws AssayError `program` outside a trace
 */
export const drawnInputs = (): readonly Draw[] => activeRecorder('look for draws').draws.made;

/**
 * Product of the Hessian of the loss with a vector, H·v = ∂(∂loss/∂θ · v)/∂θ, recorded into the program being traced.
 *
 * @param loss a float32 scalar made inside the trace
 * @param parameters tensors of the trace
 * @param vectors one a parameter, of the parameter's shape
 * @returns one tensor a parameter, of the parameter's shape
 * @throws AssayError `program` as `gradients` does, and where the numbers of parameters and vectors differ
 * @see Pearlmutter 1994, Fast exact multiplication by the Hessian
 */
export function hessianVectorProduct(
  loss: tf.Tensor,
  parameters: readonly tf.Tensor[],
  vectors: readonly tf.Tensor[],
): tf.Tensor[] {
  if (parameters.length !== vectors.length)
    throw new AssayError(
      'program',
      `Cannot multiply by the Hessian: expected a vector for each of ${parameters.length} parameters, got ${vectors.length}`,
    );
  const first = gradients(loss, parameters);
  const products = first.map((gradient, index) => tf.sum(tf.mul(gradient, vectors[index]!)));
  return gradients(products.length === 1 ? products[0]! : tf.addN(products), parameters);
}

/**
 * The tensor itself, through which no gradient flows.
 *
 * @throws AssayError `program` outside a trace
 */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  activeRecorder('stop a gradient');
  return runKernel('Identity', { x }, { stopGradient: true }) as T;
}
