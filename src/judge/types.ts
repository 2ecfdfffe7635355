import type { Control, ExpectedVerdict, Prediction } from '../declare/types.ts';
import type { Assessment, Verdict } from '../predictions/index.ts';

export type { Verdict } from '../predictions/index.ts';
export type { Region } from '../statistics/index.ts';

/** One prediction or control, judged. */
export interface Finding extends Omit<Assessment, 'refutationP'> {
  readonly role: 'prediction' | 'control';
  readonly prediction: Prediction | Control;
  /** In words, from the data of the prediction: `testAccuracy: base and double equivalent within ±0.01`. */
  readonly statement: string;
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
