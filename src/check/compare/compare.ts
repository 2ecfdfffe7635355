import type { BaselineCase } from '../baseline/baseline-schema.ts';
import type { Comparison } from './decide.ts';
import { difference, pairedMeasures, SENSITIVITY_MARGIN } from './measures.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';
import { bytesOf, type MeasuredRun } from './summarize.ts';
import { sensitivityOf } from '../battery/sweeps.ts';

/** A case on both sides: what the baseline kept, and the runs of the target so far, by seed. */
export interface BothSides {
  readonly planned: Pick<PlannedCase, 'id' | 'deterministic' | 'sweep' | 'lossFloor'>;
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

/**
 * Whether every run so far left the same bytes: end state, number of steps, final numbers and all points of all curves.
 */
export const sameBytes = ({ before, after }: Pick<BothSides, 'before' | 'after'>): boolean =>
  [...after].every(([seed, { record }]) => bytesOf(record) === before.runs[seed]!.bytes);

/** Final loss, steps to target, accuracy and sharpness of a case, seed by seed. */
export function comparisonsOf({ planned, before, after }: BothSides): readonly Comparison[] {
  return pairedMeasures.flatMap(({ measure, unit, margin, worse }) => {
    const differences = [...after]
      .map(([seed, run]) => worse(before.runs[seed]!, run, planned.lossFloor))
      .filter((value) => value !== undefined);
    // Seeds without the number on either side say nothing; too few that have it are no sample.
    if (differences.length < (planned.deterministic ? 1 : 2)) return [];
    return [{ measure, unit, margin, differences, deterministic: planned.deterministic }];
  });
}

/** The sensitivity to the learning rate over the points of a sweep, seed by seed. */
export function sweepComparison(points: readonly BothSides[]): readonly Comparison[] {
  const { lossFloor: floor } = points[0]!.planned;
  const seeds = [...points[0]!.after.keys()].filter((seed) => points.every(({ after }) => after.has(seed)));
  const differences = seeds
    .map((seed) =>
      difference(
        sensitivityOf(
          points.map(({ before }) => before.runs[seed]!.trainLoss),
          floor,
        ),
        sensitivityOf(
          points.map(({ after }) => after.get(seed)!.record.final['trainLoss']),
          floor,
        ),
      ),
    )
    .filter((value) => value !== undefined);
  if (differences.length < 2) return [];
  const margin = SENSITIVITY_MARGIN;
  return [{ measure: 'sensitivity', unit: 'log ratio', margin, differences, deterministic: false }];
}
