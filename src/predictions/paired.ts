import type { MeasureReading } from '../measures/types.ts';
import type { AnyPrediction } from './case.ts';
import { holdDiverged, signedRanks } from './diverged.ts';
import { isRate, testPairedRates } from './rates.ts';
import { stream } from '../random/index.ts';
import {
  bootstrapMean,
  complement,
  REASONS,
  signFlip,
  skewGuardedMean,
  studentOneSample,
  type Region,
} from '../statistics/index.ts';
import type { EffectSize, TestResult } from '../statistics/types.ts';

/** A test of the mean (or pseudo-median) of differences against a region, and the p-value of the opposite claim. */
export interface PairedResult {
  readonly result: TestResult;
  readonly refutationP?: number;
}

/** The effect sizes that go with a method, without the tests of either claim; a bootstrap has none of its own. */
export const effectSizesOf = (
  differences: readonly number[],
  region: Region,
  alpha: number,
  method: Method = 'student',
): readonly EffectSize[] =>
  method === 'bootstrap'
    ? []
    : methods[method](differences, { region, alpha, effectSizes: true }).effectSizes;

/** What a prediction may name, and the exact test of rates, which the measure's values choose. */
export type Method = NonNullable<AnyPrediction['method']> | 'rates';

/**
 * The method of a prediction: the exact test of rates where values are 0 or 1; else the one that it names, else Student's t; guarded against skewness where
 * one arm is compared with a number, since no difference makes its values symmetric then.
 *
 * @param reading of the prediction's measure
 * @param against what one arm is held against; absent where arms are compared
 */
export const methodOf = (
  { method }: Pick<AnyPrediction, 'method'>,
  reading: MeasureReading | undefined,
  against?: number | string,
): Method =>
  isRate(reading) ? 'rates' : (method ?? (typeof against === 'number' ? 'skew-guarded' : 'student'));

/** As `methodOf`, for differences among which runs may have diverged: where nothing is named, those are ranked. */
export const methodAmong = (
  differences: readonly number[],
  prediction: Pick<AnyPrediction, 'method'>,
  reading: MeasureReading | undefined,
  against?: number | string,
): Method =>
  holdDiverged(differences) && prediction.method === undefined
    ? 'wilcoxon'
    : methodOf(prediction, reading, against);

type Options = { readonly region: Region; readonly alpha: number; readonly effectSizes: boolean };
type Run = (differences: readonly number[], options: Options) => TestResult;

/** The same draws for every prediction of a size: a judgement is a function of its numbers. */
const random = (name: 'permutation' | 'bootstrap', size: number) => stream('judge', name, size);

/**
 * Where all differences are the same number there is no variance for Student's t; the sign-flip test needs none and is
 * exact, so it takes over: the same arm against itself is equivalent, once there are enough seeds.
 */
const methods: Readonly<Record<Method, Run>> = {
  student: (differences, options) => {
    const result = studentOneSample(differences, options);
    return result.reason === REASONS.zeroVariance
      ? withoutSpread(differences, options)
      : { ...result, method: 'paired t' };
  },
  'skew-guarded': (differences, options) => {
    const result = skewGuardedMean(differences, options);
    return result.reason === REASONS.zeroVariance ? withoutSpread(differences, options) : result;
  },
  rates: testPairedRates,
  wilcoxon: signedRanks,
  'sign-flip': (differences, options) =>
    signFlip(differences, { ...options, random: random('permutation', differences.length) }),
  bootstrap: (differences, options) => {
    const result = bootstrapMean(differences, {
      ...options,
      random: random('bootstrap', differences.length),
    });
    return result.reason === REASONS.zeroVariance ? withoutSpread(differences, options) : result;
  },
};

function withoutSpread(differences: readonly number[], options: Options): TestResult {
  const result = methods['sign-flip'](differences, options);
  return { ...result, method: `${result.method} (zero variance)` };
}

/**
 * Tests paired differences, or the values of one arm less a number, against a region.
 *
 * Effect sizes have exact intervals, which cost more than the test: they are left out where nobody reads them.
 *
 * @example testPairs([0.01, -0.02, 0.005], { lower: -0.05, upper: 0.05 }, 0.05).result.interval
 */
export function testPairs(
  differences: readonly number[],
  region: Region,
  alpha: number,
  { method = 'student', effectSizes = true }: { method?: Method | undefined; effectSizes?: boolean } = {},
): PairedResult {
  const run = methods[method];
  const result = run(differences, { region, alpha, effectSizes });
  // That two means are one and the same number is nothing that data can establish.
  if (region.outside && region.lower === region.upper) return { result };
  const { p } = run(differences, { region: complement(region), alpha, effectSizes: false });
  return { result, ...(p === undefined ? {} : { refutationP: p }) };
}
