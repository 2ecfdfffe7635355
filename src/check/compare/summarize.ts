import { digestOf } from '../../plan/identity.ts';
import type { RunRecord } from '../../train/types.ts';
import type { RunSummary } from '../baseline/baseline-schema.ts';

/** Loss curve of a record as far as it is finite. */
function finiteCurve({ curves }: RunRecord): {
  readonly steps: readonly number[];
  readonly values: readonly number[];
} {
  const { steps = [], values = [] } = curves['trainLoss'] ?? {};
  const broken = values.findIndex((value) => !Number.isFinite(value));
  const end = broken < 0 ? values.length : broken;
  return { steps: steps.slice(0, end), values: values.slice(0, end) };
}

/**
 * The loss halfway (geometrically) between the first and the last point of a run's curve, and the step that first
 * reached it: what another version's number of steps is compared with. Undefined where the run made no progress.
 *
 * @param floor below which losses are as good as the minimum's: the last point counts as no lower
 */
function targetOf(record: RunRecord, floor: number): RunSummary['target'] {
  const { steps, values } = finiteCurve(record);
  const [first, last] = [values[0], values.at(-1)];
  if (record.outcome.kind !== 'finished' || first === undefined || last === undefined) return undefined;
  if (!(last > 0 && last < first)) return undefined;
  const loss = Math.sqrt(first * Math.max(last, floor));
  const at = values.findIndex((value) => value <= loss);
  return { loss, steps: steps[at]! };
}

/** The number of steps after which a run's training loss was first at or below `loss`; undefined where it never was. */
export function stepsTo(record: RunRecord, loss: number): number | undefined {
  const { steps, values } = finiteCurve(record);
  const at = values.findIndex((value) => value <= loss);
  return at < 0 ? undefined : steps[at];
}

/** A run, with what was measured of its net afterwards. */
export interface MeasuredRun {
  readonly record: RunRecord;
  /** Largest eigenvalue of the Hessian at the end; absent where it was not measured or there is none. */
  readonly sharpness?: number;
}

/** Digest of all that a run left: its end state, number of steps, final numbers, and every point of every curve. */
export const bytesOf = ({ weights, steps, outcome, final, curves }: RunRecord): string =>
  digestOf({ weights, steps, outcome, final, curves });

/** What a baseline keeps of a run. Only finished and diverged runs have a summary. */
export function summarize({ record, sharpness }: MeasuredRun, lossFloor = 0): RunSummary {
  const target = targetOf(record, lossFloor);
  const { trainLoss, testAccuracy } = record.final;
  return {
    outcome: record.outcome.kind === 'finished' ? 'finished' : 'diverged',
    steps: record.steps,
    bytes: bytesOf(record),
    ...(trainLoss === undefined ? {} : { trainLoss }),
    ...(testAccuracy === undefined ? {} : { testAccuracy }),
    ...(target === undefined ? {} : { target }),
    ...(sharpness === undefined ? {} : { sharpness }),
  };
}
