import type { MeasureDescription, RecordedCurve, RecordMeasure, RecordView } from '../definition.ts';
import type { MeasureKind } from '../schema.ts';
import type { MeasureValue, MissingValue } from '../types.ts';

const loss = { unit: 'nats', scale: 'log', better: 'lower', worst: 'infinity' } as const;
const accuracy = { unit: 'fraction', scale: 'linear', better: 'higher', worst: 'chance' } as const;

/** A value that the record holds under its own name, or why there is none. */
function finalValue<K extends MeasureKind>(kind: K, description: MeasureDescription): RecordMeasure<K> {
  return {
    kind,
    ...description,
    needs: 'record',
    evaluate: (_, record) => present(record.final[kind], record, `the record holds no ${kind}`),
  };
}

type CurveKind = 'trainLossCurve' | 'trainAccuracyCurve' | 'testLossCurve' | 'testAccuracyCurve';

interface CurveSpec {
  readonly at: 'steps' | 'epochs' | 'time';
  readonly from: number;
}

/** A curve that the record holds under `curve`; its value is the mean over the recorded positions from `from` on. */
function recordedCurve<K extends CurveKind>(
  kind: K,
  curve: string,
  description: MeasureDescription,
): RecordMeasure<K> {
  const evaluate = (spec: CurveSpec, record: RecordView): MeasureValue | MissingValue => {
    const recorded = record.curves[curve];
    const value = recorded && tailMean(recorded, spec);
    if (recorded === undefined || value === undefined)
      return { missing: `the record holds no curve ${curve}` };
    if (!Number.isFinite(value)) return { missing: 'the recorded curve is not finite everywhere' };
    return { value, curve: { at: recorded[spec.at], values: recorded.values } };
  };
  return { kind, ...description, needs: 'record', evaluate: evaluate as RecordMeasure<K>['evaluate'] };
}

/** Mean of the values at or beyond the fraction `from` of the last position; nothing for an empty curve. */
export function tailMean(recorded: RecordedCurve, { at, from }: CurveSpec): number | undefined {
  const positions = recorded[at];
  const last = positions.at(-1);
  if (last === undefined) return undefined;
  const tail = recorded.values.filter((_, i) => positions[i]! >= from * last);
  return tail.reduce((sum, value) => sum + value, 0) / tail.length;
}

/** A number about the run itself. A diverged run has no steps or epochs to a target. */
function count<K extends 'steps' | 'epochs'>(kind: K): RecordMeasure<K> {
  return {
    kind,
    unit: kind,
    scale: 'log',
    better: 'lower',
    worst: 'infinity',
    needs: 'record',
    evaluate: (_, record) =>
      record.outcome.kind === 'finished'
        ? { value: record[kind] }
        : { missing: `the run is ${record.outcome.kind} after ${record[kind]} ${kind}` },
  };
}

const diverged: RecordMeasure<'diverged'> = {
  kind: 'diverged',
  unit: 'fraction',
  scale: 'linear',
  better: 'lower',
  worst: 'none',
  needs: 'record',
  evaluate: (_, record) =>
    record.outcome.kind === 'interrupted'
      ? { missing: 'the run is interrupted' }
      : { value: record.outcome.kind === 'diverged' ? 1 : 0 },
};

/** Whatever an external trainer returned under the name `metric`; its unit is not known. */
const reported: RecordMeasure<'reported'> = {
  kind: 'reported',
  unit: '',
  scale: 'linear',
  better: 'neither',
  worst: 'none',
  needs: 'record',
  evaluate: ({ metric }, record) =>
    present(
      record.final[metric],
      record,
      `the trainer returned no ${metric}, only ${Object.keys(record.final).join(', ')}`,
    ),
};

function present(
  value: number | undefined,
  record: RecordView,
  otherwise: string,
): MeasureValue | MissingValue {
  if (record.outcome.kind !== 'finished') return { missing: `the run is ${record.outcome.kind}` };
  if (value === undefined) return { missing: otherwise };
  return Number.isFinite(value) ? { value } : { missing: `the recorded value is ${value}` };
}

/** Measures that are in the record already: nothing is computed on the net. */
export const recordMeasures = {
  trainLoss: finalValue('trainLoss', loss),
  trainAccuracy: finalValue('trainAccuracy', accuracy),
  testLoss: finalValue('testLoss', loss),
  testAccuracy: finalValue('testAccuracy', accuracy),
  steps: count('steps'),
  epochs: count('epochs'),
  diverged,
  reported,
  trainLossCurve: recordedCurve('trainLossCurve', 'trainLoss', loss),
  trainAccuracyCurve: recordedCurve('trainAccuracyCurve', 'trainAccuracy', accuracy),
  testLossCurve: recordedCurve('testLossCurve', 'testLoss', loss),
  testAccuracyCurve: recordedCurve('testAccuracyCurve', 'testAccuracy', accuracy),
} satisfies Partial<{ [K in MeasureKind]: RecordMeasure<K> }>;
