import * as tf from '@tensorflow/tfjs';
import type { AnyProgram } from './types.ts';

/** What TensorFlow.js takes for a typed array. */
const isTypedArray = (value: unknown): boolean =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array);

/**
 * Runs a synchronous trace in which TensorFlow.js makes its constants in 64 bit: 1 − 0.999 stays 0.001 to sixteen
 * digits, and the traced program has it as the constant's `exact`. Two ways of writing one formula are then the same to
 * sixteen digits, not to seven.
 *
 * TensorFlow.js has no such data type; it makes typed arrays by their global name, which stands for another meanwhile.
 *
 * @example inDoubles(() => trace('tenth', types, ({ x }) => ({ y: tf.mul(x, 0.1) }))).constants[0].exact // [0.1]
 */
export function inDoubles<Result>(work: () => Result): Result {
  const { Float32Array: single } = globalThis;
  const platform = tf.env().platform as { isTypedArray: (value: unknown) => boolean };
  const { isTypedArray: before } = platform;
  globalThis.Float32Array = Float64Array as unknown as Float32ArrayConstructor;
  platform.isTypedArray = isTypedArray;
  try {
    return work();
  } finally {
    globalThis.Float32Array = single;
    platform.isTypedArray = before;
  }
}

/** A program as engines have it: without the digits that single precision drops. */
export function inSingles<P extends AnyProgram>(program: P): P {
  const given: AnyProgram = program;
  if (given.kind === 'loop') return { ...given, body: inSingles(given.body) } as unknown as P;
  if (given.constants.every(({ exact }) => exact === undefined)) return program;
  return { ...given, constants: given.constants.map(({ id, data }) => ({ id, data })) } as unknown as P;
}
