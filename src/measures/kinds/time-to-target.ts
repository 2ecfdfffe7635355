import { setOf } from '../curve-points.ts';
import type { CurveReading, RecordMeasure, RecordView } from '../definition.ts';
import type { ResolvedMeasureSpec } from '../schema.ts';
import type { MissingValue } from '../types.ts';

/** What a run is to reach: a loss below a value, or an accuracy above one. */
export type Target = ResolvedMeasureSpec<'stepsTo'>['target'];

const readsFor = (target: Target): CurveReading => ({ set: setOf(target.measure) });

/** The place in the curve at which the run first has its target, −1 where it never does; or why nobody can tell. */
function firstReached(target: Target, { curves, outcome }: RecordView): number | MissingValue {
  if (outcome.kind === 'interrupted') return { missing: 'the run is interrupted' };
  const curve = curves[target.measure];
  if (curve === undefined && outcome.kind === 'diverged') return -1;
  if (curve === undefined || curve.values.length === 0)
    return { missing: `the record holds no curve ${target.measure}` };
  return curve.values.findIndex((value) => ('below' in target ? value < target.below : value > target.above));
}

/**
 * The steps or epochs after which a run has its target, at the first evaluation that shows it. A run that ends without
 * it is censored where it ended; one that diverged before never reaches it: its time is infinite.
 *
 * @example timeTo('epochsTo', 'epochs').evaluate({ kind: 'epochsTo', target: { measure: 'testAccuracy', above: 0.8 } }, record) // { value: 12 }
 */
function timeTo<K extends 'stepsTo' | 'epochsTo'>(kind: K, axis: 'steps' | 'epochs'): RecordMeasure<K> {
  const evaluate = ({ target }: { readonly target: Target }, record: RecordView) => {
    if (record.steps > 0 && record[axis] === 0)
      return { missing: 'without examples there are no epochs: measure stepsTo' };
    const reached = firstReached(target, record);
    if (typeof reached === 'object') return reached;
    if (reached >= 0) return { value: record.curves[target.measure]![axis][reached]! };
    return record.outcome.kind === 'diverged'
      ? { value: Infinity }
      : { value: record[axis], censored: true as const };
  };
  return {
    kind,
    unit: axis,
    scale: 'log',
    better: 'lower',
    worst: 'infinity',
    needs: 'record',
    reads: (spec) => readsFor((spec as unknown as ResolvedMeasureSpec<'stepsTo'>).target),
    evaluate: evaluate as RecordMeasure<K>['evaluate'],
  };
}

/** Whether a run had its target at any evaluation: 1 or 0. A run that diverged before never reaches it. */
const reaches: RecordMeasure<'reaches'> = {
  kind: 'reaches',
  unit: 'fraction',
  scale: 'linear',
  better: 'higher',
  worst: 'none',
  needs: 'record',
  reads: ({ target }) => readsFor(target),
  evaluate: ({ target }, record) => {
    const reached = firstReached(target, record);
    return typeof reached === 'object' ? reached : { value: reached >= 0 ? 1 : 0 };
  },
};

/** When, and whether, a run reaches a target. */
export const targetMeasures = {
  stepsTo: timeTo('stepsTo', 'steps'),
  epochsTo: timeTo('epochsTo', 'epochs'),
  reaches,
} as const;
