/**
 * Times to a target: some runs never get there, so that claims are of times up to the end that all arms were watched
 * to.
 */
import {
  complement,
  pairedLogRank,
  pairedRatioOfMeans,
  smallestP,
  tailAlpha,
  type Region,
  type TestResult,
} from '../../statistics/index.ts';
import type { AnyPrediction } from '../case.ts';
import { lessColumn, testWithoutSpread, withoutSpread, type Compared } from '../comparison/compared.ts';
import { pairsFor } from '../comparison/diverged.ts';
import type { Floor } from '../kind.ts';
import { show } from '../notes.ts';
import { methodOf, testPairs, type PairedResult } from '../comparison/paired.ts';
import type { TimeSamples } from './time-samples.ts';

/** Two arms of samples, compared. */
export interface TimePair extends PairedResult {
  readonly parameter: string;
  readonly unit: string;
  /** Differences that a plan of more seeds goes by: of logarithms where the parameter is a ratio. */
  readonly differences: readonly number[];
}

/** The times of an arm, and the same up to the horizon. */
export const timesOfArm = ({ rows, horizon }: TimeSamples, arm: number) => {
  const times = rows.map((row) => row[arm]!);
  return { times, restricted: times.map((time) => Math.min(time, horizon)) };
};

/** Whether a claim has no margin: then it is that one arm takes longer at all. */
export const isOrder = ({ lower, upper }: Region): boolean =>
  [lower, upper].every((end) => end === 0 || !Number.isFinite(end));

/**
 * Compares the times of two arms seed by seed. That one takes longer at all is asked of the paired log-rank test; a
 * margin is one of restricted means: of their ratio on the scale `ratio`, else of their difference. Where every seed
 * tells the same, no chance was seen: `testWithoutSpread`.
 *
 * @param certain why there is no chance in them, as in `certaintyOf`
 * @example testTimes(samples, [0, 1], { measure: 'epochsTo', scale: 'ratio' }, equivalentRatio(1.25), 0.05).result.method // 'ratio of means, …'
 */
export function testTimes(
  samples: TimeSamples,
  [a, b]: readonly [number, number],
  prediction: Pick<AnyPrediction, 'measure' | 'scale' | 'method'>,
  region: Region,
  alpha: number,
  certain: Pick<Compared, 'certain'> = {},
): TimePair {
  const { horizon } = samples;
  const [x, y] = [timesOfArm(samples, a), timesOfArm(samples, b)];
  const limit = tailAlpha(region, alpha);
  const logarithms = {
    ...lessColumn(x.restricted.map(Math.log), y.restricted.map(Math.log), { scale: 'ratio' }),
    ...certain,
  };
  const ratio = (of: string, told: number, test: (region: Region) => TestResult): TimePair => ({
    ...(told > 0 && withoutSpread(logarithms)
      ? testWithoutSpread(logarithms, region, alpha)
      : bothWays((claim) => withFew(test(claim), { told, limit, horizon }), region)),
    parameter: `log ratio of ${of}`,
    unit: 'log ratio',
    differences: logarithms.differences,
  });
  if (isOrder(region)) {
    const told = x.times.filter((time, i) => time < Infinity || y.times[i]! < Infinity).length;
    return ratio(prediction.measure, told, (claim) =>
      pairedLogRank(x.times, y.times, { region: claim, alpha, horizon }),
    );
  }
  if (prediction.scale === 'ratio')
    return ratio(`mean ${prediction.measure} up to ${show(horizon)}`, x.times.length, (claim) =>
      pairedRatioOfMeans(x.restricted, y.restricted, { region: claim, alpha }),
    );
  const differences = x.restricted.map((time, i) => time - y.restricted[i]!);
  return {
    ...testPairs({ ...lessColumn(x.restricted, y.restricted, prediction), ...certain }, region, alpha, {
      method: methodOf(prediction, undefined),
      effectSizes: false,
    }),
    parameter: `difference of mean ${prediction.measure} up to ${show(horizon)}`,
    unit: '',
    differences,
  };
}

/** The test of a claim and of its opposite; that two are one and the same is nothing that data can establish. */
function bothWays(test: (region: Region) => TestResult, region: Region): PairedResult {
  const result = test(region);
  if (region.outside && region.lower === region.upper) return { result };
  const { p } = test(complement(region));
  return { result, ...(p === undefined ? {} : { refutationP: p }) };
}

/** Says how many seeds it takes, where those that tell the arms apart are too few for signs to reach the error rate. */
function withFew(
  result: TestResult,
  { told, limit, horizon }: { readonly told: number; readonly limit: number; readonly horizon: number },
): TestResult {
  if (told === 0)
    return { ...result, reason: `no run gets there by ${show(horizon)}, up to where all were watched` };
  const needed = pairsFor(limit);
  if (told >= needed) return result;
  return {
    ...result,
    reason: `${told} seeds in which a run gets there cannot reach ${limit}: it takes ${needed}`,
  };
}

/** The smallest p that signs of so many seeds give; a difference of means has none. */
export function floorOfTimes(
  { scale }: Pick<AnyPrediction, 'scale'>,
  region: Region,
  seeds: number,
): Floor | undefined {
  if (!isOrder(region) && scale !== 'ratio') return undefined;
  const p = smallestP({ kind: 'sign-flip', pairs: seeds });
  return { test: `a test of times in ${seeds} pairs`, p: region.outside ? Math.min(1, 2 * p) : p };
}
