import type { Control, ExpectedVerdict, Holds, Prediction } from '../declare/types.ts';
import type { Assessment, Diagnosis, Verdict } from '../predictions/index.ts';
import type { Heterogeneity, Interval } from '../statistics/index.ts';

export type { Verdict } from '../predictions/index.ts';
export type { Region } from '../statistics/index.ts';

/** One prediction or control, judged. */
export interface Finding extends Omit<Assessment, 'refutationP' | 'basis'> {
  readonly role: 'prediction' | 'control';
  readonly prediction: Prediction | Control;
  /** In words, from the data of the prediction: `testAccuracy: base and double equivalent within ±0.01`. */
  readonly statement: string;
  /** What the data show that bears on the verdict: skewness, outlying seeds, a second method … */
  readonly diagnostics?: readonly Diagnosis[];
  /** Where the claim is made over blocks: how the findings of the blocks became this one. */
  readonly combination?: Combination;
}

/** What another way to combine blocks would say. */
export interface Opinion {
  readonly method: string;
  readonly verdict: Verdict;
  readonly estimate?: number;
  readonly interval?: Interval;
  readonly p?: number;
}

/** How the findings of several blocks became one. */
export interface Combination {
  readonly holds: Holds;
  readonly blocks: number;
  /** The block whose numbers the finding shows, since it decides; absent where the mean over blocks decides. */
  readonly decidedBy?: string;
  /** The mean effect over a population of blocks; absent where the blocks have no estimate of one parameter. */
  readonly mean?: Opinion;
  /** How much the true effects of blocks differ, where every block has a standard error. */
  readonly heterogeneity?: Heterogeneity & {
    /** Where the true effect of one further block is expected, at the level of the interval of the mean. */
    readonly next?: Interval;
  };
  /** Second opinions on the mean, beside the one that decides. */
  readonly opinions: readonly Opinion[];
}

/** One block of a hypothesis, judged alone. */
export interface BlockJudgement {
  readonly name: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly findings: readonly Finding[];
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
  /** Where the claim is made over blocks: each judged alone, at the error rate of the claim. */
  readonly blocks?: readonly BlockJudgement[];
}
