import type { ValueType } from '../measures/schema.ts';
import type { Measured, MeasureReading, MeasureTable } from '../measures/types.ts';
import type { AnyPrediction, Design, Invalid } from './case.ts';
import { countedNote } from './notes.ts';
import { isTime, timesOf } from './times/time-samples.ts';

/**
 * Values of one measure: a row a seed, a column an arm, after the prediction's scale and its rule for diverged runs.
 */
export interface Samples {
  readonly arms: readonly string[];
  readonly seeds: readonly string[];
  /** `[seeds, arms]`. */
  readonly rows: readonly (readonly number[])[];
  /** Diverged runs that count as the worst value. */
  readonly counted: number;
  /** Those whose value is infinite, by arm and seed. */
  readonly infinite: readonly string[];
  /** What a reader must know of the values. */
  readonly notes: readonly string[];
}

/** One column of the samples. */
export const column = ({ rows }: Samples, arm: number): readonly number[] => rows.map((row) => row[arm]!);

/**
 * Takes the values of a prediction's measure out of the table.
 *
 * A run that is missing for any reason but divergence, or whose value is NaN, makes the prediction invalid: nothing is
 * dropped. A diverged run counts as the worst value where the prediction says so, and makes it invalid otherwise. On
 * the scale `ratio` values are logarithms, and a value that is not positive makes it invalid. Times are as they are,
 * infinite beyond their horizon.
 *
 * @example samplesOf(design, table, prediction, ['base', 'double']) // { rows: [[0.81, 0.82], …] }
 */
export function samplesOf(
  design: Pick<Design, 'seeds' | 'descriptions'>,
  table: MeasureTable,
  prediction: Pick<AnyPrediction, 'measure' | 'scale' | 'diverged'>,
  arms: readonly string[],
): Samples | Invalid {
  const { measure, scale, diverged } = prediction;
  const reading = design.descriptions[measure];
  if (isTime(reading)) return timesOf(design, table, prediction, arms);
  const problems: string[] = [];
  let wrong = 0;
  const infinite: string[] = [];
  let counted = 0;
  const rows = design.seeds.map((seed) =>
    arms.map((arm) => {
      const measured = table[arm]?.[measure]?.[seed] ?? { missing: 'the run was not trained' };
      const value = numberOf(measured, reading, diverged);
      if (typeof value === 'string') {
        if (!('missing' in measured)) wrong++;
        problems.push(`${arm}, seed ${seed}: ${value}`);
        return NaN;
      }
      const broken = unlikeType(value, reading);
      if (broken !== undefined) {
        wrong++;
        problems.push(`${arm}, seed ${seed}: ${broken}`);
      }
      if ('missing' in measured) counted++;
      if (!Number.isFinite(value)) infinite.push(`${arm}, seed ${seed}`);
      if (scale !== 'ratio') return value;
      if (value > 0) return Math.log(value);
      wrong++;
      problems.push(`${arm}, seed ${seed}: a ratio needs a positive value, got ${value}`);
      return NaN;
    }),
  );
  if (problems.length > 0) return { invalid: summarize(problems, wrong, rows.length * arms.length, measure) };
  return { arms, seeds: design.seeds, rows, counted, infinite, notes: countedNote(counted, infinite) };
}

/** The largest number whose distance from every other such number 64 bits can hold. */
const LARGEST = Number.MAX_VALUE / 2;

/**
 * What is wrong with a value that no claim can be judged by: NaN, or finite and so large that differences of it
 * overflow and would look like those of a diverged run.
 */
export const unusable = (value: number): string | undefined =>
  Number.isNaN(value)
    ? 'expected a number, got NaN'
    : Number.isFinite(value) && Math.abs(value) > LARGEST
      ? `expected a number within ±${LARGEST.toPrecision(3)}, whose differences 64 bits can hold, got ${value}`
      : undefined;

const types: {
  readonly [T in ValueType]?: { readonly words: string; readonly holds: (value: number) => boolean };
} = {
  'yes/no': { words: '0 or 1', holds: (value) => value === 0 || value === 1 },
  positive: { words: 'a number of at least 0', holds: (value) => value >= 0 },
  count: {
    words: 'a whole number of at least 0',
    holds: (value) => value === Infinity || (Number.isInteger(value) && value >= 0),
  },
};

/** What is wrong with a value that its measure, by what it says of its values, cannot have. */
function unlikeType(value: number, reading: MeasureReading | undefined): string | undefined {
  const type = reading && types[reading.values];
  return type === undefined || type.holds(value)
    ? undefined
    : `expected ${type.words} of a ${reading!.values} measure, got ${value}`;
}

function numberOf(
  measured: Measured,
  reading: MeasureReading | undefined,
  rule: AnyPrediction['diverged'],
): number | string {
  if (!('missing' in measured)) return unusable(measured.value) ?? measured.value;
  if (!measured.diverged || rule !== 'worst') return measured.missing;
  return reading?.worst ?? `${measured.missing}, and the measure has no worst value`;
}

function summarize(problems: readonly string[], wrong: number, all: number, measure: string): string {
  const are = wrong === 0 ? 'missing' : wrong === problems.length ? 'wrong' : 'missing or wrong';
  const rest = problems.length > 3 ? `, and ${problems.length - 3} more` : '';
  return `${problems.length} of ${all} values of ${measure} are ${are}: ${problems.slice(0, 3).join('; ')}${rest}`;
}
