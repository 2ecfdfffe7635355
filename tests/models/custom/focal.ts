import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../../src/models/index.ts';

/** Soft-max regression by focal loss −(1 − p)² log p, which is its own. It says whether it saw the training flag. */
export default function focal({ features, outputs }: DataShape): Model {
  const inputs = features.reduce((product, length) => product * length, 1);
  const logits = (weight: tf.Tensor, x: tf.Tensor) =>
    tf.matMul(tf.reshape(x, [x.shape[0]!, inputs]), weight as tf.Tensor2D);
  return {
    kind: 'focal',
    parameters: [
      { name: 'weight', shape: [inputs, outputs], initializer: { kind: 'normal', standardDeviation: 0.05 } },
    ],
    statistics: [{ name: 'steps', shape: [], initializer: { kind: 'zeros' } }],
    forward: ({ parameters, features: x, statistics, training }) => ({
      output: logits(parameters['weight']!, x),
      statistics: { steps: training ? tf.add(statistics['steps']!, 1) : statistics['steps']! },
    }),
    loss: ({ parameters, features: x, labels, statistics, training }) => {
      if (training === undefined || statistics?.['steps'] === undefined) throw new Error('it sees neither');
      const out = logits(parameters['weight']!, x);
      const chosen = tf.cast(tf.oneHot(labels as tf.Tensor1D, outputs), 'float32');
      const weighed = tf.mul(tf.mul(chosen, tf.square(tf.sub(1, tf.softmax(out)))), tf.logSoftmax(out));
      return tf.neg(tf.mean(tf.sum(weighed, 1)));
    },
  };
}
