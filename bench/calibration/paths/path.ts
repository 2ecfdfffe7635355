import type { Control, Prediction } from '../../../src/declare/types.ts';
import type { OutsideAssumptions } from '../case.ts';

/** The measure that predictions are about. */
export const MEASURE = 'accuracy';
/**
 * Independent of everything: what a correlation must not be found with, and what a measure is held against in its own
 * run.
 */
export const OTHER = 'loss';
/** Independent of both; only where `Path.third` asks for it. */
export const THIRD = 'distance';

/** Every path is measured on these kinds of noise, unless it says on which. */
export const EVERY_KIND = ['normal', 'skewed', 'heteroscedastic', 'discrete'] as const;

/** A claim whose truth is at a boundary: both verdicts on it would be errors, each at most at rate alpha. */
export interface Path {
  readonly name: string;
  readonly predictions: readonly Prediction[];
  readonly controls?: readonly Control[];
  /** True means, by arm; noise has standard deviation 1. */
  readonly means: Readonly<Record<string, number>>;
  readonly factors?: Readonly<Record<string, number>>;
  /** The covariate along which values peak or break, by arm. */
  readonly places?: Readonly<Record<string, number>>;
  /** Values are exp of the numbers: claims about ratios and powers. */
  readonly logarithms?: boolean;
  /** Which end of the measure is best; default higher. */
  readonly better?: 'lower' | 'neither';
  /** Every run has a third measure, independent of the others. */
  readonly third?: boolean;
  /** Both measures follow the third by this, which rises by one from arm to arm. */
  readonly cause?: (third: number) => number;
  /** Share of the runs that diverge, in every arm alike. */
  readonly diverging?: number;
  /** What they count as; default `WORST`. */
  readonly worst?: number;
  /** Share of the runs of single arms that diverge, in place of `diverging`. */
  readonly divergingIn?: Readonly<Record<string, number>>;
  /** The verdicts that would be errors; default both. */
  readonly errors?: readonly ('supported' | 'refuted')[];
  /** Largest rate of either error; default 0.05. */
  readonly rate?: number;
  /** Kinds of noise for which the means put the truth at the boundary; default all. */
  readonly kinds?: readonly string[];
  /** Every run has a curve of five positions, all equal across arms but the last, where they differ as the means do. */
  readonly curves?: boolean;
  /** Numbers of seeds, one list of looks each; default one look at 5, 8, 16. */
  readonly looks?: readonly (readonly number[])[];
  /** Stop at a look where a decision has less than this chance. */
  readonly futility?: number;
  /** Kinds of noise that break what the method assumes. */
  readonly outside?: Readonly<Record<string, OutsideAssumptions>>;
}

/** What a diverged run counts as: three standard deviations below the mean of its arm. */
export const WORST = -3;

export const pair = { measure: MEASURE, arms: ['a', 'b'] } as const;
export const equal = { a: 0, b: 0 };
export const ladder = { a: 1, b: 2, c: 4, d: 8 };
