import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../../src/models/types.ts';
import type { Optimizer } from '../../../src/optimizers/index.ts';

/** What a planted bug may change of Adam. */
export interface AdamPlan {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly biasCorrection?: boolean;
  /** Added to the number of the step in the bias correction. */
  readonly stepOffset?: number;
  /** ε under the root. */
  readonly epsilonInside?: boolean;
  /** Weight decay of rate 0.1, which a bug puts into the gradient. */
  readonly decay?: 'decoupled' | 'coupled';
}

const each = (tensors: NamedTensors, rule: (name: string, tensor: tf.Tensor) => tf.Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));
const slot = (name: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([entry, tensor]) => [`${name}/${entry}`, tensor]));

const EPSILON = 1e-4;
const RATE = 0.1;

/** Adam as Kingma & Ba 2015 write it, with a step counter, right unless a plan says how to break it. */
export function adam(plan: AdamPlan = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, biasCorrection = true, stepOffset = 0, decay } = plan;
  return {
    kind: 'adam by hand',
    init: (parameters) => ({
      ...slot(
        'first',
        each(parameters, (_, t) => tf.zerosLike(t)),
      ),
      ...slot(
        'second',
        each(parameters, (_, t) => tf.zerosLike(t)),
      ),
      step: tf.scalar(0),
    }),
    update: ({ parameters, gradients: raw, state, hyperparameters: { learningRate } }) => {
      const gradients =
        decay === 'coupled' ? each(raw, (name, g) => tf.add(g, tf.mul(parameters[name]!, RATE))) : raw;
      const step = tf.add(state['step']!, 1);
      const power = (beta: number) => tf.pow(tf.scalar(beta), tf.add(step, stepOffset));
      const corrected = (moment: tf.Tensor, beta: number) =>
        biasCorrection ? tf.div(moment, tf.sub(1, power(beta))) : moment;
      const average = (name: string, value: tf.Tensor, beta: number) =>
        tf.add(tf.mul(state[name]!, beta), tf.mul(value, 1 - beta));
      const first = each(gradients, (name, g) => average(`first/${name}`, g, beta1));
      const second = each(gradients, (name, g) => average(`second/${name}`, tf.square(g), beta2));
      const moved = (name: string, parameter: tf.Tensor) => {
        const v = corrected(second[name]!, beta2);
        const scale = plan.epsilonInside ? tf.sqrt(tf.add(v, EPSILON)) : tf.add(tf.sqrt(v), EPSILON);
        const direction = tf.div(corrected(first[name]!, beta1), scale);
        const kept =
          decay === 'decoupled' ? tf.mul(parameter, tf.sub(1, tf.mul(learningRate, RATE))) : parameter;
        return tf.sub(kept, tf.mul(learningRate, direction));
      };
      return {
        parameters: each(parameters, moved),
        state: { ...slot('first', first), ...slot('second', second), step },
      };
    },
  };
}
