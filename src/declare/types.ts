/**
 * The words of a hypothesis. Plain data: a report must be able to say what was claimed.
 * `declare/schema.ts` validates exactly these shapes; `hypothesis()` ties arm and measure names together for the editor.
 */
import type { MeasureKind, MeasureSpec } from '../measures/schema.ts';
import type { ModelSpec } from '../models/schema.ts';
import type { OptimizerSpec } from '../optimizers/schema.ts';
import type { Problem } from '../errors.ts';
import type { BatchSizeSpec, ScheduleSpec } from '../schedules/schema.ts';
import type { Spending } from '../statistics/spending.ts';
import type { TrainerSpec } from '../trainers/schema.ts';
import type { DeclaredData } from './declared-data.ts';

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
  /** A program of the user's that trains instead of ours; it is told everything above. See docs/external-trainers.md. */
  readonly trainer?: TrainerSpec;
}

export type StopRule =
  | { readonly kind: 'epochs'; readonly epochs: number }
  | { readonly kind: 'steps'; readonly steps: number }
  /** Learning-rate × steps reaches `time` (equal time of the differential equation). */
  | { readonly kind: 'time'; readonly time: number }
  /** Stop at the first check, every `checkEvery` epochs, where the full training loss is below; never later than `maxEpochs`. */
  | {
      readonly kind: 'trainLoss';
      readonly below: number;
      readonly checkEvery: number;
      readonly maxEpochs: number;
    };

/** `gaussian`: every example in every step, by Gaussian weights that give the gradient the covariance of `batchSize` iid examples. */
export type Sampler = 'epoch-shuffle' | 'without-replacement' | 'iid' | 'full-batch' | 'gaussian';

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
  /** Declared covariates of the arm beyond those that are derived (ratio, learningRate, batchSize, momentum, noiseScale). */
  readonly covariates?: Readonly<Record<string, number>>;
}

/** Seeds a tier; `looks` turns the design into a sequential one. */
export type Replicates =
  | number
  | { readonly quick: number; readonly full: number }
  | {
      readonly min: number;
      readonly max: number;
      readonly looks: number;
      /** Stop at a look where a decision at the last one has less than this chance (not binding); default: go on. */
      readonly futility?: number;
      /** How the error rate is spent over the looks: `obrien-fleming` (default) little early, `pocock` nearly evenly. When to choose which: docs/statistics.md. */
      readonly spending?: Spending;
    };

export type ArmCovariate = 'ratio' | 'learningRate' | 'batchSize' | 'momentum' | 'noiseScale';

/** Fields that every prediction may carry. `because` says where the margin comes from. */
interface Common<M extends string> {
  readonly measure: M;
  readonly because?: string;
  /** Error rate, one-sided; default the hypothesis's alpha, 0.05. */
  readonly alpha?: number;
  /** Difference of values, or of their logarithms (then margins are ratios: 1.25 allows 0.8 … 1.25). */
  readonly scale?: 'difference' | 'ratio';
  /** Default `student`, of one arm against a number (`equals`, `above`, `below`) `skew-guarded`. When to choose which: docs/statistics.md. */
  readonly method?: 'student' | 'skew-guarded' | 'wilcoxon' | 'sign-flip' | 'bootstrap';
  /** How a diverged run counts: `worst` (chance level, the measure's worst), `exclude` is never allowed silently. */
  readonly diverged?: 'worst' | 'invalid';
}

