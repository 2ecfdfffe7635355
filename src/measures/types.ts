/** A number (or curve) of a run. */
export interface MeasureValue {
  readonly value: number;
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
