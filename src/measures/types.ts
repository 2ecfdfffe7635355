import type { ValueType } from './schema.ts';

/** A number (or curve) of a run. */
export interface MeasureValue {
  readonly value: number;
  /** Of a time to an event that had not come when the run ended, at `value`: it is longer. */
  readonly censored?: true;
  /** Of the estimate itself (Hutchinson probes …), not over seeds. */
  readonly standardError?: number;
  /** Values by position, for curve measures. */
  readonly curve?: { readonly at: readonly number[]; readonly values: readonly number[] };
  /** Anything a reader wants beside it: probes used, residuals … */
  readonly detail?: Readonly<Record<string, number>>;
}

/** The named reason why a run has no such number. */
export interface MissingValue {
  readonly missing: string;
}

/** A run's measure, or the named reason why there is none; `diverged` where the reason is that training diverged. */
export type Measured = MeasureValue | { readonly missing: string; readonly diverged?: true };

/** hypothesis arm → measure name → seed → value: the only thing that the judge sees of the runs. */
export type MeasureTable = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, Measured>>>>>
>;

/** How a measure's number reads, and what a diverged run counts as where a prediction says `worst`. */
export interface MeasureReading {
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  /** What its values are: the judge chooses methods by it. */
  readonly values: ValueType;
  readonly better: 'higher' | 'lower' | 'neither';
  /** The level of guessing for accuracies, `Infinity` where lower is better; absent where there is no worst. */
  readonly worst?: number;
  /**
   * Arms in which the design decides the number: `steps` and `epochs` of training that stops at neither loss nor
   * target.
   */
  readonly decidedIn?: readonly string[];
  /** Of times: where each arm's training ends at the latest, in the unit of the measure. */
  readonly ends?: Readonly<Record<string, number>>;
}
