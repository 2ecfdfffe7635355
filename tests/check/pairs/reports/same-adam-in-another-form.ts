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

/** No bug: the same mathematics, with the corrections in the step size and carried as averages of ones. */
export const make = (other: boolean): Optimizer => ({
  kind: 'adam',
  init: (parameters) => ({
    ...zeros('m', parameters),
    ...zeros('v', parameters),
    a: tf.scalar(0),
    b: tf.scalar(0),
    step: tf.scalar(0),
  }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const step = tf.add(state.step!, 1);
    const m = each(gradients, (n, g) => ema(state[`m/${n}`]!, g, 0.9));
    const v = each(gradients, (n, g) => ema(state[`v/${n}`]!, tf.square(g), 0.999));
    const a = ema(state.a!, tf.scalar(1), 0.9);
    const b = ema(state.b!, tf.scalar(1), 0.999);
    const c1 = other ? a : tf.sub(1, tf.pow(0.9, step));
    const c2 = other ? b : tf.sub(1, tf.pow(0.999, step));
    const root = tf.sqrt(c2);
    return {
      parameters: each(parameters, (n, p) =>
        other
          ? tf.sub(
              p,
              tf.mul(
                tf.div(tf.mul(learningRate, root), c1),
                tf.div(m[n]!, tf.add(tf.sqrt(v[n]!), tf.mul(root, 1e-8))),
              ),
            )
          : tf.sub(
              p,
              tf.mul(learningRate, tf.div(tf.div(m[n]!, c1), tf.add(tf.sqrt(tf.div(v[n]!, c2)), 1e-8))),
            ),
      ),
      state: { ...slot('m', m), ...slot('v', v), a, b, step },
    };
  },
});
