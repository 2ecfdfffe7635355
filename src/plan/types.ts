/**
 * What planning hands on. The run plan says what to train and never why; the analysis plan says what to conclude and
 * never how it was trained. They meet only in `judge`, through run keys.
 */
import type { Artifact, EngineName, Tensors } from '../engines/types.ts';
import type { MeasureSpec } from '../measures/schema.ts';
import type { Control, Prediction, Source, ExpectedVerdict } from '../declare/types.ts';

/** SHA-256, hexadecimal, of all that determines the outcome. */
export type Key = string;

/** Named learning-rate, batch-size and momentum values are data by step; see `schedules`. */
export interface StopPlan {
  readonly kind: 'epochs' | 'steps' | 'train-loss';
  readonly steps: number; // the cap, in steps, for every kind
  readonly below?: number; // train-loss only
  readonly checkEverySteps?: number; // train-loss only
}

/** What the worker does with one run: data only. Owned by `plan`; `train` interprets it. */
export interface Job {
  readonly key: Key;
  readonly engine: EngineName;
  /** Training loop artifact by mini-batch size: batch-size schedules and last partial batches use several. */
  readonly steps: Readonly<Record<number, Key>>;
  readonly evaluate: Key;
  readonly dataset: Key;
  readonly seed: string;
  readonly estimatedMs: number;
  // The pipeline's author completes this: initializers, schedule values, sampler, stop, recording cadence …
  readonly [field: string]: unknown;
}

export interface RunPlan {
  readonly artifacts: ReadonlyMap<Key, Artifact>;
  readonly constants?: ReadonlyMap<Key, Tensors>;
  readonly jobs: readonly Job[];
}

/** One hypothesis, as the judge sees it. */
export interface AnalysisPlan {
  readonly id: string;
  readonly file: string;
  readonly claim: string;
  readonly source?: Source;
  readonly alpha: number;
  readonly expected: ExpectedVerdict;
  readonly arms: readonly string[];
  /** Declared covariates by arm: ratio, learningRate, batchSize, momentum, factor … */
  readonly covariates: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly seeds: readonly string[];
  /** arm → seed → run. */
  readonly runs: Readonly<Record<string, Readonly<Record<string, Key>>>>;
  readonly measures: readonly MeasureSpec[];
  readonly predictions: readonly Prediction[];
  readonly controls: readonly Control[];
}
