import * as tf from '@tensorflow/tfjs';

/** Losses that compare a model's output with labels; `'model'` is the model's own (see `Model.loss`). */
export type LossKind = 'cross-entropy' | 'mean-squared-error';

/**
 * A loss as traced code: output `[batch, outputs]` and labels to the mean over the batch, of weighted examples where
 * `[batch]` weights are given.
 */
export type Loss = (output: tf.Tensor, labels: tf.Tensor, weights?: tf.Tensor) => tf.Scalar;

/**
 * Losses as traced code, each a mean over the mini-batch; with weights wᵢ, (1/B) Σ wᵢ ℓᵢ.
 *
 * `cross-entropy`: (1/B) Σ (log Σⱼ exp zⱼ − z_label), logits `[batch, classes]`, labels int32 `[batch]`.
 *
 * `mean-squared-error`: the mean over batch and outputs of (y − t)², both `[batch, outputs]`; class labels, int32
 * `[batch]`, stand for targets of 1 at the class and 0 elsewhere. No factor ½, so the Hessian of linear regression with
 * one output is (2/N) XᵀX.
 *
 * @example losses['cross-entropy'](tf.tensor2d([[0, 0]]), tf.tensor1d([1], 'int32')); // ln 2
 */
export const losses: Readonly<Record<LossKind, Loss>> = {
  'cross-entropy': (logits, labels, weights) => {
    const [batch, classes] = logits.shape as [number, number];
    const chosen = tf.mul(oneHot(labels, classes), tf.logSoftmax(logits));
    return tf.mul(tf.sum(weighted(chosen, weights)), -1 / batch) as tf.Scalar;
  },
  'mean-squared-error': (output, labels, weights) => {
    const targets =
      labels.dtype === 'int32' ? oneHot(labels, output.shape[1]!) : tf.reshape(labels, output.shape);
    return tf.mean(weighted(tf.square(tf.sub(output, targets)), weights)) as tf.Scalar;
  },
};

/**
 * How many of a batch are classified as labelled: a float32 scalar count, ties to the lowest class.
 *
 * @example accuracyCount(tf.tensor2d([[0, 1], [1, 0]]), tf.tensor1d([1, 1], 'int32')); // 1
 */
export function accuracyCount(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  return tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32')) as tf.Scalar;
}

/** Rows `[batch, outputs]` times their weights, or as they are. */
const weighted = (rows: tf.Tensor, weights: tf.Tensor | undefined): tf.Tensor =>
  weights === undefined ? rows : tf.mul(rows, tf.reshape(weights, [rows.shape[0]!, 1]));

function oneHot(labels: tf.Tensor, classes: number): tf.Tensor {
  return tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), 'float32');
}
