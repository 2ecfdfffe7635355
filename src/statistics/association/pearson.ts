import { correlationLowerBound, correlationUpper } from '../distributions/correlation-distribution.ts';
import { pearsonOf } from './correlation.ts';
import { allEqual, mean, sumOfSquares, type Sample } from '../descriptives.ts';
import { normalQuantile } from '../distributions/distributions.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { different, type Region } from '../region.ts';
import { requireCount, requireEqualLengths, requireWithin } from '../require.ts';
import type { TestResult } from '../types.ts';
import { inOwnUnit } from '../unit.ts';

/**
 * Pearson's correlation of independent pairs, by the exact law of r for bivariate normal data (at ρ = 0 that of t =
 * r√(df/(1 − r²))): p against any boundary and the interval are inversions of one law. Choose it for a linear relation
 * between two measures, one pair a seed; for arms that share seeds choose `blockedCorrelation`.
 *
 * Needs n ≥ 4, two variables that vary and points off a line; otherwise `reason` says what is missing.
 *
 * Example: `pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).estimate` is 0.8.
 * @throws RangeError for unequal lengths
 * @see Hotelling 1953, JRSS B 15:193
 */
export function pearson(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  requireEqualLengths(x, y);
  const method = 'Pearson correlation';
  const reason = unfit(x, 4) ?? unfit(y, 4) ?? (allEqual(x) || allEqual(y) ? REASONS.constant : undefined);
  if (reason) return withoutTest(method, reason, [x.length], region);
  return correlationTest(method, pearsonOf(x, y), x.length - 2, [x.length], region, alpha);
}

/**
 * The correlation of x and y that is left when other variables are given: Pearson's of the residuals of least squares
 * on them, with n − 2 − k degrees of freedom. Choose it where a third measure (the training loss, say) moves both;
 * `blockedCorrelation` has it for arms that share seeds.
 *
 * Needs n ≥ k + 4; otherwise as `pearson`. A given variable that the others explain counts for nothing in k.
 *
 * Example: `partialCorrelation([1, 2, 3, 4, 5, 7], [2, 1, 4, 3, 5, 5], [[1], [2], [2], [3], [4],
 * [4]]).degreesOfFreedom` is 3.
 * @param given `[n, k]`
 * @throws RangeError for unequal lengths
 * @see Fisher 1924, Metron 3:329
 */
export function partialCorrelation(
  first: Sample,
  second: Sample,
  given: readonly (readonly number[])[],
  options: TestOptions = {},
): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  const [x, y] = [inOwnUnit(first), inOwnUnit(second)];
  requireEqualLengths(x, y);
  requireEqualLengths(
    x,
    given.map(() => 0),
  );
  const method = 'partial correlation';
  const columns = (given[0] ?? []).map((_, k) => inOwnUnit(given.map((row) => row[k]!)));
  const unfitColumn = columns.map((column) => unfit(column, 4)).find((found) => found !== undefined);
  const reason = unfit(x, 4) ?? unfit(y, 4) ?? unfitColumn;
  if (reason) return withoutTest(method, reason, [x.length], region);
  const basis = orthonormal(columns);
  const df = x.length - 2 - basis.length;
  if (df < 2) return withoutTest(method, REASONS.tooFew, [x.length], region);
  const [restX, restY] = [x, y].map((values) => residuals(values, basis)) as [Float64Array, Float64Array];
  // 1e-13 of the spread is what rounding leaves of a variable that is wholly explained.
  const explained = [x, y].some(
    (values, i) => sumOfSquares(i === 0 ? restX : restY) <= 1e-26 * sumOfSquares(values) * x.length,
  );
  if (explained || allEqual(x) || allEqual(y))
    return withoutTest(method, REASONS.constant, [x.length], region);
  return correlationTest(method, pearsonOf(restX, restY), df, [x.length], region, alpha);
}

function correlationTest(
  method: string,
  r: number,
  df: number,
  n: readonly number[],
  region: Region,
  alpha: number,
): TestResult {
  // 1 − r² below 1e-15 is rounding: the points lie on a line.
  if (1 - r * r < 1e-15) return withoutTest(method, REASONS.zeroVariance, n, region, { estimate: r });
  const tested = testByRule(
    {
      ends: (tail) => [correlationLowerBound(r, tail, df), -correlationLowerBound(-r, tail, df)],
      greater: (boundary) => correlationUpper(r, boundary, df),
      less: (boundary) => correlationUpper(-r, -boundary, df),
    },
    region,
    alpha,
  );
  return {
    method,
    ...tested,
    statistic: r * Math.sqrt(df / (1 - r * r)),
    degreesOfFreedom: df,
    estimate: r,
    effectSizes: [{ name: 'r', estimate: r, interval: tested.interval }],
    n,
  };
}

/**
 * Fisher's approximate interval of a correlation, tanh(atanh r ± z/√(n − 3)), for comparing with other programs;
 * `pearson` gives the exact one.
 *
 * Example: `fisherInterval(0.5, 30, 0.95)` is 0.17, 0.73.
 * @param n pairs; less the number of given variables for a partial correlation
 * @throws RangeError for fewer than four pairs, or a number outside of its range
 * @see Fisher 1921
 */
export function fisherInterval(r: number, n: number, level: number): readonly [number, number] {
  requireWithin('bound a correlation', 'a correlation', r, [-1, 1]);
  requireWithin('bound a correlation', 'a level', level, [0, 1]);
  requireCount('bound a correlation', 'pairs', n, 4);
  const reach = -normalQuantile((1 - level) / 2) / Math.sqrt(n - 3);
  return [Math.tanh(Math.atanh(r) - reach), Math.tanh(Math.atanh(r) + reach)];
}

/** Centred columns made orthonormal, twice (Björck 1967), those that the others explain left out. */
function orthonormal(columns: readonly Sample[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const rest = residuals(column, basis);
    const length = Math.sqrt(rest.reduce((total, value) => total + value * value, 0));
    if (length <= 1e-10 * Math.sqrt(sumOfSquares(column)) || length === 0) continue;
    basis.push(rest.map((value) => value / length));
  }
  return basis;
}

function residuals(values: Sample, basis: readonly Float64Array[]): Float64Array {
  const centre = mean(values);
  const rest = Float64Array.from(values, (value) => value - centre);
  for (let pass = 0; pass < 2; pass++)
    for (const direction of basis) {
      const share = direction.reduce((total, value, i) => total + value * rest[i]!, 0);
      for (let i = 0; i < rest.length; i++) rest[i]! -= share * direction[i]!;
    }
  return rest;
}
