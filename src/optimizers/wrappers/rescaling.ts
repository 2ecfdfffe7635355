import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { eachParameter } from '../slots.ts';
import type { Optimizer } from '../types.ts';

/** Two layers and the factor that moves from one to the other. */
export interface RescaleOptions {
  /** Layer whose weight and bias are multiplied. */
  readonly grown: string;
  /** Layer whose weight is divided; its bias stays. */
  readonly shrunk: string;
  /** The factor, above 0. A power of two changes no digit of a float32 number. */
  readonly by: number;
}

/**
 * Evaluates the net with layer `grown` multiplied by a factor a and the weight of layer `shrunk` divided by it:
 * W₁ → a W₁, b₁ → a b₁, W₂ → W₂ / a. Training is unchanged.
 *
 * Between two layers that follow each other with a rectifier (or nothing) between them this changes the parameters, and
 * with them every measure of sharpness, but not the function: relu(a x) = a relu(x) for a > 0. It is no such identity
 * across another activation or a normalization; whoever uses it shows that the loss stays.
 *
 * @param options layers by the name that their parameters begin with: `hidden1` of `hidden1.weight`.
 * @throws AssayError `configuration` where the net has no such weight.
 * @see Dinh, Pascanu, Bengio & Bengio 2017, definition 5 (α-scale transformation).
 * @example withRescaling(sgd(), { grown: 'hidden1', shrunk: 'hidden2', by: 4 });
 */
export function withRescaling(optimizer: Optimizer, { grown, shrunk, by }: RescaleOptions): Optimizer {
  const factors: Readonly<Record<string, number>> = {
    [`${grown}.weight`]: by,
    [`${grown}.bias`]: by,
    [`${shrunk}.weight`]: 1 / by,
  };
  return Object.freeze({
    ...optimizer,
    evaluated: ({ parameters, state }) => {
      for (const layer of [grown, shrunk])
        if (!(`${layer}.weight` in parameters))
          throw new AssayError(
            'configuration',
            `Cannot rescale layer ${layer}: expected a net with ${layer}.weight, got ${Object.keys(parameters).join(', ')}`,
          );
      const trained = optimizer.evaluated?.({ parameters, state }) ?? parameters;
      return eachParameter(trained, (name, parameter) =>
        name in factors ? tf.mul(parameter, factors[name]!) : parameter,
      );
    },
  } satisfies Optimizer);
}
