import { inside, type Region } from '../statistics/index.ts';
import type { Assessment, Design } from './case.ts';

/** Whether two arms are one and the same run in every seed. Then their numbers are compared, not estimated. */
export const sameRuns = (
  { runs, seeds }: Pick<Design, 'runs' | 'seeds'>,
  [first, second]: readonly [string, string],
): boolean => {
  const one = (seed: string) =>
    runs[first]?.[seed] !== undefined && runs[first][seed] === runs[second]?.[seed];
  return first === second || seeds.every(one);
};

/** The verdict on a parameter that is known, not estimated: without a p, for no chance had a part in it. */
export const byArithmetic = (
  value: number,
  region: Region,
): Pick<Assessment, 'verdict' | 'method' | 'estimate' | 'region' | 'effectSizes'> => ({
  verdict: inside({ lower: value, upper: value }, region) ? 'supported' : 'refuted',
  method: 'arithmetic: the arms are the same runs',
  estimate: value,
  region,
  effectSizes: [],
});

/**
 * What seeds without spread leave open, in words: of n seeds that all agree, a share of 1 − alpha^(1/n) may still depart.
 *
 * @example rareDeparture(5, 0.05) // 'none of 5 seeds departs: up to 45 % of seeds may'
 */
export const rareDeparture = (n: number, alpha: number): string =>
  `none of ${n} seeds departs: up to ${Math.round(100 * (1 - alpha ** (1 / n)))} % of seeds may`;
