import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../../src/models/index.ts';

/** A user's model: one matrix and a cosine. */
export default function cosineNet({ features, outputs }: DataShape): Model {
  return {
    kind: 'cosine-net',
    parameters: [
      {
        name: 'weight',
        shape: [features[0]!, outputs],
        initializer: { kind: 'normal', standardDeviation: 0.1 },
      },
    ],
    statistics: [],
    forward: ({ parameters, features: x, statistics }) => ({
      output: tf.cos(tf.matMul(x as tf.Tensor2D, parameters.weight as tf.Tensor2D)),
      statistics,
    }),
  };
}

export const notAFunction = 3;
export const isAsync = (data: DataShape) => Promise.resolve(cosineNet(data));
export const fails = (): never => {
  throw new RangeError('no width');
};
export const returnsNothing = () => undefined;
export const withoutForward = () => ({ kind: 'half', parameters: [{}], statistics: [] });
