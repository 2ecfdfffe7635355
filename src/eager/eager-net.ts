import * as tf from '@tensorflow/tfjs';
import type { Examples } from '../datasets/types.ts';
import { accuracyCount } from '../models/index.ts';
import type { Model, NamedTensors } from '../models/types.ts';
import type { TracedLoss } from '../plan/loss.ts';

/** Examples of one chunk of an evaluation. */
const CHUNK = 250;

/** Features and labels of some rows of a set, as a model sees them. */
export function batchOf(examples: Examples, rows: Int32Array): { features: tf.Tensor; labels: tf.Tensor } {
  const { features, featureShape, scale, offset, labels, count } = examples;
  const size = featureShape.reduce((product, length) => product * length, 1);
  const values = new Float32Array(rows.length * size);
  rows.forEach((row, index) => {
    for (let place = 0; place < size; place++)
      values[index * size + place] = Math.fround(offset + scale * features[row * size + place]!);
  });
  const width = labels.length / count;
  const chosen = Array.from(rows, (row) => [...labels.subarray(row * width, (row + 1) * width)]).flat();
  return {
    features: tf.tensor(values, [rows.length, ...featureShape]),
    labels:
      labels instanceof Int32Array
        ? tf.tensor1d(chosen, 'int32')
        : tf.tensor2d(chosen, [rows.length, width], 'float32'),
  };
}

/** A model with its loss on a set, computed by TensorFlow.js as it goes. */
export interface EagerNet {
  readonly model: Model;
  readonly loss: TracedLoss;
}

/**
 * Mean loss over a set, and the fraction that is classified as labelled where labels are classes.
 *
 * @param net parameters and running statistics
 */
export function evaluateEagerly(
  { loss }: EagerNet,
  net: { readonly parameters: NamedTensors; readonly statistics: NamedTensors },
  examples: Examples,
): { readonly loss: number; readonly accuracy?: number } {
  let [total, correct] = [0, 0];
  let classes = examples.labels instanceof Int32Array;
  for (let from = 0; from < examples.count; from += CHUNK) {
    const size = Math.min(CHUNK, examples.count - from);
    tf.tidy(() => {
      const { features, labels } = batchOf(
        examples,
        Int32Array.from({ length: size }, (_, index) => from + index),
      );
      const evaluated = loss({ ...net, features, labels, training: false });
      total += size * evaluated.loss.dataSync()[0]!;
      const output = classes ? evaluated.output : undefined;
      classes = output?.rank === 2;
      if (classes) correct += accuracyCount(output!, labels).dataSync()[0]!;
    });
  }
  return { loss: total / examples.count, ...(classes ? { accuracy: correct / examples.count } : {}) };
}
