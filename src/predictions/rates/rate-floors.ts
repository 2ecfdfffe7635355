/**
 * The smallest p that the most favourable data give to a claim about rates: a design above it cannot support the claim.
 */
import type { ValueType } from '../../measures/schema.ts';
import { binomialRule } from '../../statistics/rates/binomial-rate.ts';
import { pairedRule } from '../../statistics/rates/paired-rates.ts';
import { arrangements, pOfRegion, type Region } from '../../statistics/index.ts';
import type { AnyPrediction } from '../case.ts';
import type { Floor } from '../kind.ts';
import { floorOfTimes } from '../times/times.ts';

type Scaled = Pick<AnyPrediction, 'scale'>;

type FloorOf<P> = (
  prediction: P,
  seeds: number,
  levels: readonly number[],
  values: ValueType | undefined,
) => Floor | undefined;

/**
 * Of the rate of one arm: the best of all counts.
 *
 * @param regionOf where the rate must lie; undefined where the prediction holds the arm against another measure
 * @param otherwise where the difference to that other measure must lie
 */
export const floorOfRate =
  <P extends Scaled>(
    regionOf: (prediction: P) => Region | undefined,
    otherwise: (prediction: P) => Region,
  ): FloorOf<P> =>
  (prediction, seeds, levels, values) => {
    if (values !== 'yes/no') return undefined;
    const region = regionOf(prediction);
    if (region === undefined) return floorOfPairs(otherwise)(prediction, seeds, levels, values);
    const counts = Array.from({ length: seeds + 1 }, (_, k) => pOfRegion(region, binomialRule(k, seeds)));
    return { test: `an exact test of a rate in ${seeds} runs`, p: Math.min(...counts), toward: 'supported' };
  };

/**
 * Of the difference of two rates: that of pairs which are all alike, or all differ in one direction. Of times: that of
 * signs.
 *
 * @param regionOf where the difference must lie
 */
export const floorOfPairs =
  <P extends Scaled>(regionOf: (prediction: P) => Region): FloorOf<P> =>
  (prediction, seeds, _, values) => {
    if (values === 'time') return floorOfTimes(prediction, regionOf(prediction), seeds);
    if (values !== 'yes/no') return undefined;
    const region = regionOf(prediction);
    const p = pOfRegion(region, pairedRule(seeds, ...mostFavourable(region, seeds)));
    return { test: `an exact test of rates in ${seeds} pairs`, p, toward: 'supported' };
  };

/** Seeds in which only the first is yes, and in which only the second is. */
function mostFavourable({ lower, upper, outside }: Region, seeds: number): readonly [number, number] {
  if (outside || upper === Infinity) return [seeds, 0];
  return lower === -Infinity ? [0, seeds] : [0, 0];
}

/**
 * Of a trend of rates: in every seed the arms from some value of the covariate on are yes, one of C(k, those) equally
 * likely places.
 */
export const floorOfRateTrend = (seeds: number, levels: readonly number[]): Floor => {
  const arms = levels.reduce((sum, count) => sum + count, 0);
  const cuts = levels.map((_, at) => levels.slice(0, at).reduce((sum, count) => sum + count, 0));
  const places = Math.max(...cuts.map((cut) => arrangements(cut, arms - cut)));
  return { test: `a trend test of rates over ${arms} arms in ${seeds} seeds`, p: places ** -seeds };
};
