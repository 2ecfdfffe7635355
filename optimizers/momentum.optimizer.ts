import * as tf from '@tensorflow/tfjs';
import type { NamedTensors, Optimizer } from 'optimizer-assay';

const momentum = 0.9;

const each = (tensors: NamedTensors, rule: (name: string, tensor: tf.Tensor) => tf.Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));

/** Heavy-ball momentum as a pair of pure functions: v ← m v + g, θ ← θ − η v (Polyak 1964, equation 9). */
const optimizer: Optimizer = {
  kind: 'momentum',
  invariances: ['rotation', 'permutation', 'translation'],
  init: (parameters) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, tensor]) => [`velocity/${name}`, tf.zerosLike(tensor)]),
    ),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const velocity = each(gradients, (name, gradient) =>
      tf.add(tf.mul(state[`velocity/${name}`]!, momentum), gradient),
    );
    return {
      parameters: each(parameters, (name, parameter) =>
        tf.sub(parameter, tf.mul(velocity[name]!, learningRate)),
      ),
      state: Object.fromEntries(
        Object.entries(velocity).map(([name, tensor]) => [`velocity/${name}`, tensor]),
      ),
    };
  },
};

export default optimizer;
