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

/** No bug: m + (1 - b)(g - m) for b m + (1 - b) g. Signs near 0 may flip. */
export const make = (other: boolean): Optimizer => {
  const blend = (m: tf.Tensor, g: tf.Tensor, b: number) =>
    other ? tf.add(m, tf.mul(tf.sub(g, m), 1 - b)) : ema(m, g, b);
  return {
    kind: 'lion',
    init: (parameters) => zeros('m', parameters),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => ({
      parameters: each(parameters, (n, p) =>
        tf.sub(
          tf.mul(p, tf.sub(1, tf.mul(learningRate, 0.01))),
          tf.mul(learningRate, tf.sign(blend(state[`m/${n}`]!, gradients[n]!, 0.9))),
        ),
      ),
      state: slot(
        'm',
        each(gradients, (n, x) => blend(state[`m/${n}`]!, x, 0.99)),
      ),
    }),
  };
};
