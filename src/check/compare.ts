import type { RunRecord } from '../train/types.ts';
import type { BaselineCase } from './baseline-schema.ts';
import { decide, type Comparison } from './decide.ts';
import { pairedMeasures } from './measures.ts';
import type { PlannedCase } from './plan-battery.ts';
import { departure, type Departure } from './rounding.ts';
import { trajectoryOf } from './summarize.ts';
import { levels, type CaseFinding, type Level, type MeasureFinding, type Rounding } from './types.ts';

/** A case on both sides: what the baseline kept, and the records of the target by seed. */
export interface BothSides {
  readonly planned: PlannedCase;
  readonly before: BaselineCase;
  readonly after: ReadonlyMap<string, RunRecord>;
}

/** Whether the lowered programs of a case are those of the baseline. */
export function sameMathematics(
  { programs }: Pick<PlannedCase, 'programs'>,
  before: Pick<PlannedCase, 'programs'>,
): boolean {
  const names = new Set([...Object.keys(programs), ...Object.keys(before.programs)]);
  return [...names].every((name) => programs[name] === before.programs[name]);
}

/** The worst of some levels. */
export const worstOf = (found: readonly Level[]): Level =>
  levels[Math.max(0, ...found.map((level) => levels.indexOf(level)))]!;

/**
 * Compares the cases that had to be trained: bytes of the end states, then the first points of the loss curves, then final
 * loss, steps to target and accuracy over the seeds, as one family.
 *
 * Curves that agree within rounding are not the same where a measure is established to be worse or better: what comes late
 * in a run counts too.
 */
export function compareTrained(cases: readonly BothSides[], rounding: Rounding): readonly CaseFinding[] {
  const changed = cases.filter((each) => !sameBytes(each));
  const comparisons = changed.map(comparisonsOf);
  const findings = decide(comparisons.flat());
  let next = 0;
  const measured = new Map(
    changed.map((each, index) => [each, findings.slice(next, (next += comparisons[index]!.length))]),
  );
  return cases.map((each) => {
    const measures = measured.get(each);
    const { id } = each.planned;
    return measures === undefined
      ? { id, level: 'same bytes', evidence: 'end states equal byte for byte', measures: [] }
      : { id, measures, ...levelOf(measures, firstDeparture(each, rounding)) };
  });
}

const sameBytes = ({ before, after }: BothSides): boolean =>
  Object.entries(before.runs).every(([seed, { endState, steps }]) => {
    const record = after.get(seed)!;
    return record.weights === endState && record.steps === steps;
  });

function comparisonsOf({ planned, before, after }: BothSides): readonly Comparison[] {
  return pairedMeasures.flatMap(({ measure, unit, margin, worse }) => {
    const differences = Object.entries(before.runs)
      .map(([seed, run]) => worse(run, after.get(seed)!))
      .filter((value) => value !== undefined);
    // Seeds without the number on either side say nothing; too few that have it are no sample.
    if (differences.length < (planned.deterministic ? 1 : 2)) return [];
    return [{ measure, unit, margin, differences, deterministic: planned.deterministic }];
  });
}

/** Where the first curve, over the seeds, leaves the tolerance. */
function firstDeparture({ before, after }: BothSides, rounding: Rounding): Departure | undefined {
  const found = Object.entries(before.runs)
    .map(([seed, run]) => departure(run.trajectory, trajectoryOf(after.get(seed)!), rounding))
    .filter((each) => each !== undefined);
  return found.sort((a, b) => a.point - b.point)[0];
}

function levelOf(
  measures: readonly MeasureFinding[],
  departed: Departure | undefined,
): Pick<CaseFinding, 'level' | 'evidence'> {
  const level = worstOf(measures.map(({ decision }) => decision));
  if (departed === undefined && level !== 'regressed' && level !== 'improved')
    return { level: 'same within rounding', evidence: 'loss curves agree within rounding' };
  const evidence =
    departed === undefined
      ? 'loss curves agree within rounding at first'
      : `loss curves part at point ${departed.point}: relative difference ${departed.relative.toPrecision(2)}, rounding allows ${departed.tolerance.toPrecision(2)}`;
  return { level: measures.length === 0 ? 'unresolved' : level, evidence };
}
