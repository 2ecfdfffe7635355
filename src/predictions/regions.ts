import type { Region } from '../statistics/index.ts';
import type { AnyPrediction } from './case.ts';
import type { FieldRemark } from './kind.ts';

/** A margin on the scale of a prediction: the logarithm of a factor where it speaks of ratios. */
export const scaled = ({ scale }: Pick<AnyPrediction, 'scale'>, bound: number | undefined): number =>
  scale === 'ratio' ? Math.abs(Math.log(bound ?? 1)) : (bound ?? 0);

/** Within ±size of a centre. */
export const around = (centre: number, size: number): Region => ({
  lower: centre - size,
  upper: centre + size,
});

/** A region of a difference to a number as a region of what the number is taken from. */
export const shifted = (region: Region, by: number): Region => ({
  ...region,
  lower: region.lower + by,
  upper: region.upper + by,
});

/** Above a bound where the claim is positive, below its negative where it is not. */
export const directed = (positive: boolean, bound = 0): Region =>
  positive ? { lower: bound, upper: Infinity } : { lower: -Infinity, upper: 0 - bound };

/** Beyond either end of a band. */
export const beyondBand = ([lower, upper]: readonly [number, number]): Region => ({
  lower,
  upper,
  outside: true,
});

/** What is wrong with the ends of a band: they must ascend. */
export const ascending = (
  field: string,
  [lower, upper]: readonly [number, number],
): readonly FieldRemark[] =>
  lower < upper ? [] : [{ field, message: `expected two numbers that ascend, got ${lower}, ${upper}` }];
