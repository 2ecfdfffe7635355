import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { accuracyCount, losses } from '../../src/models/index.ts';
import { useEagerBackend } from './eager.ts';

beforeAll(useEagerBackend);

const logits = [
  [1.5, -0.3, 0.2],
  [-2.1, 0.4, 3.7],
];
const labels = [0, 1];

/** Cross-entropy in double precision, and its gradient softmax(z) − onehot, over the batch. */
function reference() {
  const rows = logits.map((row) => row.map(Math.exp));
  const sums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  const loss = sums.reduce((sum, total, index) => sum + Math.log(total) - logits[index]![labels[index]!]!, 0);
  const gradient = rows.flatMap((row, index) =>
    row.map((value, column) => (value / sums[index]! - (column === labels[index] ? 1 : 0)) / rows.length),
  );
  return { loss: loss / rows.length, gradient };
}

describe('cross-entropy', () => {
  test('equals the mean of log-sum-exp minus the logit of the label', () => {
    const loss = losses['cross-entropy'](tf.tensor2d(logits), tf.tensor1d(labels, 'int32'));
    // float32: a handful of roundings of values near 3
    expect(loss.dataSync()[0]).toBeCloseTo(reference().loss, 6);
  });

  test('has the gradient (softmax − onehot) / batch, untouched by the shift', () => {
    const gradient = tf.grad((z) => losses['cross-entropy'](z, tf.tensor1d(labels, 'int32')))(
      tf.tensor2d(logits),
    );
    // float32 rounding of values below 1
    reference().gradient.forEach((value, index) => expect(gradient.dataSync()[index]).toBeCloseTo(value, 6));
  });

  test('stays finite for logits in the thousands', () => {
    const loss = losses['cross-entropy'](tf.tensor2d([[5000, -5000]]), tf.tensor1d([1], 'int32'));
    expect(loss.dataSync()[0]).toBe(10000);
  });
});

describe('mean squared error', () => {
  test('takes class labels as targets of one at the class', () => {
    const loss = losses['mean-squared-error'](
      tf.tensor2d([
        [1, 2, 0],
        [0, 0, 3],
      ]),
      tf.tensor1d([1, 2], 'int32'),
    );
    expect(loss.dataSync()[0]).toBe((1 + 1 + 0 + 0 + 0 + 4) / 6); // small integers are exact; one rounding on each side
  });

  test('is the mean over batch and outputs, without a factor ½', () => {
    const loss = losses['mean-squared-error'](tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 5]]));
    expect(loss.dataSync()[0]).toBe((4 + 9) / 2);
  });

  test('takes targets of one output as a list', () => {
    const loss = losses['mean-squared-error'](tf.tensor2d([[1], [2]]), tf.tensor1d([0, 0]));
    expect(loss.dataSync()[0]).toBe(2.5);
  });
});

describe.each(['cross-entropy', 'mean-squared-error'] as const)('weights of examples in %s', (kind) => {
  const mean = (weights?: number[]) =>
    losses[kind](
      tf.tensor2d(logits),
      kind === 'cross-entropy' ? tf.tensor1d(labels, 'int32') : tf.zeros([2, 3]),
      weights && tf.tensor1d(weights),
    ).dataSync()[0]!;

  test('multiply the loss of each example', () => {
    // float32 rounding of values below 10
    expect(mean([2, 0]) + mean([0, 2])).toBeCloseTo(2 * mean(), 5);
    expect(mean([2, 0])).not.toBeCloseTo(mean([0, 2]), 1);
  });

  test('of one change nothing', () => {
    expect(mean([1, 1])).toBeCloseTo(mean(), 6);
  });
});

test('accuracy counts the examples whose largest logit is their label', () => {
  const count = accuracyCount(tf.tensor2d([...logits, [0, 0, 0]]), tf.tensor1d([0, 1, 0], 'int32'));
  expect(count.dtype).toBe('float32');
  expect(count.dataSync()[0]).toBe(2);
});
