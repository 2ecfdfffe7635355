import * as tf from '@tensorflow/tfjs';
import type { NamedTensors, Optimizer } from '../../../../src/index.ts';

const each = (tensors: NamedTensors, rule: (name: string, tensor: tf.Tensor) => tf.Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));
const slot = (name: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [`${name}/${key}`, tensor]));
const zeros = (name: string, parameters: NamedTensors): NamedTensors =>
  slot(
    name,
    each(parameters, (_, p) => tf.zerosLike(p)),
  );

/** Momentum 0.9, dampening 0.9: the first velocity is the gradient itself (fixed) or already dampened (buggy). */
export const make = (buggy: boolean): Optimizer => ({
  kind: 'sgd-dampened',
  init: (parameters) => ({ ...zeros('velocity', parameters), step: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const first = tf.cast(tf.equal(state.step!, 0), 'float32');
    const share = buggy ? tf.scalar(0.1) : tf.add(0.1, tf.mul(first, 0.9));
    const velocity = each(gradients, (n, g) =>
      tf.add(tf.mul(state[`velocity/${n}`]!, 0.9), tf.mul(g, share)),
    );
    return {
      parameters: each(parameters, (n, p) => tf.sub(p, tf.mul(velocity[n]!, learningRate))),
      state: { ...slot('velocity', velocity), step: tf.add(state.step!, 1) },
    };
  },
});
