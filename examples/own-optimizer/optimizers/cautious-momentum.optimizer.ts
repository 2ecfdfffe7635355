import * as tf from '@tensorflow/tfjs';
import type { NamedTensors, Optimizer } from 'optimizer-assay';

const each = (tensors: NamedTensors, rule: (name: string, tensor: tf.Tensor) => tf.Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));

/**
 * Momentum that moves no weight uphill: v ← 0.9 v + g; θ ← θ − η v where v and g have one sign, else θ stays (Liang et
 * al. 2024, arXiv:2411.16085, without the scale that makes up for the weights that stay).
 */
const cautiousMomentum: Optimizer = {
  kind: 'cautious-momentum',
  init: (parameters) => each(parameters, (_, parameter) => tf.zerosLike(parameter)),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const velocity = each(gradients, (name, gradient) => tf.add(tf.mul(state[name]!, 0.9), gradient));
    const step = each(velocity, (name, v) => {
      const agrees = tf.greater(tf.mul(v, gradients[name]!), 0);
      return tf.where(agrees, v, tf.zerosLike(v));
    });
    return {
      parameters: each(parameters, (name, parameter) => tf.sub(parameter, tf.mul(step[name]!, learningRate))),
      state: velocity,
    };
  },
};

export default cautiousMomentum;
