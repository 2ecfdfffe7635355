import type { Prediction } from '../declare/types.ts';
import type { MeasureTable } from '../measure/types.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import type { Finding, Verdict } from './types.ts';
import type { Invalid } from './samples.ts';

/** A prediction met with the data: a finding without its place, and the p-value of the opposite claim. */
export type Assessment = Omit<Finding, 'role' | 'prediction' | 'statement'> & {
  readonly verdict: Verdict;
  /** Of the opposite claim, already corrected for the comparisons inside this prediction. */
  readonly refutationP?: number;
};

/** What an assessor sees. */
export interface Case<P extends Prediction = Prediction> {
  readonly analysis: AnalysisPlan;
  readonly table: MeasureTable;
  readonly prediction: P;
  /** Error rate, one-sided. */
  readonly alpha: number;
  /** Whether effect sizes and numbers of replicates are wanted beside the verdict: they cost more than it does. */
  readonly details: boolean;
}

/** Judges one kind of prediction. */
export type Assessor<P extends Prediction = Prediction> = (seen: Case<P>) => Assessment | Invalid;
