import { firstReaching, setOf } from '../curve-points.ts';
import type { MeasureDescription, RecordedCurve, RecordMeasure, RecordView } from '../definition.ts';
import type { MeasureKind } from '../schema.ts';
import type { MeasureValue, MissingValue } from '../types.ts';
import { targetMeasures } from './time-to-target.ts';

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

/** How a curve is read: on which axis, from where on its values count, and at which epochs alone. */
export interface CurveSpec {
  readonly at: 'steps' | 'epochs' | 'time';
  readonly from: number;
  readonly epochs?: readonly number[] | undefined;
}

/** A curve that the record holds under `curve`; its value is the mean over the recorded positions from `from` on. */
function recordedCurve<K extends CurveKind>(
  kind: K,
  curve: string,
  description: MeasureDescription,
): RecordMeasure<K> {
  const evaluate = (spec: CurveSpec, record: RecordView): MeasureValue | MissingValue => {
    const whole = record.curves[curve];
    if (whole === undefined || whole.values.length === 0)
      return { missing: `the record holds no curve ${curve}` };
    const recorded = spec.epochs === undefined ? whole : atEpochs(whole, spec.epochs);
    return 'missing' in recorded ? recorded : readCurve(recorded, spec);
  };
  return {
    kind,
    ...description,
    needs: 'record',
    reads: (spec) => ({ set: setOf(curve), epochs: (spec as unknown as CurveSpec).epochs }),
    evaluate: evaluate as RecordMeasure<K>['evaluate'],
  };
}

/** The curve as a measure gives it: on the axis that is asked for, its value the mean from `from` on. */
export function readCurve(recorded: RecordedCurve, spec: CurveSpec): MeasureValue | MissingValue {
  const value = tailMean(recorded, spec);
  if (value === undefined || !Number.isFinite(value))
    return { missing: 'the recorded curve is not finite everywhere' };
  return { value, curve: { at: recorded[spec.at], values: recorded.values } };
}

/** The first point of a curve that reaches each of some epochs. */
export function atEpochs(
  { steps, epochs, time, values }: RecordedCurve,
  wanted: readonly number[],
): RecordedCurve | MissingValue {
  const ascending = [...wanted].sort((a, b) => a - b);
  const places = firstReaching(epochs, ascending);
  if (places.includes(-1))
    return { missing: `the run ended at epoch ${epochs.at(-1) ?? 0}, before epoch ${Math.max(...wanted)}` };
  const pick = (all: readonly number[]) => places.map((place) => all[place]!);
  return { steps: pick(steps), epochs: pick(epochs), time: pick(time), values: pick(values) };
}

/** Mean of the values at or beyond the fraction `from` of the last position; nothing for an empty curve. */
export function tailMean(
  recorded: RecordedCurve,
  { at, from }: Omit<CurveSpec, 'epochs'>,
): number | undefined {
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
    decidedByStop: true,
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

/**
 * How often the training loss rises: the fraction of stretches between neighbouring evaluations, those that start at or
 * beyond the fraction `from` of the run's steps, at whose end it is higher than at their start. 0 for a monotone
 * descent.
 */
const trainLossRises: RecordMeasure<'trainLossRises'> = {
  kind: 'trainLossRises',
  unit: 'fraction',
  scale: 'linear',
  better: 'neither',
  worst: 'none',
  needs: 'record',
  reads: () => ({ set: 'train' }),
  evaluate: ({ from }, record) => {
    const { steps, values } = record.curves['trainLoss'] ?? { steps: [], values: [] };
    const first = steps.findIndex((step) => step >= from * steps.at(-1)!);
    const ends = values.slice(first + 1);
    if (first < 0 || ends.length === 0)
      return { missing: 'the record holds fewer than two points of the curve trainLoss' };
    const rises = ends.filter((value, index) => value > values[first + index]!).length;
    return { value: rises / ends.length, detail: { rises, stretches: ends.length } };
  },
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
  trainLossRises,
  ...targetMeasures,
} satisfies Partial<{ [K in MeasureKind]: RecordMeasure<K> }>;
