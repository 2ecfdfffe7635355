/**
 * What planning hands on. The run plan says what to train and never why; the analysis plan says what to conclude and
 * never how it was trained. They meet only in `judge`, through run keys.
 */
import type { Dataset } from '../datasets/types.ts';
import type { Control, ExpectedVerdict, Holds, Prediction, Sampler, Source } from '../declare/types.ts';
import type { Artifact, EngineName, Tensors } from '../engines/types.ts';
import type { MeasureSpec, ResolvedMeasureSpec } from '../measures/schema.ts';
import type { Design } from '../predictions/index.ts';
import type { ParameterSpec } from '../models/types.ts';
import type { Draw } from '../program/index.ts';
import type { Spending } from '../statistics/index.ts';
import type { ResolvedTrainerSpec, TrainerJob } from '../trainers/index.ts';

/** SHA-256, hexadecimal, of all that determines the outcome. */
export type Key = string;

/**
 * Values by step, kept as tensors beside the jobs because all seeds of an arm share them: `batchSize` int32 `[steps]`,
 * `learningRate` float32 `[steps]`, `momentum` float32 `[steps]` where it is scheduled, and `checks` int32, the numbers
 * of steps after which the run is evaluated (the last is the number of steps, the cap).
 */
export type ScheduleTensors = Tensors;

/** Normal draws of one step: their shape, and their variance, 1 or one over the step's batch size. */
export interface NoiseSpec {
  readonly shape: readonly number[];
  readonly variance: 'one' | 'per-example';
}

/**
 * Numbers that code draws at one place of a step: standard numbers of a law, which the step's program moves and
 * stretches.
 */
export type DrawSpec = Omit<Draw, 'name'>;

/** What the worker does with one run: data only, no code and no claim. */
export interface Job {
  readonly key: Key;
  readonly engine: EngineName;
  readonly engineVersion: string;
  /** Training loop by mini-batch size: batch-size schedules and last partial batches use several. */
  readonly steps: Readonly<Record<number, Key>>;
  /** Program parameters → optimizer state; absent where the optimizer keeps none. */
  readonly prepare?: Key;
  /**
   * Evaluation loops of the training and test sets by chunk size: one for all chunks of equal size, one for what is
   * left. No `test` where there are no test examples; `landscape`, parameters → loss, where there are no examples at
   * all. Of all replicates at once where they are trained in lockstep.
   */
  readonly evaluate: {
    readonly train?: Readonly<Record<number, Key>>;
    readonly test?: Readonly<Record<number, Key>>;
    readonly landscape?: Key;
  };
  readonly dataset: Key;
  /** Number of training examples; 0 where gradients are noise and there are none. */
  readonly examples: number;
  readonly seed: string;
  readonly parameters: readonly ParameterSpec[];
  readonly statistics: readonly ParameterSpec[];
  /** Key of the `ScheduleTensors` in `RunPlan.constants`. */
  readonly schedule: Key;
  readonly sampler: Sampler;
  /** Independent mini-batches that a step consumes. */
  readonly batches: number;
  /** Gaussian draws that each step consumes, by name of the loop's scanned input. */
  readonly noise: Readonly<Record<string, NoiseSpec>>;
  /**
   * Draws of the model's code in a step, by mini-batch size and name of the loop's scanned input,
   * `draw/<mini-batch>/<place>`; absent where it draws nothing.
   */
  readonly draws?: Readonly<Record<number, Readonly<Record<string, DrawSpec>>>>;
  /** Program parameters and state → the parameters to evaluate and keep; absent where those are the last ones. */
  readonly evaluated?: Key;
  /**
   * The seeds that are trained together, one replicate axis for all, where a step is too small to be worth a call of
   * its own: `steps` are then loops over all of them. Part of the run's identity, for it may change the last bit.
   */
  readonly lockstep?: { readonly group: Key; readonly seeds: readonly string[] };
  /** Stop at the first check where the full training loss is below. */
  readonly stopBelow?: number;
  /** `end`: one evaluation at the end; `train-curves`: of the training set at every check; `curves`: of both sets. */
  readonly record: 'end' | 'train-curves' | 'curves';
  /** Numbers of steps, ascending, after which the net is kept beside the record; absent where nobody looks at it. */
  readonly snapshots?: readonly number[];
  readonly estimatedMs: number;
}

/** What an external trainer does with one run: data only, no claim. */
export interface ExternalJob {
  readonly key: Key;
  readonly seed: string;
  readonly trainer: ResolvedTrainerSpec;
  /** Where the trainer's process starts: the directory of the file that names it. */
  readonly directory: string;
  /** Whether each run gets a process of its own: modules may hold state. */
  readonly fresh?: true;
  readonly job: Omit<TrainerJob, 'id' | 'seed' | 'seedName'>;
  /** What of the net is known here, so that its end can be measured: of runs that are trained eagerly. */
  readonly net?: Pick<MeasurableRun, 'dataset' | 'parameters' | 'statistics'>;
  readonly estimatedMs: number;
}

