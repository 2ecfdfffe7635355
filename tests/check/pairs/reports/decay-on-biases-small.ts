import * as tf from '@tensorflow/tfjs';
import type { NamedTensors, Optimizer } from '../../../../src/index.ts';

const each = (tensors: NamedTensors, rule: (name: string, tensor: tf.Tensor) => tf.Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));

/** SGD, decoupled decay 5e-4; the bug: parameter groups are built the wrong way and biases decay too. */
export const make = (buggy: boolean): Optimizer => ({
  kind: 'sgd-groups',
  init: () => ({}),
  update: ({ parameters, gradients, hyperparameters: { learningRate } }) => ({
    parameters: each(parameters, (n, p) => {
      const decays = buggy || !n.endsWith('bias');
      const kept = decays ? tf.mul(p, tf.sub(1, tf.mul(learningRate, 5e-4))) : p;
      return tf.sub(kept, tf.mul(learningRate, gradients[n]!));
    }),
    state: {},
  }),
});
