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

/** SGD with momentum inside Lookahead (k = 4, a = 0.5); evaluations should use the slow weights. */
export const make = (buggy: boolean): Optimizer => ({
  kind: 'lookahead',
  init: (parameters) => ({
    ...zeros('velocity', parameters),
    ...slot(
      'slow',
      each(parameters, (_, p) => tf.clone(p)),
    ),
    step: tf.scalar(0),
  }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const step = tf.add(state.step!, 1);
    const velocity = each(gradients, (n, g) => tf.add(tf.mul(state[`velocity/${n}`]!, 0.9), g));
    const fast = each(parameters, (n, p) => tf.sub(p, tf.mul(velocity[n]!, learningRate)));
    const sync = tf.cast(tf.equal(tf.mod(step, 4), 0), 'float32');
    const slow = each(fast, (n, p) =>
      tf.add(state[`slow/${n}`]!, tf.mul(tf.mul(sync, 0.5), tf.sub(p, state[`slow/${n}`]!))),
    );
    const next = each(fast, (n, p) => tf.add(tf.mul(sync, slow[n]!), tf.mul(tf.sub(1, sync), p)));
    return { parameters: next, state: { ...slot('velocity', velocity), ...slot('slow', slow), step } };
  },
  evaluated: ({ parameters, state }) => (buggy ? parameters : each(parameters, (n) => state[`slow/${n}`]!)),
});
