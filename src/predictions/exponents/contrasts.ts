import {
  contrastWithin,
  departuresFromLine,
  residualWeights,
  roundingOfLogarithms,
  slopesWithin,
} from '../../statistics/index.ts';
import type { Case } from '../case.ts';
import { certaintyOf, type Compared } from '../comparison/compared.ts';
import type { Samples } from '../samples.ts';

/** Rows `[seeds, arms]` and the covariate, both on logarithms, with what a comparison must know of the design. */
interface OnLogarithms {
  readonly rows: readonly (readonly number[])[];
  readonly x: readonly number[];
  readonly known: Pick<Compared, 'certain' | 'repeated'>;
}

/**
 * The log–log slope of every seed, as numbers that are compared: one place for every kind of prediction that speaks of
 * an exponent.
 */
export interface ComparedSlopes {
  readonly compared: Compared;
  readonly meanRSquared: number | undefined;
  readonly logarithms: OnLogarithms;
}

/**
 * The log–log slopes of a prediction's measure on a covariate, one a seed. A slope is a difference of two weighted
 * means of arms, so it is tested as a difference of two arms is: `testPairs`.
 *
 * @param along the covariate, positive
 * @returns undefined where a value or the covariate is not positive: then there is no logarithm
 */
export function comparedSlopes(
  { design, prediction }: Pick<Case, 'design' | 'prediction'>,
  { rows, arms }: Pick<Samples, 'rows' | 'arms'>,
  along: readonly number[],
): ComparedSlopes | undefined {
  const positive = (value: number): boolean => value > 0 && value < Infinity;
  if (!along.every(positive) || !rows.every((row) => row.every(positive))) return undefined;
  const { looks = [] } = design;
  const known = {
    ...certaintyOf(design, prediction.measure, arms),
    ...(looks.length > 1 ? { repeated: true } : {}),
  };
  const logarithms = { rows: rows.map((row) => row.map(Math.log)), x: along.map(Math.log), known };
  const { slopes, meanRSquared, columns, rounding } = slopesWithin(
    logarithms.rows,
    logarithms.x,
    roundingOfLogarithms(...logarithms.rows),
  );
  const compared = { differences: slopes, columns, rounding, named: 'slopes', ...known };
  return { compared, meanRSquared, logarithms };
}

/** What each arm lies off the power law of its seed, on logarithms, as numbers that are compared: one list an arm. */
export function comparedDepartures({ rows, x, known }: OnLogarithms): readonly Compared[] {
  const blocks = rows.map((values) => ({ covariate: x, values }));
  const rounding = roundingOfLogarithms(...rows);
  return departuresFromLine(rows, x).map((differences, arm) => ({
    differences,
    ...contrastWithin(blocks, () => residualWeights(x, arm), rounding),
    named: 'departures',
    ...known,
  }));
}

export type { OnLogarithms };
