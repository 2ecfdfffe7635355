import type { MeasureReading, MeasureTable, MeasureValue } from '../../measures/types.ts';
import type { AnyPrediction, Design, Invalid } from '../case.ts';
import { show } from '../notes.ts';
import type { Samples } from '../samples.ts';

/** Times of one measure, in its unit; `Infinity` where a run had not got there by the horizon. */
export interface TimeSamples extends Samples {
  /** Up to where every run of every arm was watched. */
  readonly horizon: number;
}

/** Whether a measure is a time that may be cut off. */
export const isTime = (reading: MeasureReading | undefined): boolean => reading?.values === 'time';

/**
 * Takes times out of the table. The horizon is the earliest end that training was planned for among the arms, or the
 * earliest at which a run was cut off: what came later in some runs is not known of all.
 *
 * @example timesOf(design, table, { measure: 'epochsTo' }, ['base', 'double']) // { rows: [[4, Infinity], …], horizon: 12 }
 */
export function timesOf(
  { seeds, descriptions }: Pick<Design, 'seeds' | 'descriptions'>,
  table: MeasureTable,
  { measure }: Pick<AnyPrediction, 'measure'>,
  arms: readonly string[],
): TimeSamples | Invalid {
  const cellOf = (arm: string, seed: string) =>
    table[arm]?.[measure]?.[seed] ?? { missing: 'the run was not trained' };
  const problems = seeds.flatMap((seed) =>
    arms.flatMap((arm) => {
      const cell = cellOf(arm, seed);
      return 'missing' in cell ? [`${arm}, seed ${seed}: ${cell.missing}`] : [];
    }),
  );
  const all = seeds.length * arms.length;
  if (problems.length > 0)
    return { invalid: `${problems.length} of ${all} values of ${measure} are missing: ${problems[0]}` };
  const cells = seeds.map((seed) => arms.map((arm) => cellOf(arm, seed) as MeasureValue));
  const { ends = {}, unit = '' } = descriptions[measure] ?? {};
  const horizon = horizonOf(
    cells.flat(),
    arms.map((arm) => ends[arm] ?? Infinity),
  );
  const rows = cells.map((row) =>
    row.map(({ value, censored }) => (censored || value > horizon ? Infinity : value)),
  );
  const never = arms.map((arm, i) => {
    const count = rows.filter((row) => row[i] === Infinity).length;
    return `${arm} ${count} of ${seeds.length}`;
  });
  const notes = [`not there by ${show(horizon)} ${unit}: ${never.join(', ')}`];
  return { arms, seeds, rows, counted: 0, infinite: [], notes, horizon };
}

function horizonOf(cells: readonly MeasureValue[], planned: readonly number[]): number {
  const cutOff = cells.filter(({ censored }) => censored).map(({ value }) => value);
  const horizon = Math.min(...planned, ...cutOff);
  if (Number.isFinite(horizon)) return horizon;
  // Ends that nobody planned: as far as any run was seen to get there.
  return Math.max(...cells.map(({ value }) => value).filter(Number.isFinite), Number.MIN_VALUE);
}
