/**
 * What a measure is: how its number reads, what it needs, the programs it runs and how they become the number.
 *
 * `programs` is called in the planner, where models may be traced; what it returns is lowered and sent along.
 * `evaluate` is called where the run's record (and, for state measures, its end state) is at hand: data only.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Examples } from '../datasets/types.ts';
import type { Tensors } from '../engines/types.ts';
import type { DataShape, Model, NamedTensors } from '../models/types.ts';
import type { AnyProgram } from '../program/types.ts';
import type { MeasureKind, ResolvedMeasureSpec } from './schema.ts';
import type { MeasureValue, MissingValue } from './types.ts';

/** How a measure's number reads. */
export interface MeasureDescription {
  /** `nats`, `fraction`, `steps` … ; empty for a pure number. */
  readonly unit: string;
  /** The scale on which differences are natural: `log` measures are positive and compared by ratio. */
  readonly scale: 'linear' | 'log';
  readonly better: 'higher' | 'lower' | 'neither';
  /**
   * What a diverged run counts as when a prediction says `diverged: 'worst'`: the accuracy of guessing, infinity, or
   * `none` where there is no worst (then the finding is invalid).
   */
  readonly worst: 'chance' | 'infinity' | 'none';
  /** Whether a stop rule without a target decides the number, so that there is no chance in it; default false. */
  readonly decidedByStop?: boolean;
}

/** What a measure may read of a run's record; a `RunRecord` is one. */
export interface RecordView {
  readonly outcome: { readonly kind: 'finished' | 'diverged' | 'interrupted' };
  readonly steps: number;
  readonly epochs: number;
  readonly final: Readonly<Record<string, number>>;
  readonly curves: Readonly<Record<string, RecordedCurve>>;
}

/**
 * Values along training; the three positions of a value say the same moment in steps, epochs and time Σ learningRate.
 */
export interface RecordedCurve {
  readonly steps: readonly number[];
  readonly epochs: readonly number[];
  readonly time: readonly number[];
  readonly values: readonly number[];
}

/** Which points of a recorded curve a measure reads: the first that reach some epochs, or all. */
export interface CurveReading {
  /** The set that is evaluated for it. The training set is evaluated wherever the test set is. */
  readonly set: 'train' | 'test';
  readonly epochs?: readonly number[] | undefined;
}

/** A measure that is already in the record: pure, instant, needs no worker. */
export interface RecordMeasure<K extends MeasureKind = MeasureKind> extends MeasureDescription {
  readonly kind: K;
  readonly needs: 'record';
  /** What it reads of a curve: the run is then evaluated there. Absent where it reads none. */
  reads?(spec: ResolvedMeasureSpec<K>): CurveReading;
  evaluate(spec: ResolvedMeasureSpec<K>, record: RecordView): MeasureValue | MissingValue;
}

/** Parameters and running statistics of a run at one moment, by name. */
export interface State {
  readonly parameters: Tensors;
  readonly statistics: Tensors;
}

/** A run at one moment of its training. */
export interface Snapshot {
  readonly steps: number;
  readonly epochs: number;
  /** Sum of the learning rates so far. */
  readonly time: number;
  readonly state: State;
}

/**
 * When a run is looked at while it trains: at equal stretches of its planned steps from a fraction of them on, or at
 * declared epochs.
 */
export interface Moments {
  readonly points: number;
  readonly from: number;
  readonly epochs?: readonly number[] | undefined;
}

/** What `Examples` look like without their bytes. */
export interface ExamplesShape {
  readonly count: number;
  readonly featureShape: readonly number[];
  readonly storage: 'uint8' | 'float32';
  readonly scale: number;
  readonly offset: number;
  /** Class numbers (int32 `[count]`) or real targets (float32 `[count, outputs]`). */
  readonly labels: 'class' | 'real';
}

/**
 * Mean loss of a batch in evaluation mode (running statistics, no noise), traced.
 * `features` is float32 `[batch, ...featureShape]`; `labels` int32 `[batch]` or float32 `[batch, outputs]`.
 */
export type BatchLoss = (input: {
  readonly parameters: NamedTensors;
  readonly statistics: NamedTensors;
  readonly features: tf.Tensor;
  readonly labels: tf.Tensor;
}) => tf.Scalar;

/** What the planner hands to `programs`. */
export interface ProgramContext {
  readonly model: Model;
  readonly loss: BatchLoss;
  /** Which loss `loss` is: measures that need the loss of each output build on the kind. */
  readonly lossKind: 'cross-entropy' | 'mean-squared-error' | 'model';
  readonly dataShape: DataShape;
  readonly train: ExamplesShape;
  readonly test: ExamplesShape;
}

