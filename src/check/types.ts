import type { Verdict } from '../judge/types.ts';
import type { OptimizerSpec } from '../optimizers/schema.ts';
import type { ResolvedTrainerSpec } from '../trainers/index.ts';
import type { Invariance } from '../optimizers/types.ts';
import type { Cost } from './baseline/baseline-schema.ts';
import type { Sameness } from './sameness/judge-sameness.ts';
import type { Where } from './sameness/where.ts';

/** An optimizer that is checked: where it was found, and the specification that the planner understands. */
export interface Target {
  /** As the user wrote it, or the file that the name stands for; behind a `#`, which of its variants. */
  readonly file: string;
  /** Its name among the variants of its file, where it is one. */
  readonly variant?: string;
  readonly spec: OptimizerSpec;
  /** Variants of the same file that it says it equals. */
  readonly equals?: readonly Variant[];
  /** The program of the user's that trains with it, and where that starts; absent where the optimizer is traced. */
  readonly trainer?: ExternalTarget;
}

/** A setting of a target's file, by its name there. */
export interface Variant {
  readonly name: string;
  readonly spec: OptimizerSpec;
}

/** A program that trains, and the directory in which it starts. */
export interface ExternalTarget {
  readonly spec: ResolvedTrainerSpec;
  readonly directory: string;
  /** Whether each run gets a process of its own: modules may hold state. */
  readonly fresh?: true;
}

/**
 * What two versions of an optimizer are to each other on one case, from strongest to weakest. The first four are the
 * same mathematics as far as could be told; the last four are changed for certain, and say what is known of the size:
 * within every margin, better or worse beyond one, or not decided.
 */
export type Level = (typeof levels)[number];

/** All levels, strongest first, in the order in which a summary takes the worst. */
export const levels = [
  'same mathematics',
  'same bytes',
  'same within rounding',
  'same mathematics, less exact',
  'changed by less than rounding',
  'equivalent',
  'improved',
  'size not decided',
  'regressed',
] as const;

/** The worst of some levels. */
export const severestLevel = (found: readonly Level[]): Level =>
  levels[Math.max(0, ...found.map((level) => levels.indexOf(level)))]!;

/** Levels of what has changed for certain and by more than rounding. */
export const changedLevels: readonly Level[] = ['equivalent', 'improved', 'size not decided', 'regressed'];

/** What one measure says of one case, as a paired difference in the direction of worse. */
export interface MeasureFinding {
  readonly measure: 'final loss' | 'steps to target' | 'test accuracy' | 'sharpness' | 'sensitivity';
  readonly decision: 'equivalent' | 'improved' | 'not decided' | 'regressed';
  /** Mean difference, positive where the target is worse: log ratios, or a fraction for the accuracy. */
  readonly estimate?: number;
  /** Interval of level 1 − 2α, where the method gives one. */
  readonly interval?: { readonly lower: number; readonly upper: number };
  readonly margin: number;
  /** `log ratio`, or `fraction`. */
  readonly unit: 'log ratio' | 'fraction';
  readonly n: number;
  /** Seeds with which it could be decided, judging by what was seen; absent where those that were seen are as many. */
  readonly seedsNeeded?: number;
  /** Why there is no number. */
  readonly reason?: string;
}

/** What was found on one case. */
export interface CaseFinding {
  readonly id: string;
  /** That it is no case of its own: a sweep of the learning rate, whose points are cases. */
  readonly sweep?: true;
  readonly level: Level;
  /** What decided it, in words. */
  readonly evidence: string;
  /** By what the mathematics are known to be the same or not; absent where only what was recorded can be compared. */
  readonly mathematics?: 'equal programs' | Sameness['mathematics'];
  /** Largest difference of any tensor at any step, by what rounding makes of the run. */
  readonly times?: number;
  /** Where a changed case parts from what it was: tensor by tensor. */
  readonly where?: Where;
  readonly measures: readonly MeasureFinding[];
  /** Seeds that were trained for it; 0 where nothing had to be. */
  readonly seeds?: number;
}

/** Laws that every optimizer is tried on, whatever it declares. */
export type StandingLaw = 'a learning rate of 0' | 'a gradient of 0' | 'a resumed run';

/** Laws that a target is tried on where it declares what they speak of, or offers it. */
export type OfferedLaw = 'a restored run' | 'micro-batches' | `equals ${string}`;

/**
 * Whether a law holds that a target is tried on: an invariance that it declares, one of every optimizer's, or one of
 * what it offers.
 */
export interface LawFinding {
  readonly law: Invariance | StandingLaw | OfferedLaw;
  readonly holds: boolean;
  /**
   * Distance of the end from where the law has it, per way from the start to the end of the plain run; of a trainer,
   * the largest difference of a point or tensor by what rounding makes of it.
   */
  readonly deviation: number;
  readonly tolerance: number;
}

/** What an optimizer costs on the case with the most parameters, on both sides. Reported, never judged. */
export interface CostFinding {
  readonly id: string;
  readonly before?: Cost;
  readonly after?: Cost;
}

/** What a check found. */
export interface CheckResult {
  readonly target: string;
  /** The worst level of all cases. */
  readonly level: Level;
  readonly cases: readonly CaseFinding[];
  /** Runs trained for this answer, and runs that the store had. */
  readonly trained: number;
  readonly cached: number;
  readonly warnings: readonly string[];
  /** Invariances that either side declares, tried as laws; empty where nothing changed. */
  readonly laws?: readonly LawFinding[];
  readonly cost?: CostFinding;
  /** Verdicts of a suite of hypotheses on both sides; absent where the battery was the standard one. */
  readonly verdicts?: readonly VerdictChange[];
}

/** What a check found of all variants of a target. */
export interface VariantsResult {
  readonly target: string;
  /** The worst of the variants'. */
  readonly level: Level;
  readonly variants: readonly CheckResult[];
}

/** A hypothesis's verdict with the baseline's optimizer, and with the target. */
export interface VerdictChange {
  readonly id: string;
  readonly before: Verdict;
  readonly after: Verdict;
}
