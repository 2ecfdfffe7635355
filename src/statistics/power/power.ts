import { expectOverScale } from '../distributions/chi-scale.ts';
import { normalCdf, normalUpper, tQuantile, tUpper } from '../distributions/distributions.ts';
import { DEFAULT_ALPHA, requireAlpha } from '../options.ts';
import { tailAlpha, type Region } from '../region.ts';
import { requireWithin } from '../require.ts';

/** A design whose estimate is normal with a standard error that is estimated with `df` degrees of freedom. */
export interface TDesign {
  /** The true value of the parameter. */
  readonly truth: number;
  /** The true standard error, > 0. */
  readonly standardError: number;
  readonly df: number;
  readonly region: Region;
  readonly alpha?: number;
}

/**
 * The probability that a t test establishes that the parameter lies in its region (`supported`) or that it lies wholly
 * outside (`refuted`). Exact, for all five alternatives by one integral over the estimated standard error s·SE, S ~
 * χ/√df: given s the interval is the estimate ± t·s·SE, and where it lies is a normal probability. For a region between
 * two ends this is Owen's Q, the exact power of TOST.
 *
 * Example: two-sided, paired, effect of one standard deviation, n = 10: `powerOfTDesign({ truth: 1, standardError: 1 /
 * Math.sqrt(10), df: 9, region: different() })` is 0.803.
 * @throws RangeError unless the truth is finite and the standard error finite and above zero
 * @see Owen 1965; Phillips 1990
 */
export function powerOfTDesign(design: TDesign, verdict: 'supported' | 'refuted' = 'supported'): number {
  const { truth, standardError, df, region, alpha = DEFAULT_ALPHA } = design;
  if (!(standardError > 0 && standardError < Infinity && Number.isFinite(truth)))
    throw new RangeError(
      `Cannot plan a t test: expected a finite truth and a standard error above zero, got ${truth} and ${standardError}`,
    );
  const critical = -tQuantile(tailAlpha(region, alpha), df);
  const [lower, upper] = [(region.lower - truth) / standardError, (region.upper - truth) / standardError];
  const beyond = Boolean(region.outside) === (verdict === 'supported');
  const apart = region.outside && region.upper > region.lower;
  const quantile = (s: number) => (apart ? nearerEnd(alpha, df, (upper - lower) / s) : critical);
  if (beyond)
    return expectOverScale(
      df,
      (s) => normalCdf(lower - quantile(s) * s) + normalUpper(upper + quantile(s) * s),
      { sharpness: critical },
    );
  const to = (upper - lower) / (2 * critical);
  return expectOverScale(df, (s) => Math.max(0, between(lower + critical * s, upper - critical * s)), {
    to,
    sharpness: critical,
  });
}

/**
 * The quantile t with P(T > t) + P(T > t + width) = alpha, at which a minimal effect is found: the farther end is
 * `width` standard errors away. Between the one-sided and the two-sided quantile; 40 halvings leave less than 1e-10 of
 * it.
 */
function nearerEnd(alpha: number, df: number, width: number): number {
  let [low, high] = [-tQuantile(alpha, df), -tQuantile(alpha / 2, df)];
  if (tUpper(low + width, df) < 1e-12) return low;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (tUpper(middle, df) + tUpper(middle + width, df) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

/** P(a < Z < b), from the tail that loses no digits. */
const between = (a: number, b: number): number =>
  a > 0 ? normalUpper(a) - normalUpper(b) : normalCdf(b) - normalCdf(a);

/** What a t test is planned for; differences and standard deviation in the unit of the measure. */
export interface TPlan {
  /** The true difference that is assumed. */
  readonly difference: number;
  /** Of the differences for pairs, of one value within an arm for two samples. */
  readonly standardDeviation: number;
  readonly region: Region;
  readonly alpha?: number;
}

/**
 * Power of the paired (one-sample) t test or TOST with n pairs. 0 below two pairs.
 *
 * Example: `powerPaired(8, { difference: 0, standardDeviation: 0.004, region: equivalent(0.01) })`.
 * @throws RangeError unless the standard deviation is finite and above zero
 */
export const powerPaired = (n: number, plan: TPlan, verdict?: 'supported' | 'refuted'): number =>
  n < 2
    ? 0
    : powerOfTDesign(
        {
          ...plan,
          truth: plan.difference,
          standardError: plan.standardDeviation / Math.sqrt(n),
          df: n - 1,
        },
        verdict,
      );

/**
 * Power of the two-sample t test or TOST with sizes n and m (equal unless given) and a common variance.
 * @throws RangeError as `powerPaired`
 */
export const powerTwoSample = (
  n: number,
  plan: TPlan,
  { m = n, verdict = 'supported' }: { readonly m?: number; readonly verdict?: 'supported' | 'refuted' } = {},
): number =>
  n + m < 3
    ? 0
    : powerOfTDesign(
        {
          ...plan,
          truth: plan.difference,
          standardError: plan.standardDeviation * Math.sqrt(1 / n + 1 / m),
          df: n + m - 2,
        },
        verdict,
      );

/**
 * Power of the test of a correlation of n pairs against zero, by Fisher's z with its bias term, as R's `pwr.r.test`.
 *
 * Example: `powerCorrelation(50, 0.4)` is 0.836.
 * @see Cohen 1988, chapter 3
 */
export function powerCorrelation(
  n: number,
  r: number,
  { alpha = DEFAULT_ALPHA, sided = 'two' }: { readonly alpha?: number; readonly sided?: 'one' | 'two' } = {},
): number {
  requireAlpha(alpha);
  requireWithin('plan for a correlation', 'a correlation', r, [-1, 1]);
  requireWithin('plan for a correlation', 'pairs', n, [0, Number.MAX_SAFE_INTEGER]);
  if (n < 4) return 0;
  const t = -tQuantile(sided === 'two' ? alpha / 2 : alpha, n - 2);
  const critical = Math.atanh(Math.sqrt((t * t) / (t * t + n - 2)));
  const expected = Math.atanh(r) + r / (2 * (n - 1));
  const scale = Math.sqrt(n - 3);
  const above = normalCdf((expected - critical) * scale);
  return sided === 'one' ? above : above + normalCdf((-expected - critical) * scale);
}
