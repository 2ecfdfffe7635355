import type { RecordedCurve, StateMeasure } from '../definition.ts';
import type { ResolvedMeasureSpec } from '../schema.ts';
import { atEpochs, readCurve, type CurveSpec } from './record-measures.ts';

/** Curves of a measure of the net, and the measure that each takes at every point. */
interface Measured {
  readonly hessianTraceCurve: 'hessianTrace';
  readonly hessianLargestEigenvalueCurve: 'hessianLargestEigenvalue';
  readonly flippedLabelAccuracyCurve: 'flippedLabelAccuracy';
}

type Fields = CurveSpec & { readonly points: number };

/**
 * A measure of the net as a curve along training: the same measure, with the same draws, of every state that was kept
 * while the run trained and of its end. The number is the mean over the points; its standard error is the mean of the
 * points' own, an upper bound, since they share their draws.
 *
 * With `epochs` the curve has those points alone: the ends of the stages of a schedule, say.
 *
 * @example alongRun('hessianTraceCurve', hessianTrace) // its last point is hessianTrace of the run
 */
export function alongRun<K extends keyof Measured>(
  kind: K,
  measure: StateMeasure<Measured[K]>,
): StateMeasure<K> {
  const own = (spec: ResolvedMeasureSpec<K>) =>
    ({ ...spec, kind: measure.kind }) as unknown as ResolvedMeasureSpec<Measured[K]>;
  const { unit, scale, better, worst, version } = measure;
  return {
    kind,
    unit,
    scale,
    better,
    worst,
    version,
    needs: 'snapshots',
    moments: ({ points, from, epochs }: Fields) => ({ points, from, epochs }),
    programs: (spec, context) => measure.programs(own(spec), context),
    evaluate: async (spec, context) => {
      const { snapshots = [] } = context;
      const found: number[] = [];
      let standardError = 0;
      for (const { state, steps } of snapshots) {
        const value = await measure.evaluate(own(spec), { ...context, weights: state });
        if ('missing' in value) return { missing: `at step ${steps} ${value.missing}` };
        found.push(value.value);
        standardError += (value.standardError ?? 0) / snapshots.length;
      }
      const position = (at: 'steps' | 'epochs' | 'time') => snapshots.map((snapshot) => snapshot[at]);
      const whole: RecordedCurve = {
        steps: position('steps'),
        epochs: position('epochs'),
        time: position('time'),
        values: found,
      };
      const { epochs } = spec as Fields;
      const curve = epochs === undefined ? whole : atEpochs(whole, epochs);
      if ('missing' in curve) return curve;
      const read = readCurve(curve, { at: (spec as Fields).at, from: 0 }); // looking began at `from`
      return 'missing' in read ? read : { ...read, standardError };
    },
  };
}
