import type { HypothesisResult, Results } from './results.ts';
import { plural } from './words.ts';

/** The tag of a claim whose answer is algebra: noise or data of our own making. It proves the tool, not the paper. */
export const KNOWN_ANSWER = 'known-answer';

/** What stands above the known answers wherever they are shown. */
export const aboutKnownAnswers =
  'Known answers: noise and data of our own making, where theory gives the number. They prove the tool, not the paper.';

/** The claims of a suite that rest on data, and those whose answer is known, each in their order. */
export function apart(hypotheses: readonly HypothesisResult[]): {
  readonly onData: readonly HypothesisResult[];
  readonly knownAnswers: readonly HypothesisResult[];
} {
  const known = ({ tags }: HypothesisResult) => tags.includes(KNOWN_ANSWER);
  return {
    onData: hypotheses.filter((result) => !known(result)),
    knownAnswers: hypotheses.filter(known),
  };
}

/**
 * How many claims have a known answer and how many of those are as expected, for the summary; nothing where there are
 * none.
 */
export function countKnownAnswers(
  hypotheses: readonly HypothesisResult[],
): Pick<Results['summary'], 'knownAnswers'> {
  const { knownAnswers } = apart(hypotheses);
  if (knownAnswers.length === 0) return {};
  const asExpected = knownAnswers.filter((result) => result.asExpected).length;
  return { knownAnswers: { total: knownAnswers.length, asExpected } };
}

/**
 * How many claims there are of each sort, or nothing where no answer is known beforehand.
 *
 * @example evidenceInWords(summary) // '45 on data (44 as expected), 14 known answers (14 as expected)'
 */
export function evidenceInWords({ total, asExpected, knownAnswers }: Results['summary']): string | undefined {
  if (knownAnswers === undefined) return undefined;
  const onData = total - knownAnswers.total;
  return (
    `${onData} on data (${asExpected - knownAnswers.asExpected} as expected), ` +
    `${plural(knownAnswers.total, 'known answer')} (${knownAnswers.asExpected} as expected)`
  );
}
