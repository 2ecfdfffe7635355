import type { FindingResult, HypothesisResult } from './results.ts';

/**
 * What a reader must do about a hypothesis: nothing, look at a contradiction, add replicates, or repair the experiment.
 */
export type Status = 'as expected' | 'contradicted' | 'inconclusive' | 'invalid';

/** How a verdict stands to what was expected of it. */
export function statusOf({ verdict, asExpected }: Pick<HypothesisResult, 'verdict' | 'asExpected'>): Status {
  if (verdict === 'invalid') return 'invalid';
  if (asExpected) return 'as expected';
  return verdict === 'inconclusive' ? 'inconclusive' : 'contradicted';
}

/** Whether arithmetic decides a finding: its interval is a number. */
const isCertain = ({ interval }: FindingResult): boolean =>
  interval?.level === 1 && interval.lower === interval.upper;

/**
 * The finding that decides a verdict: of those that share it, a prediction before a control, the largest p first, and
 * last what arithmetic decides.
 */
export function headline({ findings, verdict }: HypothesisResult): FindingResult | undefined {
  const deciding = findings.filter((finding) => finding.verdict === verdict);
  const invalidating = findings.filter(({ role, verdict: own }) => role === 'control' && own !== 'supported');
  const candidates = verdict === 'invalid' && invalidating.length > 0 ? invalidating : deciding;
  const weight = (finding: FindingResult) =>
    (finding.role === 'prediction' ? 2 : 0) + (finding.p ?? (isCertain(finding) ? -0.5 : 0));
  return [...candidates].sort((a, b) => weight(b) - weight(a))[0] ?? findings[0];
}
