import { isCertain } from './rule.ts';
import {
  inside,
  mean,
  withoutTest,
  type ErrorOfDifference,
  type Region,
  type TestResult,
} from '../statistics/index.ts';
import type { AnyPrediction, Design } from './case.ts';
import type { PairedResult } from './paired.ts';
import { byArithmetic, rareDeparture, sameRuns } from './same-runs.ts';

/** Numbers that are compared seed by seed: an arm less another, a measure less another of the same run, or an arm less a number. */
export interface Compared {
  /** One a seed. */
  readonly differences: readonly number[];
  /** The two columns whose differences they are; absent where an arm is held against a number. */
  readonly columns?: readonly [readonly number[], readonly number[]];
  /** What rounding alone may tell apart: a few units in the last place of the largest number that entered. */
  readonly rounding: number;
  /** Whether they are one arm's, and looked at more than once. */
  readonly repeated?: boolean;
  /** The error of the differences where more arms tell of it. */
  readonly error?: ErrorOfDifference;
  /** Why there is no chance in these numbers: the same runs, or numbers that the design decides. */
  readonly certain?: string;
}

const roundingOf = (numbers: readonly number[], { scale }: Pick<AnyPrediction, 'scale'>): number =>
  // A logarithm is off by a unit in the last place of 1 where its argument is off by one in its own.
  16 * Number.EPSILON * numbers.reduce((most, x) => Math.max(most, Math.abs(x)), scale === 'ratio' ? 1 : 0);

/** One column less another, on the scale of the prediction. */
export const lessColumn = (
  x: readonly number[],
  y: readonly number[],
  prediction: Pick<AnyPrediction, 'scale'>,
): Compared => ({
  differences: x.map((value, i) => value - y[i]!),
  columns: [x, y],
  rounding: roundingOf([...x, ...y], prediction),
});

/** A column less a number, on the scale of the prediction. */
export const lessNumber = (
  x: readonly number[],
  number: number,
  prediction: Pick<AnyPrediction, 'scale'>,
  { looks = [] }: Pick<Design, 'looks'> = {},
): Compared => ({
  differences: x.map((value) => value - number),
  rounding: roundingOf([...x, number], prediction),
  ...(looks.length > 1 ? { repeated: true } : {}),
});

/**
 * Why no chance is in a comparison of arms: each seed of both is the same run, or the design decides the number in all of them.
 *
 * @param arms that are compared with each other, or one that is held against a number
 */
export function certaintyOf(
  { runs, seeds, descriptions }: Pick<Design, 'runs' | 'seeds' | 'descriptions'>,
  measure: string,
  arms: readonly [string] | readonly [string, string],
): { readonly certain?: string } {
  const [first, second] = arms;
  if (second !== undefined && sameRuns({ runs, seeds }, [first, second])) return { certain: 'the same runs' };
  const decided = descriptions[measure]?.decidedIn ?? [];
  return arms.every((arm) => decided.includes(arm)) ? { certain: 'the design decides the number' } : {};
}

/** Whether the differences are one number but for rounding. Infinite ones are no number that rounding could tell from another. */
export function withoutSpread({ differences, rounding }: Compared): boolean {
  if (differences.length < 2 || !differences.every(Number.isFinite)) return false;
  const [least, most] = [Math.min(...differences), Math.max(...differences)];
  return most - least <= rounding;
}

/**
 * What is said of differences without a spread. Where there is no chance in them they are compared by arithmetic. Anything else is inconclusive: n equal numbers leave room for a departure in up to
 * 1 − alpha^(1/n) of all runs, and how large it is nobody has seen.
 */
export function testWithoutSpread(
  { differences, certain }: Compared,
  region: Region,
  alpha: number,
): PairedResult {
  const n = differences.length;
  const estimate = mean(differences);
  return certain === undefined
    ? { result: withoutTest('none', rareDeparture(n, alpha), [n], region, { estimate }) }
    : byArithmetic(estimate, region, certain, n);
}

/** The p that arithmetic stands for where p-values are combined: 0 where the claim holds and 1 where it does not. */
export const pOrCertain = ({ p, interval }: TestResult, region: Region): number | undefined =>
  interval !== undefined && isCertain(interval) ? (inside(interval, region) ? 0 : 1) : p;
