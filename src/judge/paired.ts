import type { Prediction } from '../declare/types.ts';
import { stream } from '../random/index.ts';
import { REASONS, signFlip, studentOneSample, wilcoxonSignedRank, type Region } from '../statistics/index.ts';
import type { TestResult } from '../statistics/types.ts';
import { complement } from './rule.ts';

/** A test of the mean (or pseudo-median) of differences against a region, and the p-value of the opposite claim. */
export interface PairedResult {
  readonly result: TestResult;
  readonly refutationP?: number;
}

type Method = NonNullable<Prediction['method']>;
type Run = (differences: readonly number[], region: Region, alpha: number) => TestResult;

/**
 * Where all differences are the same number there is no variance for Student's t; the sign-flip test needs none and is
 * exact, so it takes over: the same arm against itself is equivalent, once there are enough seeds.
 */
const methods: Readonly<Record<Method, Run>> = {
  student: (differences, region, alpha) => {
    const result = studentOneSample(differences, { region, alpha });
    if (result.reason !== REASONS.zeroVariance) return { ...result, method: 'paired t' };
    return {
      ...methods['sign-flip'](differences, region, alpha),
      method: 'sign-flip, exact (zero variance)',
    };
  },
  wilcoxon: (differences, region, alpha) => wilcoxonSignedRank(differences, { region, alpha }),
  'sign-flip': (differences, region, alpha) =>
    signFlip(differences, { region, alpha, random: stream('judge', 'permutation', differences.length) }),
  bootstrap: (differences, region, alpha) => methods.student(differences, region, alpha),
};

/**
 * Tests paired differences, or the values of one arm less a number, against a region.
 *
 * @example testPairs([0.01, -0.02, 0.005], { lower: -0.05, upper: 0.05 }, 0.05).result.interval
 */
export function testPairs(
  differences: readonly number[],
  region: Region,
  alpha: number,
  method: Method = 'student',
): PairedResult {
  const run = methods[method];
  const result = run(differences, region, alpha);
  const { p } = run(differences, complement(region), alpha);
  return { result, ...(p === undefined ? {} : { refutationP: p }) };
}
