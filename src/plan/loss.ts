import type * as tf from '@tensorflow/tfjs-core';
import type { Workload } from '../declare/types.ts';
import { AssayError } from '../errors.ts';
import type { BatchLoss } from '../measures/definition.ts';
import { losses } from '../models/index.ts';
import type { Model } from '../models/types.ts';

/** The mean loss of a mini-batch, with the output it came from and the running statistics after it. */
export type TracedLoss = (
  input: Parameters<BatchLoss>[0] & {
    readonly training: boolean;
    /** One an example, `[batch]`; a model's own loss has no examples to weigh. */
    readonly weights?: tf.Tensor;
  },
) => {
  readonly loss: ReturnType<BatchLoss>;
  readonly output?: ReturnType<Model['forward']>['output'];
  readonly statistics: ReturnType<Model['forward']>['statistics'];
};

/**
 * Ties a model to the loss that the workload names.
 *
 * @throws AssayError `configuration` where `model` is asked for and the model has no loss of its own
 */
export function lossOf(model: Model, kind: Workload['loss']): TracedLoss {
  if (kind !== 'model') {
    const compare = losses[kind];
    return ({ labels, weights, ...input }) => {
      const { output, statistics } = model.forward(input);
      return { loss: compare(output, labels, weights), output, statistics };
    };
  }
  const own = model.loss?.bind(model);
  if (own === undefined)
    throw new AssayError(
      'configuration',
      `Cannot use loss 'model': expected a model with a loss of its own, got ${model.kind}`,
    );
  return ({ parameters, features, labels, statistics }) => ({
    loss: own({ parameters, features, labels }),
    statistics,
  });
}
