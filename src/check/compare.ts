import type { BaselineCase } from './baseline-schema.ts';
import type { Comparison } from './decide.ts';
import { difference, pairedMeasures, SENSITIVITY_MARGIN } from './measures.ts';
import type { PlannedCase } from './plan-battery.ts';
import { departure, type Departure } from './rounding.ts';
import { trajectoryOf, type MeasuredRun } from './summarize.ts';
import { sensitivityOf } from './sweeps.ts';
import { levels, type CaseFinding, type Level, type MeasureFinding, type Rounding } from './types.ts';

/** A case on both sides: what the baseline kept, and the runs of the target so far, by seed. */
export interface BothSides {
  readonly planned: Pick<PlannedCase, 'id' | 'deterministic' | 'sweep'>;
  readonly before: BaselineCase;
  readonly after: ReadonlyMap<string, MeasuredRun>;
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

/** Whether every run so far ended in the same bytes after as many steps. */
export const sameBytes = ({ before, after }: BothSides): boolean =>
  [...after].every(([seed, { record }]) => {
    const { endState, steps } = before.runs[seed]!;
    return record.weights === endState && record.steps === steps;
  });

/** Final loss, steps to target, accuracy and sharpness of a case, seed by seed. */
export function comparisonsOf({ planned, before, after }: BothSides): readonly Comparison[] {
  return pairedMeasures.flatMap(({ measure, unit, margin, worse }) => {
    const differences = [...after]
      .map(([seed, run]) => worse(before.runs[seed]!, run))
      .filter((value) => value !== undefined);
    // Seeds without the number on either side say nothing; too few that have it are no sample.
    if (differences.length < (planned.deterministic ? 1 : 2)) return [];
    return [{ measure, unit, margin, differences, deterministic: planned.deterministic }];
  });
}

/** The sensitivity to the learning rate over the points of a sweep, seed by seed. */
export function sweepComparison(points: readonly BothSides[]): readonly Comparison[] {
  const seeds = [...points[0]!.after.keys()].filter((seed) => points.every(({ after }) => after.has(seed)));
  const differences = seeds
    .map((seed) =>
      difference(
        sensitivityOf(points.map(({ before }) => before.runs[seed]!.trainLoss)),
        sensitivityOf(points.map(({ after }) => after.get(seed)!.record.final['trainLoss'])),
      ),
    )
    .filter((value) => value !== undefined);
  if (differences.length < 2) return [];
  const margin = SENSITIVITY_MARGIN;
  return [{ measure: 'sensitivity', unit: 'log ratio', margin, differences, deterministic: false }];
}

/** Where the first curve, over the seeds whose curves the baseline kept, leaves the tolerance. */
export function firstDeparture({ before, after }: BothSides, rounding: Rounding): Departure | undefined {
  const found = [...after]
    .map(([seed, { record }]) => [before.runs[seed]!.trajectory, trajectoryOf(record)] as const)
    .filter((pair): pair is [number[], number[]] => pair[0] !== undefined)
    .map(([earlier, later]) => departure(earlier, later, rounding))
    .filter((each) => each !== undefined);
  return found.sort((a, b) => a.point - b.point)[0];
}

/** The level of a case whose bytes differ, by its curves and measures. */
export function levelOf(
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