/** A claim about measures across arms. A = arm names, M = measure names. */
export type Prediction<A extends string = string, M extends string = string> =
  | (Common<M> & {
      readonly kind: 'equivalent';
      readonly arms: readonly [A, A, ...A[]];
      readonly margin: number;
    })
  | (Common<M> & { readonly kind: 'differs'; readonly arms: readonly [A, A]; readonly by?: number })
  | (Common<M> & { readonly kind: 'greater' | 'less'; readonly arms: readonly [A, A]; readonly by?: number })
  | (Common<M> & { readonly kind: 'nonInferior'; readonly arms: readonly [A, A]; readonly margin: number })
  | (Common<M> & {
      readonly kind: 'trend';
      readonly along: ArmCovariate | (string & {});
      readonly direction: 'increasing' | 'decreasing';
      readonly arms?: readonly A[];
      /** Smallest mean within-seed Spearman correlation (absolute) that counts; default 0. */
      readonly atLeast?: number;
    })
  | (Common<M> & {
      readonly kind: 'ordered';
      readonly arms: readonly [A, A, ...A[]];
      readonly direction: 'increasing' | 'decreasing';
    })
  | (Common<M> & {
      readonly kind: 'correlates';
      readonly with: M | ArmCovariate | (string & {});
      readonly direction: 'positive' | 'negative';
      readonly given?: M | ArmCovariate;
      readonly arms?: readonly A[];
      readonly atLeast?: number;
    })
  /** log measure = a + exponent · log covariate, the slope within `within` of the exponent. */
  | (Common<M> & {
      readonly kind: 'scales';
      readonly along: ArmCovariate | (string & {});
      readonly exponent: number;
      readonly within: number;
      readonly arms?: readonly A[];
    })
  /**
   * The covariate `over` at which the measure is best (largest or smallest, as the measure says) is a power of `along`, the
   * exponent within `within` of the declared one. Arms of equal `along` are a ladder of three or more.
   */
  | (Common<M> & {
      readonly kind: 'peakScales';
      readonly over: ArmCovariate | (string & {});
      readonly along: ArmCovariate | (string & {});
      readonly exponent: number;
      readonly within: number;
      readonly arms?: readonly A[];
    })
  /** Equivalent to the first arm up to a factor inside `between`, inferior beyond. Arms in order of the covariate. */
  | (Common<M> & {
      readonly kind: 'breaks';
      readonly along: ArmCovariate | (string & {});
      readonly arms: readonly [A, A, A, ...A[]];
      readonly margin: number;
      readonly between: readonly [number, number];
    })
  /**
   * The covariate `over` at which the measure departs from its ladder's first arm by the margin is a power of `along`, the exponent
   * within `within` of the declared one. Arms of equal `along` are a ladder.
   */
  | (Common<M> & {
      readonly kind: 'breakScales';
      readonly over: ArmCovariate | (string & {});
      readonly along: ArmCovariate | (string & {});
      readonly exponent: number;
      readonly within: number;
      readonly margin: number;
      readonly arms?: readonly A[];
    })
  /** The arm's mean is within `margin` of a number that theory gives, or of another measure of the same runs. */
  | (Common<M> & {
      readonly kind: 'equals';
      readonly arm: A;
      readonly value: number | M;
      readonly margin: number;
    })
  /** Within an arm, the measure is above (below) a number, or another measure of the same run, by more than `by`. */
  | (Common<M> & {
      readonly kind: 'above' | 'below';
      readonly arm: A;
      readonly than: number | M;
      readonly by?: number;
    })
  /** Two-sample equality of distribution of a vector or scalar measure: never from non-significance; margin on the distance. */
  | (Common<M> & {
      readonly kind: 'sameDistribution';
      readonly arms: readonly [A, A];
      readonly margin: number;
    })
  /** Curves inside ±margin of each other everywhere (simultaneous band). */
  | (Common<M> & {
      readonly kind: 'sameCurve';
      readonly arms: readonly [A, A];
      readonly margin: number;
      readonly from?: number;
    });

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
}

/** A hypothesis with where it was found, validated, defaults of its nouns filled in. What the planner takes. */
export interface LoadedHypothesis {
  /** Path relative to the project's root, with forward slashes. */
  readonly file: string;
  /** Frozen. Every optional field of a model, data set, optimizer and measure has its default. */
  readonly hypothesis: Hypothesis;
  /** Remarks that do not stop a run: an equivalence without a must-differ control … */
  readonly warnings: readonly Problem[];
}