/** What measures of a run's net want to know of the run. */
export type MeasurableRun = Pick<Job, 'key' | 'seed' | 'dataset' | 'parameters' | 'statistics'>;

/** Everything to train, deduplicated over the suite. */
export interface RunPlan {
  readonly artifacts: ReadonlyMap<Key, Artifact>;
  readonly constants: ReadonlyMap<Key, Tensors>;
  readonly datasets: ReadonlyMap<Key, Dataset>;
  readonly jobs: readonly Job[];
  /** Runs that programs of the user's train. */
  readonly external: readonly ExternalJob[];
}

/** A measure under the name that predictions use, with its defaults filled in. */
export interface NamedMeasure {
  readonly name: string;
  readonly spec: ResolvedMeasureSpec;
}

/** A measure of the net of one run, by programs. */
export interface MeasureJob {
  /** SHA-256 of the run's key, the measure's spec and the programs' digests. */
  readonly key: Key;
  readonly run: Key;
  /** The run of the partner arm with the same seed, for measures of two ends. */
  readonly partner?: Key;
  /** Which of the run's snapshots, by their steps, for measures along training; its end belongs to them with `end`. */
  readonly snapshots?: { readonly steps: readonly number[]; readonly end: boolean };
  readonly arm: string;
  readonly spec: ResolvedMeasureSpec;
  /** The function of the user's that takes it, for measures by reference. */
  readonly module?: ModuleReference & { readonly seed: string };
  /** Artifact by program name. */
  readonly programs: Readonly<Record<string, Key>>;
}

/** An export of a module of the user's. */
export interface ModuleReference {
  /** A path that starts with a dot or a slash, or a package. */
  readonly module: string;
  readonly export: string;
  /** Absolute directory that a relative path starts from. */
  readonly from: string;
}

/** One hypothesis's table to fill: which number comes from where. */
export interface TablePlan {
  readonly id: string;
  readonly measures: readonly NamedMeasure[];
  /** arm → seed → run. */
  readonly runs: Readonly<Record<string, Readonly<Record<string, Key>>>>;
  /** arm → measure name → seed → measure job, or the reason why there is none; absent for measures of the record. */
  readonly jobs: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, Key | { readonly missing: string }>>>>>
  >;
}

/** Everything to measure, deduplicated over the suite. */
export interface MeasurePlan {
  readonly artifacts: ReadonlyMap<Key, Artifact>;
  readonly datasets: ReadonlyMap<Key, Dataset>;
  /** Data set and start of each run, for measures that need them. */
  readonly runs: ReadonlyMap<Key, MeasurableRun>;
  readonly jobs: readonly MeasureJob[];
  readonly tables: readonly TablePlan[];
}

/** One block of a hypothesis: what differs from the others for the judge. */
export interface BlockPlan {
  readonly name: string;
  /** Seeds of its own, which no other block has. */
  readonly seeds: readonly string[];
  readonly covariates: AnalysisPlan['covariates'];
  readonly descriptions: AnalysisPlan['descriptions'];
}

/** One hypothesis, as the judge sees it. */
export interface AnalysisPlan extends Design {
  /** Why nothing can be trained or judged: data that cannot be had. There are then no runs. */
  readonly unavailable?: string;
  /** Arms that are trained eagerly, and why each could not be traced. */
  readonly eager?: Readonly<Record<string, string>>;
  readonly file: string;
  readonly claim: string;
  readonly source?: Source;
  readonly alpha: number;
  readonly expected: ExpectedVerdict;
  /** Number of seeds at each planned look; one look unless the design is sequential. */
  readonly looks: readonly number[];
  /** Stop at a look where the chance of a decision is below this; default never. */
  readonly futility?: number;
  /** How the error rate is spent over the looks; default `obrien-fleming`. */
  readonly spending?: Spending;
  readonly measures: readonly MeasureSpec[];
  readonly predictions: readonly Prediction[];
  readonly controls: readonly Control[];
  /**
   * Data sets, workloads or other factors over which the claim is made. `seeds` and `runs` are then those of all
   * blocks, `looks` the seeds of one, `covariates` what is the same in every block.
   */
  readonly over?: { readonly holds: Holds; readonly blocks: readonly BlockPlan[] };
}

/** What `assay plan` shows of one hypothesis before anything is trained. */
export interface Estimate {
  readonly id: string;
  readonly arms: number;
  /** Blocks, where the hypothesis has them. */
  readonly blocks?: number;
  /** Seeds of each block. */
  readonly replicates: number;
  readonly runs: number;
  readonly steps: number;
  readonly estimatedMs: number;
}

/** The whole suite, planned. */
export interface SuitePlan {
  readonly runPlan: RunPlan;
  readonly measurePlan: MeasurePlan;
  readonly analyses: readonly AnalysisPlan[];
  readonly estimates: readonly Estimate[];
}
