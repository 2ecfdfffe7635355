import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../../models/types.ts';

/** Slices of a mini-batch of the micro-batched model: of 40, four of 10. */
const MICRO_BATCHES = 4;

/** One example weighs as much as its class says, from 1 on: the last of four classes counts ten times the first. */
const weightOf = (labels: tf.Tensor): tf.Tensor => tf.add(1, tf.mul(3, tf.cast(labels, 'float32')));

/** Sum of the weighted losses of some examples, and of their weights. */
function sums(
  logits: tf.Tensor,
  labels: tf.Tensor,
): { readonly loss: tf.Tensor; readonly weight: tf.Tensor } {
  const [, classes] = logits.shape as [number, number];
  const hot = tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), 'float32');
  const each = tf.neg(tf.sum(tf.mul(hot, tf.logSoftmax(logits)), 1));
  const weights = weightOf(labels);
  return { loss: tf.sum(tf.mul(weights, each)), weight: tf.sum(weights) };
}

/** Rows from the start of each slice to the start of the next. */
const slices = (rows: number, count: number): readonly (readonly [from: number, size: number])[] =>
  Array.from({ length: count }, (_, slice) => {
    const [from, to] = [Math.round((slice * rows) / count), Math.round(((slice + 1) * rows) / count)];
    return [from, to - from] as const;
  });

/**
 * Σ wᵢ ℓᵢ / Σ wᵢ of a mini-batch, summed up over so many micro-batches: their weights differ, so the mean of their
 * means is another number.
 */
function weightedLoss(logits: tf.Tensor, labels: tf.Tensor, microBatches: number): tf.Scalar {
  const [rows] = labels.shape as [number];
  const parts = slices(rows, microBatches).map(([from, size]) =>
    sums(tf.slice(logits, from, size), tf.slice(labels, from, size)),
  );
  const total = (of: 'loss' | 'weight') =>
    parts.map((part) => part[of]).reduce((sum, part) => tf.add(sum, part));
  return tf.div(total('loss'), total('weight')) as tf.Scalar;
}

const softmaxRegression =
  (microBatches: number) =>
  ({ features: [words], outputs }: DataShape): Model => {
    const forward: Model['forward'] = ({ parameters, features }) => ({
      output: tf.add(
        tf.matMul(features as tf.Tensor2D, parameters['weight'] as tf.Tensor2D),
        parameters['bias']!,
      ),
      statistics: {},
    });
    return {
      kind: `soft-max regression on weighted examples, in ${microBatches}`,
      parameters: [
        { name: 'weight', shape: [words!, outputs], initializer: { kind: 'normal', standardDeviation: 0.1 } },
        { name: 'bias', shape: [outputs], initializer: { kind: 'zeros' } },
      ],
      statistics: [],
      forward,
      loss: ({ parameters, features, labels, training = false }) => {
        const { output } = forward({ parameters, features, training, statistics: {} });
        return weightedLoss(output, labels, training ? microBatches : 1);
      },
    };
  };

/** Soft-max regression on examples of unequal weight. */
export default softmaxRegression(1);

/** The same, the loss and gradient of a mini-batch accumulated over four micro-batches. */
export const microBatched = softmaxRegression(MICRO_BATCHES);
