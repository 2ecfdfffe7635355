import { allFinite } from '../descriptives.ts';
import { REASONS } from '../reasons.ts';
import { peakOf } from './peak-of.ts';

/** Arms along which a value peaks. */
export interface Ladder {
  readonly name: string;
  readonly arms: readonly number[];
  /** Logarithms of the covariate, ascending. */
  readonly x: readonly number[];
}

/** The arms of a ladder in the order of a covariate. Example: `ladderOf('a', [0, 2], [4, 1, 2]).arms` is 2, 0. */
export function ladderOf(name: string, members: readonly number[], over: readonly number[]): Ladder {
  const arms = members.toSorted((a, b) => over[a]! - over[b]!);
  return { name, arms, x: arms.map((arm) => Math.log(over[arm]!)) };
}

/** Why peaks cannot be compared; undefined where they can, as far as is known before any is located. */
export function unfitForPeaks(
  rows: readonly (readonly number[])[],
  covariates: readonly number[],
  ladders: readonly Ladder[],
): string | undefined {
  if (!allFinite(rows.flat()) || !allFinite(covariates)) return REASONS.notFinite;
  if (covariates.some((value) => !(value > 0))) return REASONS.notPositive;
  if (ladders.length < 2 || ladders.some(({ x }) => x.length < 3)) return REASONS.tooFewArms;
  return ladders.some(({ x }) => new Set(x).size < x.length) ? REASONS.repeatedArms : undefined;
}

/** The peak of a ladder's mean values, on the logarithm of the covariate; NaN where the largest stands at an end. */
export const peakOn = ({ x, arms }: Ladder, columns: readonly Float64Array[]): number =>
  peakOf(
    x,
    arms.map((arm) => total(columns[arm]!)),
  );

/** The end of a ladder that has the larger mean, on the logarithm of the covariate. */
export function endOn({ x, arms }: Ladder, columns: readonly Float64Array[]): number {
  const [first, last] = [total(columns[arms[0]!]!), total(columns[arms.at(-1)!]!)];
  return first > last ? x[0]! : x.at(-1)!;
}

function total(column: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i]!;
  return sum;
}
