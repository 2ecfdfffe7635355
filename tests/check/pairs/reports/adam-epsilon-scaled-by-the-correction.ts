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

/**
 * Adam; the bug: epsilon is added before the bias correction of v, so it is divided by it (1e-8 acts as 3e-7 at first).
 */
export const make = (buggy: boolean): Optimizer => ({
  kind: 'adam',
  init: (parameters) => ({ ...zeros('m', parameters), ...zeros('v', parameters), step: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const step = tf.add(state.step!, 1);
    const m = each(gradients, (n, g) => ema(state[`m/${n}`]!, g, 0.9));
    const v = each(gradients, (n, g) => ema(state[`v/${n}`]!, tf.square(g), 0.999));
    const c1 = tf.sub(1, tf.pow(0.9, step));
    const root = tf.sqrt(tf.sub(1, tf.pow(0.999, step)));
    return {
      parameters: each(parameters, (n, p) => {
        const size = buggy
          ? tf.div(tf.add(tf.sqrt(v[n]!), 1e-8), root)
          : tf.add(tf.div(tf.sqrt(v[n]!), root), 1e-8);
        return tf.sub(p, tf.mul(learningRate, tf.div(tf.div(m[n]!, c1), size)));
      }),
      state: { ...slot('m', m), ...slot('v', v), step },
    };
  },
});
