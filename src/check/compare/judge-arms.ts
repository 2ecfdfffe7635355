import type { BaselineCase } from '../baseline/baseline-schema.ts';
import type { CaseTrainer } from '../battery/case-trainer.ts';
import { sameBytes } from './compare.ts';
import type { Judged } from './judged.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';

/**
 * Judges arms of hypotheses whose programs are not those of the baseline by what their runs left. The baseline of a
 * suite holds no programs, so what is not the same bytes has changed, by however little.
 */
export async function judgeArms(
  changed: readonly PlannedCase[],
  { cases }: { readonly cases: Readonly<Record<string, BaselineCase>> },
  { train }: CaseTrainer,
): Promise<readonly Judged[]> {
  const runs = await train(
    changed.map(({ id, runs }) => ({ id, seeds: Object.keys(runs).filter((seed) => cases[id]!.runs[seed]) })),
  );
  return changed.map(({ id }): Judged => {
    const after = runs.get(id)!;
    if (sameBytes({ before: cases[id]!, after }))
      return {
        id,
        level: 'same bytes',
        evidence: 'all that the runs left is equal byte for byte',
        seeds: after.size,
      };
    return {
      id,
      level: 'changed',
      evidence: 'runs differ; what rounding makes of the arms of hypotheses is not measured',
    };
  });
}
