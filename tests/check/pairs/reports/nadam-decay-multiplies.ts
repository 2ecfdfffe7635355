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

/** Adam with an L2 term; the bug: g *= scale + decay * w where g = scale * g + decay * w was meant. */
export const make = (buggy: boolean): Optimizer => ({
  kind: 'adam-l2',
  init: (parameters) => ({ ...zeros('m', parameters), ...zeros('v', parameters), step: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const step = tf.add(state.step!, 1);
    const g = each(gradients, (n, x) =>
      buggy ? tf.mul(x, tf.add(1, tf.mul(parameters[n]!, 1e-4))) : tf.add(x, tf.mul(parameters[n]!, 1e-4)),
    );
    const m = each(g, (n, x) => ema(state[`m/${n}`]!, x, 0.9));
    const v = each(g, (n, x) => ema(state[`v/${n}`]!, tf.square(x), 0.999));
    const c1 = tf.sub(1, tf.pow(0.9, step));
    const c2 = tf.sub(1, tf.pow(0.999, step));
    return {
      parameters: each(parameters, (n, p) =>
        tf.sub(p, tf.mul(learningRate, tf.div(tf.div(m[n]!, c1), tf.add(tf.sqrt(tf.div(v[n]!, c2)), 1e-8)))),
      ),
      state: { ...slot('m', m), ...slot('v', v), step },
    };
  },
});
