import type { Measured, MeasureTable, MeasureValue } from '../../measures/types.ts';
import type { AnyPrediction, Case, Design } from '../case.ts';
import type { PredictionKind } from '../kind.ts';
import { namedArms } from '../arms/named-arms.ts';
import { sameRuns } from '../arms/same-runs.ts';

/** What the seeds of one arm showed of one measure. */
export interface Cell {
  readonly arm: string;
  readonly measure: string;
  /** One a seed. */
  readonly seen: readonly Measured[];
}

/** All that a prediction reads of the table, an arm and a measure each; curves only where it is about them. */
export function cellsOf(
  row: Pick<PredictionKind, 'measures' | 'either' | 'values'>,
  { design, table, prediction }: Pick<Case, 'design' | 'table' | 'prediction'>,
): readonly Cell[] {
  const ofCurves = row.values.every((type) => type === 'curve');
  const read = (measured: Measured = { missing: 'the run was not trained' }): Measured =>
    ofCurves || 'missing' in measured ? measured : withoutCurve(measured);
  return namedArms(prediction, design.arms).flatMap(({ name: arm }) =>
    measuresOf(row, prediction)
      .filter((measure) => table[arm]?.[measure] !== undefined)
      .map((measure) => ({
        arm,
        measure,
        seen: design.seeds.map((seed) => read(table[arm]![measure]![seed])),
      })),
  );
}

function withoutCurve({ curve: _, ...number }: MeasureValue): MeasureValue {
  return number;
}

/** The measures that a prediction speaks of, and names that may be measures. */
function measuresOf(
  { measures = [], either = [] }: Pick<PredictionKind, 'measures' | 'either'>,
  prediction: AnyPrediction,
): readonly string[] {
  const fields = prediction as unknown as Readonly<Record<string, unknown>>;
  const others = [...measures, ...either].map((field) => fields[field]);
  return [...new Set([prediction.measure, ...others.filter((name) => typeof name === 'string')])];
}

/** The table of another study, whose seeds have `drawn` in each cell. */
export function tableOf(
  cells: readonly Cell[],
  seeds: readonly string[],
  drawn: readonly (readonly Measured[])[],
): MeasureTable {
  const table: Record<string, Record<string, Record<string, Measured>>> = {};
  cells.forEach(({ arm, measure }, c) => {
    const values: Record<string, Measured> = {};
    seeds.forEach((seed, i) => (values[seed] = drawn[i]![c]!));
    (table[arm] ??= {})[measure] = values;
  });
  return table;
}

/** The runs of another study: arms that shared their runs share them again. */
export function runsOf(design: Design, cells: readonly Cell[]): (seeds: readonly string[]) => Design['runs'] {
  const arms = [...new Set(cells.map(({ arm }) => arm))];
  const firsts = arms.map((arm) => arms.find((other) => sameRuns(design, [other, arm]))!);
  return (seeds) =>
    Object.fromEntries(
      arms.map((arm, i) => [arm, Object.fromEntries(seeds.map((seed) => [seed, `${firsts[i]} ${seed}`]))]),
    );
}
