import { orderedStringify, parseStable, sha256, stableStringify, type Store } from '../../store/index.ts';
import type { Baseline } from '../baseline/baseline-schema.ts';
import type { CheckResult } from '../types.ts';

/** What a check of one target against a baseline is asked. */
export interface Question {
  readonly file: string;
  /** `sourcesOf` the target, from before it was loaded. */
  readonly sources: string;
  readonly baseline: Baseline;
  readonly cases: readonly string[];
  readonly strict: boolean;
}

/** The answer to one question, as a store remembers it. */
export interface AnswerMemory {
  /** The answer given before, or undefined. */
  recall(): Promise<CheckResult | undefined>;
  /** Keeps an answer for which nothing was trained; any other is not kept. */
  remember(result: CheckResult): Promise<void>;
}

const forgetful: AnswerMemory = { recall: async () => undefined, remember: async () => {} };

/**
 * Remembers that a program is unchanged, under all that the answer follows from: the target's sources, the baseline,
 * the cases. A baseline of hypotheses or of an external trainer, whose files are not among the sources, is answered
 * anew each time.
 */
export function answerMemory({ sources, ...question }: Question, store: Store): AnswerMemory {
  if (question.baseline.kind !== 'traced') return forgetful;
  const key = sha256(stableStringify({ version: 3, sources, question }));
  return {
    async recall() {
      // A damaged file is as good as none: the answer is found again and written over it.
      const text = await store.get<string>('plans', key).catch(() => undefined);
      return text === undefined ? undefined : (parseStable(text) as CheckResult);
    },
    async remember(result) {
      if (result.level !== 'same mathematics' || result.trained + result.cached > 0) return;
      await store.put('plans', key, orderedStringify(result));
    },
  };
}
