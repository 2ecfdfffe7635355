import { isCertain } from '../rule.ts';
import {
  inside,
  mean,
  roundingOf,
  roundingOfLogarithms,
  withoutSpread as spreadless,
  withoutTest,
  type ErrorOfDifference,
  type Region,
  type TestResult,
} from '../../statistics/index.ts';
import type { AnyPrediction, Design } from '../case.ts';
import type { PairedResult } from './paired.ts';
import { byArithmetic, rareDeparture, sameRuns } from '../arms/same-runs.ts';

/**
 * Numbers that are compared seed by seed: an arm less another, a measure less another of the same run, an arm less a
 * number, or a contrast of several arms such as a slope.
 */
export interface Compared {
  /** One a seed. */
  readonly differences: readonly number[];
  /** The two columns whose differences they are; absent where an arm is held against a number. */
  readonly columns?: readonly [ArrayLike<number>, ArrayLike<number>];
  /** What the numbers are, where they are not differences of two arms: 'slopes'. */
  readonly named?: string;
  /** What rounding alone may tell apart: a few units in the last place of the largest number that entered. */
  readonly rounding: number;
  /** Whether they are one arm's, and looked at more than once. */
  readonly repeated?: boolean;
  /** The error of the differences where more arms tell of it. */
  readonly error?: ErrorOfDifference;
  /** Why there is no chance in these numbers: the same runs, or numbers that the design decides. */
  readonly certain?: string;
}

const roundingOn = ({ scale }: Pick<AnyPrediction, 'scale'>, ...numbers: readonly (readonly number[])[]) =>
  (scale === 'ratio' ? roundingOfLogarithms : roundingOf)(...numbers);

/** One column less another, on the scale of the prediction. */
export const lessColumn = (
  x: readonly number[],
  y: readonly number[],
  prediction: Pick<AnyPrediction, 'scale'>,
): Compared => ({
  differences: x.map((value, i) => value - y[i]!),
  columns: [x, y],
  rounding: roundingOn(prediction, x, y),
});

/** A column less a number, on the scale of the prediction. */
export const lessNumber = (
  x: readonly number[],
  number: number,
  prediction: Pick<AnyPrediction, 'scale'>,
  { looks = [] }: Pick<Design, 'looks'> = {},
): Compared => ({
  differences: x.map((value) => value - number),
  rounding: roundingOn(prediction, x, [number]),
  ...(looks.length > 1 ? { repeated: true } : {}),
});

/**
 * Why no chance is in a comparison of arms: each seed of both is the same run, or the design decides the number in all
 * of them.
 *
 * @param arms that are compared with each other, all of a contrast, or one that is held against a number
 */
export function certaintyOf(
  { runs, seeds, descriptions }: Pick<Design, 'runs' | 'seeds' | 'descriptions'>,
  measure: string,
  arms: readonly string[],
): { readonly certain?: string } {
  const [first, ...others] = arms as readonly [string, ...string[]];
  if (others.length > 0 && others.every((other) => sameRuns({ runs, seeds }, [first, other])))
    return { certain: 'the same runs' };
  const decided = descriptions[measure]?.decidedIn ?? [];
  return arms.every((arm) => decided.includes(arm)) ? { certain: 'the design decides the number' } : {};
}

/**
 * Whether the differences are one number but for rounding. Infinite ones are no number that rounding could tell from
 * another.
 */
export const withoutSpread = ({ differences, rounding }: Compared): boolean =>
  spreadless(differences, rounding);

/**
 * What is said of differences without a spread. Where there is no chance in them they are compared by arithmetic.
 * Anything else is inconclusive: n equal numbers leave room for a departure in up to 1 − alpha^(1/n) of all runs, and
 * how large it is nobody has seen.
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
export const pOrCertain = (
  { p, interval }: Pick<TestResult, 'p' | 'interval'>,
  region: Region,
): number | undefined =>
  interval !== undefined && isCertain(interval) ? (inside(interval, region) ? 0 : 1) : p;
