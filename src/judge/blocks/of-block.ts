import type { AnalysisPlan, BlockPlan } from '../../plan/types.ts';
import type { Finding } from '../types.ts';

/** A finding with the p-value of the opposite claim. */
export interface Judged {
  readonly finding: Finding;
  readonly refutationP: number | undefined;
}

/** A finding of one block. */
export interface OfBlock extends Judged {
  readonly block: string;
}

/** The analysis of one block, as if there were no others. */
export function analysisOfBlock(
  { over: _, ...analysis }: AnalysisPlan,
  { seeds, covariates, descriptions }: BlockPlan,
): AnalysisPlan {
  const own = new Set(seeds);
  const ofOwn = (row: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(row).filter(([seed]) => own.has(seed)));
  return {
    ...analysis,
    seeds,
    covariates,
    descriptions,
    runs: Object.fromEntries(Object.entries(analysis.runs).map(([arm, row]) => [arm, ofOwn(row)])),
  };
}

/** The finding of a block that is invalid, for all of them: where one says nothing, nothing may be concluded. */
export const invalidIn = (found: readonly OfBlock[]): Judged | undefined => {
  const broken = found.find(({ finding }) => finding.verdict === 'invalid');
  if (broken === undefined) return undefined;
  const { finding, block } = broken;
  return {
    finding: {
      ...finding,
      ...(finding.reason === undefined ? {} : { reason: `block ${block}: ${finding.reason}` }),
    },
    refutationP: undefined,
  };
};
