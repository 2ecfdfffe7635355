import type { Hypothesis, LoadedHypothesis } from '../../src/declare/types.ts';
import { validate } from '../../src/declare/validate.ts';
import { planSuite, type SuitePlan } from '../../src/plan/index.ts';

/** A small net on four clusters: a run takes some ten milliseconds. */
export const small = {
  id: 'small',
  claim: 'Doubling the rate and the batch size leaves the accuracy alone',
  workload: {
    model: { kind: 'mlp', hidden: [8] },
    data: { kind: 'clusters', classes: 4, dimensions: 6, train: 90, test: 40, spread: 0.5 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: { base: { learningRate: 0.1, batchSize: 8 }, double: { learningRate: 0.2, batchSize: 16 } },
  stop: { kind: 'epochs', epochs: 3 },
  replicates: 3,
  measures: ['testAccuracy', 'trainLoss'],
  predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'double'], margin: 0.2 }],
} as const;

/**
 * A hypothesis like `small` with other fields, as the loader would hand it over; it speaks of its first two arms and
 * its first measure.
 */
export function loaded(fields: object = {}): LoadedHypothesis {
  const merged: { readonly arms: object; readonly measures: readonly unknown[] } = { ...small, ...fields };
  const measure = measureName(merged.measures[0]!);
  const predictions = [{ ...small.predictions[0], measure, arms: Object.keys(merged.arms).slice(0, 2) }];
  const validation = validate({ ...merged, predictions, ...fields });
  if (validation.kind === 'invalid') throw new Error(JSON.stringify(validation.problems));
  const hypothesis: Hypothesis = validation.hypothesis;
  return { file: `hypotheses/${hypothesis.id}.hypothesis.ts`, hypothesis, warnings: [] };
}

const measureName = (entry: unknown): unknown =>
  typeof entry === 'string' ? entry : ((entry as { name?: string }).name ?? (entry as { kind: string }).kind);

/** The plan of one such hypothesis. */
export const planOf = (fields: object = {}, baseSeed = '1'): Promise<SuitePlan> =>
  planSuite([loaded(fields)], { baseSeed, tier: 'quick', engine: 'onnx' });
