import type { OptimizerSpec } from '../optimizers/schema.ts';
import type { Arm, Block, Control, Hypothesis, Prediction, Variant, Workload } from './types.ts';
import type { MeasureKind, MeasureSpec } from '../measures/schema.ts';

/** What may stand in the list of measures: a kind, or a specification, under a name of its own where it says so. */
export type MeasureEntry = MeasureKind | (DeepReadonly<MeasureSpec> & { readonly kind: MeasureKind });

/** The name under which predictions speak of a measure: its `name`, else its kind. */
export type MeasureName<E> = E extends string
  ? E
  : E extends { readonly name: infer N extends string }
    ? N
    : E extends { readonly kind: infer K extends string }
      ? K
      : never;

/** The same shape with nothing in it writable, so that parts shared `as const` fit. */
export type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** A hypothesis whose predictions may only name its own arms (`A`) and its own measures (`E`). */
export interface HypothesisOf<A extends string, E extends MeasureEntry> extends Omit<
  Hypothesis,
  'workload' | 'optimizer' | 'arms' | 'measures' | 'predictions' | 'controls' | 'over' | 'variants'
> {
  readonly workload: DeepReadonly<Workload>;
  readonly optimizer: DeepReadonly<OptimizerSpec>;
  readonly arms: Readonly<Record<A, DeepReadonly<Arm>>>;
  readonly measures: readonly E[];
  readonly predictions: readonly [
    Prediction<NoInfer<A>, NoInfer<MeasureName<E>>>,
    ...Prediction<NoInfer<A>, NoInfer<MeasureName<E>>>[],
  ];
  readonly controls?: readonly Control<NoInfer<A>, NoInfer<MeasureName<E>>>[];
  readonly over?: Readonly<Record<string, DeepReadonly<Block<NoInfer<A>>>>>;
  readonly variants?: Readonly<Record<string, DeepReadonly<Variant<NoInfer<A>>>>>;
}

/** Freezes plain data to the bottom. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/**
 * States a claim about optimizers as plain, frozen data: the default export of a `*.hypothesis.ts` file.
 *
 * Nothing happens at the call: no training, no validation beyond the types. The names of arms and measures in
 * predictions and controls complete in an editor, and a name that does not exist does not compile.
 *
 * @example
 * export default hypothesis({
 *   id: 'first-steps/two-batch-sizes',
 *   claim: 'Doubling learning rate and batch size together leaves the accuracy alone',
 *   workload: {
 *     model: { kind: 'mlp', hidden: [32] },
 *     data: { kind: 'fashion-mnist', train: 2000, downsample: 14 },
 *     loss: 'cross-entropy',
 *   },
 *   optimizer: { kind: 'sgd' },
 *   arms: { base: { learningRate: 0.05, batchSize: 32 }, double: { learningRate: 0.1, batchSize: 64 } },
 *   stop: { kind: 'epochs', epochs: 5 },
 *   replicates: 8,
 *   measures: ['testAccuracy'],
 *   predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'double'], margin: 0.02 }],
 * });
 */
export function hypothesis<const A extends string, const E extends MeasureEntry>(
  specification: HypothesisOf<A, E>,
): Hypothesis<A, MeasureName<E>> {
  return deepFreeze(specification) as unknown as Hypothesis<A, MeasureName<E>>;
}
