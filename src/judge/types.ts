import type { EffectSize, Interval } from '../statistics/types.ts';
import type { Prediction, Control, ExpectedVerdict } from '../declare/types.ts';

export type Verdict = 'supported' | 'refuted' | 'inconclusive' | 'invalid';

/** Where the parameter must lie for the prediction to hold; ends may be infinite. `outside` negates (minimal effect). */
export interface Region {
  readonly lower: number;
  readonly upper: number;
  readonly outside?: boolean;
}

/** One prediction or control, judged. */
export interface Finding {
  readonly role: 'prediction' | 'control';
  readonly prediction: Prediction | Control;
  /** In words, from the data of the prediction: `testAccuracy: base and double equivalent within ±0.01`. */
  readonly statement: string;
  readonly verdict: Verdict;
  readonly method: string;
  readonly parameter: string;
  readonly unit: string;
  readonly estimate?: number;
  readonly interval?: Interval;
  readonly region: Region;
  readonly p?: number;
  readonly n: number;
  readonly effectSizes: readonly EffectSize[];
  /** Why there is no number, or why it is invalid. */
  readonly reason?: string;
  /** For inconclusive findings: replicates that would give power 0.9, from the observed spread. */
  readonly replicatesNeeded?: number;
  /** Second opinions and details: Bayes factor, adjusted p … */
  readonly notes?: readonly string[];
}

/** One hypothesis, judged. */
export interface Judgement {
  readonly id: string;
  readonly verdict: Verdict;
  readonly expected: ExpectedVerdict;
  readonly asExpected: boolean;
  readonly reason?: string;
  /** At a planned look before the last: the chance that the last will decide, if the trend goes on. */
  readonly chanceOfDecision?: number;
  readonly findings: readonly Finding[];
}
