import * as tf from '@tensorflow/tfjs';
import { eachParameter } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/**
 * Noisy gradient descent: θ ← θ − η (g + s ε), ε ~ N(0, I) drawn afresh for each step.
 *
 * With full-batch gradients the noise of the step is isotropic, of covariance s² I, the same everywhere.
 *
 * @param options.scale s, at least 0, in units of the gradient.
 * @throws RangeError where the step is not given its noise.
 * @see Zhu, Wu, Yu, Wu & Ma 2019, equation 4.
 * @example noisyGradientDescent({ scale: 0.1 });
 */
export function noisyGradientDescent(options: { readonly scale: number }): Optimizer {
  return Object.freeze({
    kind: 'noisy-gradient-descent',
    invariances: ['translation'],
    noise: true,
    init: () => ({}),
    update: ({ parameters, gradients, noise, state, hyperparameters: { learningRate } }) => {
      if (noise === undefined)
        throw new RangeError('Cannot take a step of noisy-gradient-descent: expected noise, got none');
      return {
        parameters: eachParameter(parameters, (name, parameter) => {
          const noisy = tf.add(gradients[name]!, tf.mul(noise[name]!, options.scale));
          return tf.sub(parameter, tf.mul(learningRate, noisy));
        }),
        state,
      };
    },
  } satisfies Optimizer);
}
