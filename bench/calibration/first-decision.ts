import { judge } from '../../src/judge/index.ts';
import type { Verdict } from '../../src/judge/types.ts';
import type { MeasureTable } from '../../src/measures/types.ts';
import { analysisAt, isLastLook } from '../../src/plan/looks.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';

/** The verdict at the first look that decides, as a run with these looks stops there; at the last look otherwise. */
export function firstDecision(analysis: AnalysisPlan, table: MeasureTable): Verdict {
  for (let look = 0; ; look++) {
    const { verdict, chanceOfDecision = 1 } = judge(analysisAt(analysis, look), table, {
      look,
      details: false,
    });
    const futile = chanceOfDecision < (analysis.futility ?? 0);
    if (verdict !== 'inconclusive' || futile || isLastLook(analysis, look)) return verdict;
  }
}
