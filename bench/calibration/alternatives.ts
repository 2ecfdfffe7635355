import {
  different,
  equivalent,
  greater,
  inside,
  less,
  minimalEffect,
  type Interval,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';

/** Errors of a two-arm test at a true value on the boundary of each alternative's null, and their bounds at alpha. */
export const boundsAt = (alpha: number): Record<string, number> => ({
  greater: alpha,
  less: alpha,
  'two-sided': alpha,
  equivalence: alpha,
  'minimal effect': alpha,
  'not covered': 2 * alpha,
});

/**
 * All errors from two runs of a test: its interval at level 1 − 2·alpha for the one-sided alternatives and equivalence,
 * and that at level 1 − alpha for the two-sided ones. A claim is made where the interval lies inside its region, which
 * is p < alpha (tests/statistics/duality.test.ts). A missing interval makes no claim and covers. Equivalence and
 * minimal effect have the truth at their upper end; `width` is the distance to the other end.
 */
export function errorsAt(
  truth: number,
  width: number,
  run: (region: Region) => TestResult,
): Record<string, boolean> {
  const oneSided = run(greater(truth)).interval ?? { lower: -Infinity, upper: Infinity };
  const twoSided = run(different(truth)).interval ?? { lower: -Infinity, upper: Infinity };
  return {
    greater: inside(oneSided, greater(truth)),
    less: inside(oneSided, less(truth)),
    'two-sided': inside(twoSided, different(truth)),
    equivalence: inside(oneSided, equivalent(truth - width, truth)),
    'minimal effect': inside(twoSided, minimalEffect(truth - width, truth)),
    'not covered': !(oneSided.lower <= truth && oneSided.upper >= truth),
  };
}

/** Errors of an interval at level 1 − 2·alpha alone, and their bounds. */
export const missBoundsAt = (alpha: number): Record<string, number> => ({
  greater: alpha,
  less: alpha,
  'not covered': 2 * alpha,
});

/**
 * Whether an interval lies above the truth, which is the claim that it is greater, or below it. A missing interval
 * misses nothing.
 */
export const missesOf = (
  truth: number,
  interval: Pick<Interval, 'lower' | 'upper'> | undefined,
): Record<string, boolean> =>
  interval === undefined
    ? {}
    : {
        greater: interval.lower > truth,
        less: interval.upper < truth,
        'not covered': interval.lower > truth || interval.upper < truth,
      };
