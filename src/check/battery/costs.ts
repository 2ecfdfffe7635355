import { prepareProgram } from '../../plan/programs/training-programs.ts';
import type { Workbench } from '../../plan/workbench.ts';
import type { ValueType } from '../../program/types.ts';
import type { Baseline, Cost } from '../baseline/baseline-schema.ts';
import { costNoted } from './cost-noted.ts';
import type { PlannedBattery } from './plan-battery.ts';
import type { MeasuredRun } from '../compare/summarize.ts';
import type { CostFinding } from '../types.ts';

const sizeOf = ({ shape }: Pick<ValueType, 'shape'>) =>
  shape.reduce((product, length) => product * length, 1);
/** Every entry is a float32 or an int32. */
const bytesOf = (types: readonly Pick<ValueType, 'shape'>[]) =>
  4 * types.reduce((total, type) => total + sizeOf(type), 0);

/** What an optimizer keeps on a problem, in bytes, and how long a step took in some runs, evaluations included. */
export function costOf({ context, optimizer }: Workbench, runs: Iterable<MeasuredRun>): Cost {
  const { types } = prepareProgram(context.model, optimizer);
  let [durationMs, steps] = [0, 0];
  for (const { record } of runs) {
    durationMs += record.durationMs;
    steps += record.steps;
  }
  return {
    parameterBytes: bytesOf(context.model.parameters),
    stateBytes: bytesOf(Object.values(types)),
    stepMs: steps === 0 ? 0 : Number((durationMs / steps).toPrecision(3)),
  };
}

/** The cost on the case with the most parameters: what the baseline noted, and what runs of this check took. */
export function costFinding(
  { cases }: Pick<PlannedBattery, 'cases'>,
  baseline: Pick<Baseline, 'cases'>,
  runsOf: (id: string) => Iterable<MeasuredRun> | undefined,
): CostFinding | undefined {
  const noted = costNoted(
    cases.map(({ id }) => id),
    baseline,
  );
  if (noted === undefined) return undefined;
  const runs = runsOf(noted.id);
  const bench = cases.find(({ id }) => id === noted.id)?.bench;
  const after = runs === undefined || bench === undefined ? undefined : costOf(bench, runs);
  return { ...noted, ...(after === undefined ? {} : { after }) };
}
