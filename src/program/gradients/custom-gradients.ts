import * as tf from '@tensorflow/tfjs';
import { runKernel } from '../tracing/run-kernel.ts';
import { linesOf } from '../tracing/site.ts';
import type { ProgramNode, ValueId } from '../types.ts';

/**
 * A gradient that code gives by `tf.customGrad`: from the gradient of its value and what it saved to those of its
 * inputs.
 */
export interface CustomGradient {
  /** The tensors that the function was called with, in order. */
  readonly inputs: readonly ValueId[];
  readonly saved: readonly ValueId[];
  readonly backwards: (dy: tf.Tensor, saved: tf.Tensor[]) => Readonly<Record<string, () => tf.Tensor>>;
}

/** What a recorder has for the values of `tf.customGrad`. */
interface Records {
  readonly customGradients: Map<ProgramNode, CustomGradient>;
  readonly nodes: readonly ProgramNode[];
  idOf(tensor: tf.TensorInfo): ValueId;
}

type Save = (tensors: tf.Tensor[]) => void;

/** What TensorFlow.js's engine is called with: a kernel by name, or the functions of a custom gradient. */
interface Call {
  readonly forwardFunc?: (backend: unknown, save: Save) => tf.Tensor;
  readonly backwardsFunc?: CustomGradient['backwards'];
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
}

interface Engine {
  runKernelFunc?: (call: Call) => tf.Tensor;
}

/**
 * Functions of the library that have a gradient of their own only to be faster: what they are made of is differentiated
 * instead.
 */
const libraryFunctions =
  /^\s*at (?:fusedMatMul_|fusedConv2d_|fusedDepthwiseConv2d_|softmaxCrossEntropyWithLogits_|logSigmoid_|logSoftmax_) \(/;

/** Whether the library called the function that `tf.customGrad` made, a line below in the stack. */
function calledByLibrary(): boolean {
  const stack: { stack?: string } = {};
  Error.captureStackTrace(stack, calledByLibrary);
  return linesOf(stack).some(
    (line, index, lines) => /runKernelFunc/.test(lines[index - 2] ?? '') && libraryFunctions.test(line),
  );
}

/**
 * Runs `body` with the gradients that code of the user's gives by `tf.customGrad` noted by the recorder: the value is
 * an Identity through which nothing but that gradient flows.
 */
export function withCustomGradients<Result>(recorder: Records, body: () => Result): Result {
  const engine = tf.engine() as unknown as Required<Engine>;
  const original = engine.runKernelFunc.bind(engine);
  engine.runKernelFunc = (call) => {
    const { forwardFunc, backwardsFunc } = call;
    if (forwardFunc === undefined || backwardsFunc === undefined || calledByLibrary()) return original(call);
    const inputs = Object.values(call.inputs).map((input) => recorder.idOf(input));
    return original({
      ...call,
      forwardFunc: (backend, save) => {
        let saved: readonly ValueId[] = [];
        const value = forwardFunc(backend, (tensors) => {
          saved = tensors.map((tensor) => recorder.idOf(tensor));
          save(tensors);
        });
        const marked = runKernel('Identity', { x: value }, { customGradient: true });
        recorder.customGradients.set(recorder.nodes.at(-1)!, { inputs, saved, backwards: backwardsFunc });
        return marked;
      },
    });
  };
  try {
    return body();
  } finally {
    // The method belongs to the class: taking our own property away uncovers it.
    delete (engine as Engine).runKernelFunc;
  }
}
