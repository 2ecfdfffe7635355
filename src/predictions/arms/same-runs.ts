import { alternativeOf, missedRate, type Region } from '../../statistics/index.ts';
import type { Design } from '../case.ts';
import type { PairedResult } from '../comparison/paired.ts';
import { verdictOf } from '../rule.ts';

/** Whether two arms are one and the same run in every seed. Then their numbers are compared, not estimated. */
export const sameRuns = (
  { runs, seeds }: Pick<Design, 'runs' | 'seeds'>,
  [first, second]: readonly [string, string],
): boolean => {
  const one = (seed: string) =>
    runs[first]?.[seed] !== undefined && runs[first][seed] === runs[second]?.[seed];
  return first === second || seeds.every(one);
};

/**
 * What is said of a parameter that is known, not estimated: an interval of width zero at level 1, and no p, for no
 * chance had a part in it. The opposite claim is refuted or holds for certain.
 *
 * @param why no chance is in it: 'the same runs'
 */
export function byArithmetic(estimate: number, region: Region, why: string, n: number): PairedResult {
  const interval = { lower: estimate, upper: estimate, level: 1 };
  return {
    result: {
      method: `arithmetic (${why})`,
      alternative: alternativeOf(region),
      estimate,
      interval,
      effectSizes: [],
      n: [n],
    },
    refutationP: verdictOf(interval, region) === 'refuted' ? 0 : 1,
  };
}

/**
 * What seeds without spread leave open, in words: of n seeds that all agree, a share of 1 − alpha^(1/n) may still
 * depart.
 *
 * @example rareDeparture(5, 0.05) // 'all 5 seeds agree: up to 45 % of seeds may still depart'
 */
export const rareDeparture = (n: number, alpha: number): string =>
  `all ${n} seeds agree: up to ${Math.round(100 * missedRate(n, alpha))} % of seeds may still depart`;
