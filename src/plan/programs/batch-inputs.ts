import type { ExamplesShape } from '../../measures/definition.ts';
import { leafName } from '../../program/tree.ts';
import type { Gather } from '../../program/types.ts';
import { float, type Types } from './net-types.ts';

/**
 * Where the mini-batches of a step come from: examples, or `[1, dimension]` rows of noise of variance 1 / batch size.
 */
export type BatchSource =
  | {
      readonly kind: 'examples';
      readonly examples: ExamplesShape;
      readonly outputs: number;
      /** Every step sees all examples, weighted by Gaussian draws: see `gaussianWeights`. */
      readonly weights?: 'gaussian';
    }
  | { readonly kind: 'noise'; readonly shape: readonly number[] };

/** The inputs of one mini-batch: `batch/0/features` and `batch/0/labels`, or the noise alone. */
export interface BatchInputs {
  readonly types: Types;
  readonly gathered: readonly Gather[];
}

/** The port of a part of a step's mini-batch: `batch/0/features`. */
export const batchInputName = (index: number, part: 'features' | 'labels' | 'weights'): string =>
  leafName('batch', leafName(String(index), part));

export function batchInputs(index: number, batchSize: number, source: BatchSource): BatchInputs {
  const name = (part: 'features' | 'labels') => batchInputName(index, part);
  if (source.kind === 'noise')
    return { types: { [name('features')]: float([1, ...source.shape]) }, gathered: [] };
  const { count: rows, featureShape, storage, scale, offset, labels } = source.examples;
  const size = source.weights === undefined ? batchSize : rows;
  const indices = index === 0 ? 'rows' : `rows/${index}`;
  const classes = labels === 'class';
  return {
    types: {
      [name('features')]: float([size, ...featureShape]),
      [name('labels')]: classes
        ? { shape: [size], dtype: 'int32', classes: source.outputs }
        : float([size, source.outputs]),
    },
    gathered: [
      { input: name('features'), table: 'features', indices, rows, storage, scale, offset },
      {
        input: name('labels'),
        table: 'labels',
        indices,
        rows,
        storage: classes ? 'int32' : 'float32',
        scale: 1,
        offset: 0,
      },
    ],
  };
}
