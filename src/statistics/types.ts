/** The five alternatives. Non-inferiority is `greater` with a margin, by name. */
export type Alternative = 'two-sided' | 'less' | 'greater' | 'equivalence' | 'minimal-effect';

/** A confidence interval; one-sided intervals have an infinite end. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/** An effect size with its interval, named as the field names it. */
export interface EffectSize {
  readonly name: string;
  readonly estimate: number;
  readonly interval?: Interval;
}

/** What every test returns. Never NaN: where a number cannot be had, it is absent and `reason` says why. */
export interface TestResult {
  readonly method: string;
  readonly alternative: Alternative;
  readonly statistic?: number;
  readonly degreesOfFreedom?: number | readonly number[];
  readonly p?: number;
  /** p of the opposite claim, from methods whose draws serve both. */
  readonly oppositeP?: number;
  readonly estimate?: number;
  /** Of the estimate, from methods that rest on one. */
  readonly standardError?: number;
  /** In duality with the test: p < alpha exactly when the interval excludes the null region. */
  readonly interval?: Interval;
  readonly effectSizes: readonly EffectSize[];
  readonly n: readonly number[];
  /** Named cause of a missing number: `zero variance`, `too few replicates`, `all ties` … */
  readonly reason?: string;
}
