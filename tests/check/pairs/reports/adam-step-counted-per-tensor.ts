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
const ema = (old: tf.Tensor, now: tf.Tensor, beta: number): tf.Tensor =>
  tf.add(tf.mul(old, beta), tf.mul(now, 1 - beta));

export const make = (buggy: boolean): Optimizer => ({
  kind: 'adam',
  init: (parameters) => ({ ...zeros('m', parameters), ...zeros('v', parameters), step: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const m = each(gradients, (n, g) => ema(state[`m/${n}`]!, g, 0.9));
    const v = each(gradients, (n, g) => ema(state[`v/${n}`]!, tf.square(g), 0.999));
    // The bug: the counter moves once for each tensor, not once for each step.
    let step = buggy ? state.step! : tf.add(state.step!, 1);
    const next = each(parameters, (n, p) => {
      if (buggy) step = tf.add(step, 1);
      const c1 = tf.sub(1, tf.pow(0.9, step));
      const c2 = tf.sub(1, tf.pow(0.999, step));
      return tf.sub(
        p,
        tf.mul(learningRate, tf.div(tf.div(m[n]!, c1), tf.add(tf.sqrt(tf.div(v[n]!, c2)), 1e-8))),
      );
    });
    return { parameters: next, state: { ...slot('m', m), ...slot('v', v), step } };
  },
});
