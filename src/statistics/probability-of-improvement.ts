import { mean, ranksOf, sumOfSquares, type Sample } from './descriptives.ts';
import { tQuantile } from './distributions.ts';
import type { EffectSize } from './types.ts';

/** A12 with its standard error and degrees of freedom. */
export interface Placement {
  /** P(X > Y) + ½·P(X = Y), estimated. */
  readonly estimate: number;
  /** 0 where the samples do not overlap. */
  readonly standardError: number;
  readonly df: number;
}

/**
 * The estimated probability that a value of x is above one of y (ties half), with the standard error from the placements and the degrees of
 * freedom of Brunner and Munzel. Both samples need two values for a standard error.
 *
 * @see Brunner & Munzel 2000
 */
export function placement(x: Sample, y: Sample): Placement {
  const [n, m] = [x.length, y.length];
  const { ranks } = ranksOf([...Array.from(x), ...Array.from(y)]);
  const place = (own: Sample, offset: number): Float64Array => {
    const within = ranksOf(own).ranks;
    return within.map((rank, i) => ranks[offset + i]! - rank);
  };
  const [px, py] = [place(x, 0), place(y, n)];
  const estimate = mean(px) / m;
  const vx = sumOfSquares(px) / (n - 1) / (m * m) / n;
  const vy = sumOfSquares(py) / (m - 1) / (n * n) / m;
  const total = vx + vy;
  const df = total > 0 ? 1 / ((vx / total) ** 2 / (n - 1) + (vy / total) ** 2 / (m - 1)) : n + m - 2;
  return { estimate, standardError: n > 1 && m > 1 ? Math.sqrt(total) : 0, df };
}

/**
 * The probability of improvement A12 = P(X > Y) + ½·P(X = Y) with the interval estimate ± t·SE, cut to [0, 1]; the estimate alone where the samples do
 * not overlap, for then no standard error exists.
 *
 * Example: `probabilityOfImprovement([2, 3], [1, 2], 0.05).estimate === 0.875`.
 * @see Vargha & Delaney 2000; Brunner & Munzel 2000
 */
export function probabilityOfImprovement(x: Sample, y: Sample, alpha: number): EffectSize {
  const name = 'probability of improvement';
  const { estimate, standardError, df } = placement(x, y);
  if (!(standardError > 0)) return { name, estimate };
  const reach = -tQuantile(alpha, df) * standardError;
  const lower = Math.max(0, estimate - reach);
  const upper = Math.min(1, estimate + reach);
  return { name, estimate, interval: { lower, upper, level: 1 - 2 * alpha } };
}

/** Cliff's delta, P(X > Y) − P(X < Y) = 2·A12 − 1, with the interval of A12 on its scale. @see Cliff 1996 */
export function cliffsDelta(x: Sample, y: Sample, alpha: number): EffectSize {
  const { estimate, interval } = probabilityOfImprovement(x, y, alpha);
  const name = "Cliff's delta";
  if (!interval) return { name, estimate: 2 * estimate - 1 };
  const { lower, upper, level } = interval;
  return {
    name,
    estimate: 2 * estimate - 1,
    interval: { lower: 2 * lower - 1, upper: 2 * upper - 1, level },
  };
}
