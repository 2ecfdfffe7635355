import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../models/types.ts';
import type { NamedShape } from './tensorflow-steps.ts';

/** Steps on which an optimizer is tried: where it starts, at which rates, on which gradients. */
export interface Trial {
  readonly steps: number;
  readonly rateAt: (step: number) => number;
  /** Parameters at the start: between −1 and 1, or 0 as biases are. */
  readonly start: 'spread' | 'zeros';
  /** Whether all gradients of every other step are 0. */
  readonly pauses: boolean;
}

/** Parameters at the start of a trial. */
export function trialStart(parameters: readonly NamedShape[], { start }: Trial): NamedTensors {
  return Object.fromEntries(
    parameters.map(({ name, shape }, index) => [
      name,
      start === 'zeros' ? tf.zeros([...shape]) : spread(shape, index),
    ]),
  );
}

/**
 * Gradients of one step: of several sizes; a part of their elements is 0, and at times those of a whole parameter are.
 */
export function trialGradients(
  parameters: readonly NamedShape[],
  { pauses }: Trial,
  step: number,
): NamedTensors {
  const paused = pauses && step % 2 === 1;
  const size = step % 11 === 4 ? 30 : 0.3 + 0.1 * (step % 5);
  return Object.fromEntries(
    parameters.map(({ name, shape }, index) => {
      const still = paused || (step % 5 === 2 && index === step % parameters.length);
      return [name, still ? tf.zeros([...shape]) : tf.tidy(() => gradient(shape, index, step, size))];
    }),
  );
}

function gradient(shape: readonly number[], index: number, step: number, size: number): tf.Tensor {
  const values = spread(shape, index + 3 * (step + 1)).mul(size);
  if (step % 3 !== 1) return values;
  const kept = Float32Array.from({ length: values.size }, (_, place) => Number((place + step) % 3 !== 0));
  return values.mul(tf.tensor(kept, [...shape]));
}

/** Values between −1 and 1 that differ from place to place and from phase to phase. */
function spread(shape: readonly number[], phase: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, index) => Math.cos(1 + phase + 1.7 * index)),
    [...shape],
  );
}
