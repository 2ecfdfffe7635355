import { gammaln } from '../distributions/stdlib.ts';
import { allEqual, allFinite, mean, sumOfSquares, type Sample } from '../descriptives.ts';
import { noncentralityFor } from '../distributions/noncentral-t.ts';
import { requireAlpha } from '../options.ts';
import type { EffectSize } from '../types.ts';
import { inUnit, unitOf } from '../unit.ts';

/**
 * The exact factor J = Γ(df/2)/(√(df/2)·Γ((df−1)/2)) that removes the bias of a standardized difference.
 * @see Hedges 1981
 */
export const hedgesFactor = (df: number): number =>
  df <= 1
    ? 0
    : df === Infinity
      ? 1
      : Math.exp(gammaln(df / 2) - Math.log(df / 2) / 2 - gammaln((df - 1) / 2));

/** A standardized difference with its parts. */
export interface StandardizedDifference {
  /** mean difference / standard deviation. */
  readonly d: number;
  /** d without its small-sample bias: J·d. */
  readonly g: number;
  readonly df: number;
  /** The factor that turns d into t: √n, or √(nm/(n + m)). */
  readonly tPerD: number;
}

/**
 * d and g of one sample (of differences) against zero, or of two samples over the pooled standard deviation.
 * @throws RangeError as `standardizedDifference`
 */
export function cohenD(first: Sample, second?: Sample): StandardizedDifference {
  requireSpread(first, second);
  const unit = unitOf(first, ...(second ? [second] : []));
  const [x, y] = [inUnit(first, unit), second && inUnit(second, unit)];
  const df = y ? x.length + y.length - 2 : x.length - 1;
  const within = [x, ...(y ? [y] : [])].reduce(
    (total, each) => total + (allEqual(each) ? 0 : sumOfSquares(each)),
    0,
  );
  const pooled = within / df;
  const d = (mean(x) - (y ? mean(y) : 0)) / Math.sqrt(pooled);
  const tPerD = Math.sqrt(y ? (x.length * y.length) / (x.length + y.length) : x.length);
  return { d, g: hedgesFactor(df) * d, df, tPerD };
}

/**
 * The exact interval of the standardized difference at level 1 − 2·alpha: noncentralities for which the observed t is
 * at the (1 − alpha) and alpha quantile, divided by √n.
 *
 * @see Hedges & Olkin 1985; Cumming & Finch 2001
 */
export function cohenDInterval(
  { d, df, tPerD }: StandardizedDifference,
  alpha: number,
): readonly [number, number] {
  const t = d * tPerD;
  // The lower end from the mirrored law, for 1 − alpha rounds to 1 at the first of many looks.
  return [-noncentralityFor(-t, df, alpha) / tPerD, noncentralityFor(t, df, alpha) / tPerD];
}

/**
 * The effect size that goes with a t test: `d for pairs` (mean of the differences over their standard deviation) of one
 * sample, Hedges' g of two; interval at level 1 − 2·alpha, that of d for both: its ends are true values, which have no
 * bias. The estimate alone where |t| is so large that the interval is numerically without meaning.
 *
 * Example: `standardizedDifference([1, 2, 3], 0.05).estimate === 2`.
 * @throws RangeError unless 0 < alpha < ½, without degrees of freedom, for values that are not finite, and where
 * nothing varies
 */
export function standardizedDifference(x: Sample, alpha: number, y?: Sample): EffectSize {
  requireAlpha(alpha);
  const parts = cohenD(x, y);
  const name = y ? "Hedges' g" : 'd for pairs';
  const estimate = y ? parts.g : parts.d;
  if (!(Math.abs(parts.d * parts.tPerD) < 1e3)) return { name, estimate };
  const [lower, upper] = cohenDInterval(parts, alpha);
  return { name, estimate, interval: { lower, upper, level: 1 - 2 * alpha } };
}

/** @throws RangeError where no standard deviation exists, or none above zero */
function requireSpread(x: Sample, y: Sample | undefined): void {
  const samples = y ? [x, y] : [x];
  const df = samples.reduce((total, { length }) => total + length - 1, 0);
  const known = samples.every((sample) => sample.length > 0 && allFinite(sample));
  if (df < 1 || !known || samples.every(allEqual))
    throw new RangeError(
      `Cannot standardize a difference: expected finite values that vary within a sample, got ${samples.map((sample) => `[${Array.from(sample).join(', ')}]`).join(' and ')}`,
    );
}
