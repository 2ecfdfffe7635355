import * as tf from '@tensorflow/tfjs';
import type { NamedTensors, Optimizer } from '../../../../src/index.ts';

const each = (tensors: NamedTensors, rule: (name: string, tensor: tf.Tensor) => tf.Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));

/**
 * SGD under a cosine with warm restarts every 50 steps; the bug: an extra step at the start (step order of an older
 * release).
 */
export const make = (buggy: boolean): Optimizer => ({
  kind: 'sgd-warm-restarts',
  init: () => ({ step: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const position = tf.mod(buggy ? tf.maximum(tf.sub(state.step!, 1), 0) : state.step!, 50);
    const factor = tf.mul(0.5, tf.add(1, tf.cos(tf.mul(position, Math.PI / 50))));
    return {
      parameters: each(parameters, (n, p) => tf.sub(p, tf.mul(tf.mul(learningRate, factor), gradients[n]!))),
      state: { step: tf.add(state.step!, 1) },
    };
  },
});
