import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../models/types.ts';
import { eachParameter } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Gradient flow dθ/dt = −∇L(θ), followed for the time η a step by the classical fourth-order Runge–Kutta method.
 *
 * A step is `substeps` Runge–Kutta steps of length h = η / substeps: θ ← θ − h (k₁ + 2k₂ + 2k₃ + k₄) / 6 with
 * k₁ = g(θ), k₂ = g(θ − h k₁ / 2), k₃ = g(θ − h k₂ / 2), k₄ = g(θ − h k₃), all on the same mini-batch. The error a step
 * is of order h⁵; with curvature λ the method is stable for hλ < 2.785.
 *
 * @param options.substeps how many Runge–Kutta steps a step of training takes, at least 1.
 * @see Kutta 1901; Hairer, Nørsett & Wanner 1993, table 1.2.
 * @example gradientFlow({ substeps: 4 });
 */
export function gradientFlow(options: { readonly substeps: number }): Optimizer {
  const { substeps } = options;
  return Object.freeze({
    kind: 'gradient-flow',
    invariances: ['rotation', 'permutation', 'translation'],
    init: () => ({}),
    update: ({ parameters, gradients, gradientAt, state, hyperparameters: { learningRate } }) => {
      const length = tf.div(learningRate, substeps);
      let at = parameters;
      for (let substep = 0; substep < substeps; substep++)
        at = rungeKutta(at, substep === 0 ? gradients : gradientAt(at), gradientAt, length);
      return { parameters: at, state };
    },
  } satisfies Optimizer);
}

function rungeKutta(
  at: NamedTensors,
  first: NamedTensors,
  gradientAt: (parameters: NamedTensors) => NamedTensors,
  length: tf.Tensor,
): NamedTensors {
  const along = (slope: NamedTensors, step: tf.Tensor) =>
    eachParameter(at, (name, parameter) => tf.sub(parameter, tf.mul(step, slope[name]!)));
  const half = tf.div(length, 2);
  const second = gradientAt(along(first, half));
  const third = gradientAt(along(second, half));
  const fourth = gradientAt(along(third, length));
  const sum = eachParameter(first, (name, slope) =>
    tf.add(tf.add(slope, fourth[name]!), tf.mul(2, tf.add(second[name]!, third[name]!))),
  );
  return along(sum, tf.div(length, 6));
}
