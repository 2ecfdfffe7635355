import { measureDefinitions, type MeasureDefinition } from '../../measures/index.ts';
import { valuesOf } from '../../measures/schema.ts';
import type { MeasureReading } from '../../measures/types.ts';
import type { NamedMeasure, ScheduleTensors } from '../types.ts';

/** Where training ends at the latest, as it was laid out. */
export interface PlannedEnd {
  readonly steps: number;
  readonly epochs: number;
  /** Whether training of ours stops there for certain: its rule has no target. */
  readonly fixed?: boolean;
}

/** Where training ends at the latest by a layout of its steps; without examples there are no epochs. */
export function plannedEnd({ batchSize }: ScheduleTensors, examples: number): PlannedEnd {
  const sizes = batchSize!.data as Int32Array;
  const seen = sizes.reduce((sum, size) => sum + size, 0);
  return { steps: sizes.length, epochs: examples === 0 ? 0 : seen / examples };
}

/** How each measure reads, with its worst value made a number; of times, where each arm ends. */
export function readingsOf(
  measures: readonly NamedMeasure[],
  outputs: number,
  ends: Readonly<Record<string, PlannedEnd>>,
): Readonly<Record<string, MeasureReading>> {
  // Nobody can guess among fewer than two classes: what an external trainer makes of such data is its own affair.
  const worst = { chance: outputs > 1 ? 1 / outputs : undefined, infinity: Infinity, none: undefined };
  return Object.fromEntries(
    measures.map((measure) => {
      const {
        scale,
        worst: kind,
        decidedByStop,
        ...definition
      } = measureDefinitions[measure.spec.kind] as MeasureDefinition;
      // A measure by reference says itself how it reads.
      const { unit, better } = measure.spec.kind === 'custom' ? measure.spec : definition;
      const decidedIn = Object.keys(ends).filter((arm) => ends[arm]!.fixed);
      const value = worst[kind];
      return [
        measure.name,
        {
          unit,
          scale,
          better,
          values: valuesOf(measure.spec),
          ...endsOf(measure, ends),
          ...(decidedByStop && decidedIn.length > 0 ? { decidedIn } : {}),
          ...(value === undefined ? {} : { worst: value }),
        },
      ];
    }),
  );
}

function endsOf(
  { spec }: NamedMeasure,
  ends: Readonly<Record<string, PlannedEnd>>,
): Pick<MeasureReading, 'ends'> {
  if (valuesOf(spec) !== 'time') return {};
  const axis = spec.kind === 'epochsTo' ? 'epochs' : 'steps';
  return { ends: Object.fromEntries(Object.entries(ends).map(([arm, end]) => [arm, end[axis]])) };
}
