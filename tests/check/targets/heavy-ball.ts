import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../../src/models/types.ts';
import type { Optimizer } from '../../../src/optimizers/index.ts';

/** What a planted bug may change of heavy-ball momentum. */
export interface HeavyBallPlan {
  readonly rateFactor?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  /** Use the velocity of the step before. */
  readonly stale?: boolean;
  /** Multiply learning rate and velocity first by another order: the same up to rounding. */
  readonly rateInside?: boolean;
  /** Write the same mathematics with other operations. */
  readonly rewritten?: boolean;
  readonly slot?: string;
}

const each = (tensors: NamedTensors, rule: (name: string, tensor: tf.Tensor) => tf.Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));

/** Heavy-ball momentum (0.9), right unless a plan says how to break or rewrite it. */
export function heavyBall(plan: HeavyBallPlan = {}): Optimizer {
  const { rateFactor = 1, dampening = 0, nesterov = false, stale = false, slot = 'velocity' } = plan;
  return {
    kind: 'heavy-ball',
    invariances: ['rotation', 'permutation', 'translation'],
    init: (parameters) =>
      Object.fromEntries(Object.entries(parameters).map(([name, t]) => [`${slot}/${name}`, tf.zerosLike(t)])),
    update: ({ parameters, gradients, state, hyperparameters }) => {
      const before = (name: string) => state[`${slot}/${name}`]!;
      const rate =
        rateFactor === 1 ? hyperparameters.learningRate : tf.mul(hyperparameters.learningRate, rateFactor);
      const velocity = each(gradients, (name, gradient) => {
        const fresh = dampening === 0 ? gradient : tf.mul(gradient, 1 - dampening);
        return plan.rewritten
          ? tf.add(fresh, tf.mul(before(name), 0.9))
          : tf.add(tf.mul(0.9, before(name)), fresh);
      });
      const step = (name: string) => {
        if (stale) return before(name);
        return nesterov ? tf.add(gradients[name]!, tf.mul(velocity[name]!, 0.9)) : velocity[name]!;
      };
      const moved = (name: string, parameter: tf.Tensor) =>
        plan.rateInside
          ? // η m v + η g: rounds otherwise than η (m v + g).
            tf.sub(parameter, tf.add(tf.mul(tf.mul(rate, 0.9), before(name)), tf.mul(rate, gradients[name]!)))
          : plan.rewritten
            ? tf.add(parameter, tf.neg(tf.mul(rate, step(name))))
            : tf.sub(parameter, tf.mul(rate, step(name)));
      return {
        parameters: each(parameters, moved),
        state: Object.fromEntries(Object.entries(velocity).map(([name, t]) => [`${slot}/${name}`, t])),
      };
    },
  };
}