/** What measures draw from; a `Random` of `src/random` is one. */
export interface Draws {
  /** An integer, uniform on 0 … 2³² − 1. */
  uint32(): number;
  /** A standard normal number. */
  normal(): number;
}

/** What a worker hands to `evaluate`. */
export interface StateContext {
  /** Runs one of the measure's own programs, by its name in `programs(…)`. */
  run(program: string, feeds: Tensors): Promise<Tensors>;
  /** Names of the programs that `programs(…)` gave for this model. */
  readonly programs: readonly string[];
  readonly record: RecordView;
  /** End state. */
  readonly weights: State;
  /** Initial state; there where `needs` is `weights+start`. */
  readonly start?: State;
  /** End state of the partner's run with the same seed; there where `needs` is `weights+partner`. */
  readonly partner?: State;
  /** The run at the moments that the measure names; there where `needs` is `snapshots`. */
  readonly snapshots?: readonly Snapshot[];
  /** Name of the arm that is measured. */
  readonly arm: string;
  readonly outputs: number;
  readonly train: Examples;
  readonly test: Examples;
  /** 1 where declared label noise flipped a training label. */
  readonly flipped?: Uint8Array;
  /** A fresh generator at the start of the run's stream `name`: same seed, same bits, whatever the arm. */
  stream(name: 'probe' | 'direction'): Draws;
}

/** A measure of the net itself, evaluated in a worker. */
export interface StateMeasure<K extends MeasureKind = MeasureKind> extends MeasureDescription {
  readonly kind: K;
  readonly needs: 'weights' | 'weights+start' | 'weights+partner' | 'snapshots';
  /** Counts changes of the arithmetic in `evaluate`: part of a stored number's identity, beside the programs. */
  readonly version: number;
  /**
   * The arm whose run of the same seed is the partner, or the reason why `arm` has none. Only for `weights+partner`.
   */
  partner?(spec: ResolvedMeasureSpec<K>, arm: string): { readonly arm: string } | MissingValue;
  /** What it reads of a curve where another measure asks for one. */
  reads?(spec: ResolvedMeasureSpec<K>): CurveReading;
  /** When the run is to be kept while it trains. Only for `snapshots`. */
  moments?(spec: ResolvedMeasureSpec<K>): Moments;
  /** Programs by name; empty where arithmetic on the weights is enough. */
  programs(spec: ResolvedMeasureSpec<K>, context: ProgramContext): Readonly<Record<string, AnyProgram>>;
  /** @throws AssayError `infrastructure` where a program fails. A number that does not exist is returned as missing. */
  evaluate(spec: ResolvedMeasureSpec<K>, context: StateContext): Promise<MeasureValue | MissingValue>;
}

/** A measure that a module of the user's takes, on the main thread: no user code travels to a worker. */
export interface ModuleMeasure<K extends MeasureKind = MeasureKind> extends MeasureDescription {
  readonly kind: K;
  readonly needs: 'module';
}

/** What a function of the user's sees of a run that finished. */
export interface MeasuredRun {
  readonly record: RecordView;
  /** Parameters and running statistics at the end; absent where an external trainer keeps its net. */
  readonly end?: State;
  /** The same before the first step. */
  readonly start?: State;
  /** Absent where an external trainer has its own. */
  readonly train?: Examples;
  readonly test?: Examples;
  readonly arm: string;
  /** Name of the run's seed, such as `0/3`. */
  readonly seed: string;
  /** What the hypothesis says under `options`. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * A measure of the user's: the number of a run, or why it has none.
 *
 * @example
 * const zeros: CustomMeasure = ({ end }) =>
 *   Object.values(end!.parameters).reduce((sum, { data }) => sum + data.filter((value) => value === 0).length, 0);
 */
export type CustomMeasure = (
  run: MeasuredRun,
) => number | MeasureValue | MissingValue | Promise<number | MeasureValue | MissingValue>;

export type MeasureDefinition<K extends MeasureKind = MeasureKind> =
  RecordMeasure<K> | StateMeasure<K> | ModuleMeasure<K>;

/** The shape of examples, without their bytes: what programs depend on. */
export function examplesShape(examples: Examples): ExamplesShape {
  return {
    count: examples.count,
    featureShape: examples.featureShape,
    storage: examples.features instanceof Uint8Array ? 'uint8' : 'float32',
    scale: examples.scale,
    offset: examples.offset,
    labels: examples.labels instanceof Int32Array ? 'class' : 'real',
  };
}
