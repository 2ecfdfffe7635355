import type { MeasureReading, MeasureTable } from '../measures/types.ts';
import type { EffectSize, Interval, Region } from '../statistics/index.ts';
import type { CustomTest, CustomTests } from './comparison/custom-test.ts';
import type { Basis } from './diagnostics/diagnostic.ts';

export type Verdict = 'supported' | 'refuted' | 'inconclusive' | 'invalid';

/** Fields that every prediction has, whatever its kind. */
export interface AnyPrediction {
  readonly kind: string;
  readonly measure: string;
  readonly because?: string;
  readonly although?: string;
  readonly alpha?: number;
  readonly scale?: 'difference' | 'ratio';
  readonly method?:
    | 'student'
    | 'skew-guarded'
    | 'wilcoxon'
    | 'sign-flip'
    | 'bootstrap'
    | {
        readonly kind: 'custom';
        readonly module: string;
        readonly export?: string;
        readonly options?: Readonly<Record<string, unknown>>;
        readonly digest?: string;
        /** The function itself, while it judges. */
        readonly test?: CustomTest;
      };
  readonly diverged?: 'worst' | 'invalid';
}

/** What a prediction may know of the design: who was compared, never how they were trained. */
export interface Design {
  readonly id: string;
  readonly arms: readonly string[];
  /** Declared and derived covariates by arm: ratio, learningRate, batchSize, momentum, noiseScale … */
  readonly covariates: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly seeds: readonly string[];
  /** Numbers of seeds at the planned looks; one look when absent. */
  readonly looks?: readonly number[];
  /** arm → seed → key of the run; two equal keys are one run. */
  readonly runs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How each measure's number reads, by name. */
  readonly descriptions: Readonly<Record<string, MeasureReading>>;
  /** Functions of the methods by reference. */
  readonly tests?: CustomTests;
}

/** A prediction met with its data. */
export interface Case<P extends AnyPrediction = AnyPrediction> {
  readonly design: Design;
  readonly table: MeasureTable;
  readonly prediction: P;
  /** Error rate, one-sided. */
  readonly alpha: number;
  /** Whether effect sizes and numbers of replicates are wanted beside the verdict: they cost more than it does. */
  readonly details: boolean;
  /** Draws of methods that resample, where fewer than theirs will do. */
  readonly draws?: number;
}

/** What the data say of a prediction. */
export interface Assessment {
  readonly verdict: Verdict;
  readonly method: string;
  readonly parameter: string;
  readonly unit: string;
  readonly estimate?: number;
  /** Of the estimate, from tests that rest on one: what a look ahead goes by. */
  readonly standardError?: number;
  readonly interval?: Interval;
  readonly region: Region;
  readonly p?: number;
  /** What the verdict rests on, of kinds that speak of a location: for what stands beside it. */
  readonly basis?: Basis;
  /** Of the opposite claim, already corrected for the comparisons inside this prediction. */
  readonly refutationP?: number;
  readonly n: number;
  readonly effectSizes: readonly EffectSize[];
  /** Why there is no number, or why it is invalid. */
  readonly reason?: string;
  /** For inconclusive findings: replicates that would give power 0.9, if the truth is what was estimated. */
  readonly replicatesNeeded?: number;
  /** The verdict that they would give. */
  readonly replicatesFor?: 'supported' | 'refuted';
  /** Why no number of replicates is known to decide. */
  readonly undecidable?: string;
  /** Second opinions and details: Bayes factor, adjusted p … */
  readonly notes?: readonly string[];
}

/** Why a prediction cannot be judged at all: it makes the hypothesis invalid. */
export interface Invalid {
  readonly invalid: string;
}

export const isInvalid = (value: object): value is Invalid => 'invalid' in value;

/** Judges one kind of prediction. */
export type Assessor<P extends AnyPrediction = AnyPrediction> = (given: Case<P>) => Assessment | Invalid;

/** The option of a method that resamples, where fewer draws than its own will do. */
export const resamplesOf = (draws: number | undefined): { readonly resamples?: number } =>
  draws === undefined ? {} : { resamples: draws };
