import type { MeasureReading } from '../../measures/types.ts';
import { resamplesOf, type AnyPrediction } from '../case.ts';
import { nameOf, runCustomTest } from './custom-test.ts';
import { testWithoutSpread, withoutSpread, type Compared } from './compared.ts';
import { holdDiverged, signedRanks } from './diverged.ts';
import { isRate, testPairedRates } from '../rates/rates.ts';
import { stream } from '../../random/index.ts';
import {
  bootstrapMean,
  complement,
  signFlip,
  skewGuardedMean,
  studentOneSample,
  type Region,
} from '../../statistics/index.ts';
import type { EffectSize, TestResult } from '../../statistics/types.ts';

/** A test of the mean (or pseudo-median) of differences against a region, and the p-value of the opposite claim. */
export interface PairedResult {
  readonly result: TestResult;
  /** 0 or 1 where arithmetic decides. */
  readonly refutationP?: number;
}

/** The effect sizes that go with a method, without the tests of either claim; a bootstrap has none of its own. */
export const effectSizesOf = (
  compared: Compared,
  region: Region,
  alpha: number,
  method: Method = DEFAULT,
): readonly EffectSize[] =>
  method === 'bootstrap' || typeof method === 'object' || withoutSpread(compared)
    ? []
    : methods[method](compared, { region, alpha, effectSizes: true }).effectSizes;

/** What a prediction may name, and the exact test of rates, which the measure's values choose. */
export type Method = NonNullable<AnyPrediction['method']> | 'rates';

/** The method that a prediction names; kinds that are no claims about means have none. */
export const methodNamed = ({ method }: AnyPrediction): AnyPrediction['method'] => method;

/** A method in words. */
export const methodInWords = (method: Method): string =>
  typeof method === 'object' ? `the method of ${nameOf(method)}` : method;

/** The method of values that are numbers, where none is named. */
const DEFAULT = 'skew-guarded';

/**
 * The method of a prediction: the exact test of rates where values are 0 or 1; else the one that it names, else
 * Student's t guarded against skewness.
 *
 * @param reading of the prediction's measure
 */
export const methodOf = (
  { method }: Pick<AnyPrediction, 'method'>,
  reading: MeasureReading | undefined,
): Method => (isRate(reading) ? 'rates' : (method ?? DEFAULT));

/** As `methodOf`, for differences among which runs may have diverged: where nothing is named, those are ranked. */
export const methodAmong = (
  { differences }: Pick<Compared, 'differences'>,
  prediction: Pick<AnyPrediction, 'method'>,
  reading: MeasureReading | undefined,
): Method =>
  holdDiverged(differences) && prediction.method === undefined ? 'wilcoxon' : methodOf(prediction, reading);

interface Options {
  readonly region: Region;
  readonly alpha: number;
  readonly effectSizes: boolean;
  /** Draws, where fewer than the method's own will do. */
  readonly resamples?: number;
}
type Run = (compared: Compared, options: Options) => TestResult;

/** The same draws for every prediction of a size: a judgement is a function of its numbers. */
const random = (name: 'permutation' | 'bootstrap', size: number) => stream('judge', name, size);

const methods: Readonly<Record<Extract<Method, string>, Run>> = {
  student: ({ differences, columns, named: what }, options) =>
    named(studentOneSample(differences, options), columns && tOf(what)),
  'skew-guarded': ({ differences, columns, named: what, error, repeated }, options) =>
    named(
      skewGuardedMean(differences, {
        ...options,
        ...(repeated && { repeated }),
        ...(columns && { arms: columns }),
        ...(error && { error }),
      }),
      columns && `${tOf(what)}, guarded against skewness${error === undefined ? '' : `, error ${error.how}`}`,
    ),
  rates: ({ differences }, options) => testPairedRates(differences, options),
  wilcoxon: ({ differences }, options) => signedRanks(differences, options),
  'sign-flip': ({ differences }, options) =>
    signFlip(differences, { ...options, random: random('permutation', differences.length) }),
  bootstrap: ({ differences }, options) =>
    bootstrapMean(differences, { ...options, random: random('bootstrap', differences.length) }),
};

/** Student's t of differences, or of what else the numbers are. */
const tOf = (what: string | undefined): string => (what === undefined ? 'paired t' : `Student t of ${what}`);

const named = (result: TestResult, method: string | undefined): TestResult =>
  method === undefined ? result : { ...result, method };

interface PairOptions {
  readonly method?: Method | undefined;
  readonly effectSizes?: boolean;
  /** Draws of methods that resample, where fewer than theirs will do. */
  readonly draws?: number | undefined;
}

/**
 * Tests paired differences, or the values of one arm less a number, against a region. Differences without a spread are
 * no matter of chance: `testWithoutSpread`.
 *
 * Effect sizes have exact intervals, which cost more than the test: they are left out where nobody reads them.
 *
 * @example testPairs(lessNumber([0.01, -0.02, 0.005], 0, {}), { lower: -0.05, upper: 0.05 }, 0.05).result.interval
 */
export function testPairs(
  compared: Compared,
  region: Region,
  alpha: number,
  { method = DEFAULT, effectSizes = true, draws }: PairOptions = {},
): PairedResult {
  // Rates have exact tests of what is equal in all seeds; but the same runs are no draws.
  if (withoutSpread(compared) && (method !== 'rates' || compared.certain !== undefined))
    return testWithoutSpread(compared, region, alpha);
  const run: Run =
    typeof method === 'object'
      ? (numbers, options) => runCustomTest(method, numbers, options)
      : methods[method];
  const resamples = resamplesOf(draws);
  const result = run(compared, { region, alpha, effectSizes, ...resamples });
  // That two means are one and the same number is nothing that data can establish.
  if (region.outside && region.lower === region.upper) return { result };
  const { p } = run(compared, { region: complement(region), alpha, effectSizes: false, ...resamples });
  return { result, ...(p === undefined ? {} : { refutationP: p }) };
}
