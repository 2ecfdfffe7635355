/**
 * The words of a hypothesis. Plain data: a report must be able to say what was claimed. `declare/schema.ts` validates
 * exactly these shapes; `hypothesis()` ties arm and measure names together for the editor.
 */
import type { Sampler } from '../samplers/index.ts';
import type { MeasureKind, MeasureSpec } from '../measures/schema.ts';
import type { ModelSpec } from '../models/schema.ts';
import type { OptimizerSpec } from '../optimizers/schema.ts';
import type { Prediction } from '../predictions/index.ts';
import type { Problem } from '../errors.ts';
import type { BatchSizeSpec, ScheduleSpec } from '../schedules/schema.ts';
import type { StopRule } from '../stops/schema.ts';
import type { TrainerSpec } from '../trainers/schema.ts';
import type { DeclaredData } from './declared-data.ts';
import type { Replicates } from './replicates.ts';

export type ExpectedVerdict = 'supported' | 'refuted' | 'inconclusive';

/** Where the claim comes from and what separates the paper's experiment from ours. */
export interface Source {
  readonly paper: string;
  readonly arxiv?: string;
  readonly section?: string;
  readonly figure?: string;
  readonly boundary: { readonly paper: string; readonly ours: string; readonly mayDiffer: string };
}

export interface Workload {
  readonly model: ModelSpec;
  readonly data: DeclaredData;
  readonly loss: 'cross-entropy' | 'mean-squared-error' | 'model';
  /**
   * A program of the user's that trains instead of ours; it is told everything above. See docs/external-trainers.md.
   */
  readonly trainer?: TrainerSpec;
}

export type { Sampler };

/** One condition. What an arm does not say it takes from the hypothesis. */
export interface Arm {
  readonly learningRate: ScheduleSpec;
  readonly batchSize: BatchSizeSpec;
  readonly momentum?: ScheduleSpec;
  readonly optimizer?: OptimizerSpec;
  readonly workload?: {
    readonly model?: ModelSpec;
    readonly data?: DeclaredData;
    readonly loss?: Workload['loss'];
  };
  readonly stop?: StopRule;
  readonly sampler?: Sampler;
  /**
   * Declared covariates of the arm beyond those that are derived (ratio, learningRate, batchSize, momentum,
   * noiseScale).
   */
  readonly covariates?: Readonly<Record<string, number>>;
}

export type { StopRule } from '../stops/schema.ts';
export type { Replicates, Seeds, Tier } from './replicates.ts';
export type { ArmCovariate, Prediction } from '../predictions/index.ts';

/**
 * What one data set, workload or other external factor says in its own way; what it does not say it takes from the
 * hypothesis. An arm's own words stand above those of a block, unless the block speaks of that arm.
 */
export interface Block<A extends string = string> {
  readonly workload?: Partial<Workload>;
  readonly optimizer?: OptimizerSpec;
  readonly stop?: StopRule;
  readonly sampler?: Sampler;
  readonly arms?: { readonly [K in A]?: Partial<Arm> };
}

/**
 * One thing that could as well have been otherwise: another activation, width, data size, stop rule or momentum, or the
 * seeds of another block. `assay robustness` judges the claim with each of its variants in the place of what it says.
 */
export interface Variant<A extends string = string> extends Block<A> {
  /** Seeds that neither the hypothesis nor a variant with another number has; those of the hypothesis when absent. */
  readonly seedBlock?: number;
}

/**
 * What the verdict over blocks means. `in-each` (default): every prediction holds in every block. `on-average`: it
 * holds of the mean effect over the population of which the blocks are a sample. When to choose which:
 * docs/statistics.md.
 */
export type Holds = 'in-each' | 'on-average';

export type Control<A extends string = string, M extends string = string> = Prediction<A, M>;

/** A claim in one object. */
export interface Hypothesis<A extends string = string, M extends string = string> {
  readonly id: string;
  readonly claim: string;
  readonly source?: Source;
  readonly tags?: readonly string[];
  readonly tier?: 'quick' | 'full';
  readonly workload: Workload;
  readonly optimizer: OptimizerSpec;
  readonly arms: Readonly<Record<A, Arm>>;
  readonly stop: StopRule;
  readonly sampler?: Sampler;
  readonly replicates: Replicates;
  readonly alpha?: number;
  readonly measures: readonly (MeasureKind | (MeasureSpec & { readonly kind: MeasureKind }))[];
  readonly predictions: readonly [Prediction<A, M>, ...Prediction<A, M>[]];
  readonly controls?: readonly Control<A, M>[];
  readonly expected?: ExpectedVerdict;
  /** Several data sets, workloads or other factors as blocks: two or more, each trained with seeds of its own. */
  readonly over?: Readonly<Record<string, Block<A>>>;
  readonly holds?: Holds;
  /** By name, what could as well have been otherwise. No part of the verdict. */
  readonly variants?: Readonly<Record<string, Variant<A>>>;
}

/** A hypothesis with where it was found, validated, defaults of its nouns filled in. What the planner takes. */
export interface LoadedHypothesis {
  /** Path relative to the project's root, with forward slashes. */
  readonly file: string;
  /** Frozen. Every optional field of a model, data set, optimizer and measure has its default. */
  readonly hypothesis: Hypothesis;
  /** Index of its first seed; 0 when absent. */
  readonly firstSeed?: number;
  /** Remarks that do not stop a run: an equivalence without a must-differ control … */
  readonly warnings: readonly Problem[];
}
