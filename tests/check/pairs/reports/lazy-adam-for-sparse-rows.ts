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

/** fixed: rows without a gradient keep parameters and moments (lazy); buggy: the dense rule moves them by momentum. */
export const make = (buggy: boolean): Optimizer => ({
  kind: 'sparse-adam',
  init: (parameters) => ({ ...zeros('m', parameters), ...zeros('v', parameters), step: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const step = tf.add(state.step!, 1);
    const on = each(gradients, (_, g) => (buggy ? tf.onesLike(g) : tf.cast(tf.notEqual(g, 0), 'float32')));
    const pick = (n: string, a: tf.Tensor, b: tf.Tensor) =>
      tf.add(tf.mul(on[n]!, a), tf.mul(tf.sub(1, on[n]!), b));
    const m = each(gradients, (n, g) => pick(n, ema(state[`m/${n}`]!, g, 0.9), state[`m/${n}`]!));
    const v = each(gradients, (n, g) =>
      pick(n, ema(state[`v/${n}`]!, tf.square(g), 0.999), state[`v/${n}`]!),
    );
    const c1 = tf.sub(1, tf.pow(0.9, step));
    const c2 = tf.sub(1, tf.pow(0.999, step));
    return {
      parameters: each(parameters, (n, p) =>
        tf.sub(
          p,
          tf.mul(
            on[n]!,
            tf.mul(learningRate, tf.div(tf.div(m[n]!, c1), tf.add(tf.sqrt(tf.div(v[n]!, c2)), 1e-8))),
          ),
        ),
      ),
      state: { ...slot('m', m), ...slot('v', v), step },
    };
  },
});
