import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { Recorder } from './recorder.ts';
import { withRecorder } from './symbolic-backend.ts';
import type { InputType, Port, Program } from '../types.ts';
import { verified } from '../verify.ts';

/**
 * Records what TensorFlow.js code does with its tensors, as a program.
 *
 * The body runs once, on symbolic tensors that hold no values: every kernel call becomes a node. Tensors made outside
 * the body are captured as constants. Inside the body `gradients` and `hessianVectorProduct` differentiate what was
 * recorded.
 *
 * @param name a name for messages and prints; no part of the program's identity
 * @param inputs name → type of the inputs, in the order in which `body` sees them; `classes` of an int32 input says
 * that its values are 0 … classes − 1, which the compiler may make use of and nobody checks
 * @param body TensorFlow.js code from named tensors to named tensors
 * @param options.sites whether the place of each kernel call is remembered, for messages of what is made of the program
 * later; without it tracing is several times as fast
 * @throws AssayError `program` where a kernel is not covered, a value is read, or a random number is drawn, naming the
 * place
 *
 * @example
 * const square = trace('square', { x: { shape: [3], dtype: 'float32' } }, ({ x }) => ({ y: tf.square(x) }));
 */
export function trace<const Names extends string>(
  name: string,
  inputs: Readonly<Record<Names, InputType>>,
  body: (tensors: Record<Names, tf.Tensor>) => Readonly<Record<string, tf.Tensor>>,
  { sites = true }: { readonly sites?: boolean } = {},
): Program {
  const recorder = new Recorder(sites);
  return withRecorder(recorder, () => {
    let outputs: Port[] = [];
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries<InputType>(inputs).map(([port, type]) => [port, recorder.addInput(port, type)]),
      ) as Record<Names, tf.Tensor>;
      const results = body(tensors);
      outputs = Object.entries(results).map(([port, tensor]) => ({
        name: port,
        id: outputId(recorder, name, port, tensor),
      }));
    });
    return verified(recorder.program(name, outputs));
  });
}

function outputId(recorder: Recorder, program: string, port: string, tensor: unknown): number {
  if (tensor instanceof tf.Tensor) return recorder.idOf(tensor);
  throw new AssayError(
    'program',
    `Cannot trace program '${program}': expected output '${port}' to be a tensor, got ${tensor === null ? 'null' : typeof tensor}`,
  );
}
