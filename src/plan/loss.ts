import * as tf from '@tensorflow/tfjs';
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
      const compared = kind !== 'cross-entropy' && model.endsWith === 'softmax' ? tf.softmax(output) : output;
      return {
        loss: withPenalty(model, input, compare(compared, labels, weights)),
        output,
        statistics,
      };
    };
  }
  const own = model.loss?.bind(model);
  if (own === undefined)
    throw new AssayError(
      'configuration',
      `Cannot use loss 'model': expected a model with a loss of its own, got ${model.kind}`,
    );
  return ({ labels, weights: _, ...input }) => {
    const loss = withPenalty(model, input, own({ ...input, labels }));
    return {
      loss,
      statistics: model.statistics.length === 0 ? input.statistics : model.forward(input).statistics,
      // Only where it is asked for: most models with a loss of their own have no classes.
      get output() {
        return model.forward(input).output;
      },
    };
  };
}

/** The loss that is trained: evaluations leave regularizers out. */
const withPenalty = (
  model: Model,
  { parameters, training }: Pick<Parameters<TracedLoss>[0], 'parameters' | 'training'>,
  loss: tf.Scalar,
): tf.Scalar =>
  training && model.penalty !== undefined ? tf.add(loss, model.penalty({ parameters })) : loss;
