/** Programs that look at a net and do not train it. */
import * as tf from '@tensorflow/tfjs';
import { accuracyCount } from '../../models/index.ts';
import type { Model } from '../../models/types.ts';
import { trace } from '../../program/index.ts';
import { unflatten } from '../../program/tree.ts';
import type { LoopProgram, Program } from '../../program/types.ts';
import { batchInputName, batchInputs, type BatchSource } from './batch-inputs.ts';
import type { TracedLoss } from '../loss.ts';
import { netTypes } from './net-types.ts';

/** A net and its loss. */
interface Evaluated {
  readonly model: Model;
  readonly loss: TracedLoss;
}

/**
 * Evaluation of a net on chunks of a set as a loop that carries nothing: stacked `loss` (mean of a chunk) and, for
 * class labels, `correct` (count of a chunk).
 */
export function evaluationProgram(
  { model, loss }: Evaluated,
  source: Extract<BatchSource, { kind: 'examples' }>,
  chunk: number,
): LoopProgram {
  const batch = batchInputs(0, chunk, source);
  const body = trace('evaluate', { ...netTypes(model), ...batch.types }, (inputs) => {
    const labels = inputs[batchInputName(0, 'labels')]!;
    const evaluated = loss({
      ...unflatten(inputs, ['parameters', 'statistics']),
      features: inputs[batchInputName(0, 'features')]!,
      labels,
      training: false,
    });
    const output = source.examples.labels === 'class' ? evaluated.output : undefined;
    const scores = output?.shape.join() === [chunk, source.outputs].join() ? output : undefined;
    return {
      loss: evaluated.loss,
      ...(scores === undefined ? {} : { correct: accuracyCount(scores, labels) }),
    };
  });
  return {
    kind: 'loop',
    name: `evaluation of ${chunk}`,
    body,
    carried: [],
    scanned: [],
    gathered: batch.gathered,
    stacked: body.outputs.map(({ name }) => name),
  };
}

/** The loss of a landscape without its noise: parameters → `loss`. */
export function landscapeProgram({ model, loss }: Evaluated, shape: readonly number[]): Program {
  return trace('landscape', netTypes(model), (inputs) => ({
    loss: loss({
      ...unflatten(inputs, ['parameters', 'statistics']),
      features: tf.zeros([1, ...shape]),
      labels: tf.zeros([1]),
      training: false,
    }).loss,
  }));
}
