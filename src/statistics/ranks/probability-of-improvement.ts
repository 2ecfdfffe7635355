import { mean, ranksOf, sumOfSquares, type Sample } from '../descriptives.ts';
import { fallingRoot } from '../false-position.ts';
import { logit, logitRule } from './improvement-rule.ts';
import type { IntervalRule } from '../interval-rule.ts';
import { requireAlpha } from '../options.ts';
import type { EffectSize } from '../types.ts';
import { requireCount, requireSamples, requireWithin } from '../require.ts';

/** A12 with its standard error and degrees of freedom. */
export interface Placement {
  /** P(X > Y) + ½·P(X = Y), estimated. */
  readonly estimate: number;
  /** 0 where the samples do not overlap. */
  readonly standardError: number;
  readonly df: number;
}

/**
 * The estimated probability that a value of x is above one of y (ties half), with the standard error from the
 * placements and the degrees of freedom of Brunner and Munzel. Both samples need two values for a standard error.
 *
 * @throws RangeError without a finite value in each sample, or with one that is not
 * @see Brunner & Munzel 2000
 */
export function placement(x: Sample, y: Sample): Placement {
  requireSamples('place samples', [x, y]);
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
 * The ends of an interval for A12 that holds for any two laws, with error rate `alpha` on each side: all θ with k·KL(a,
 * θ) ≤ ln(1/alpha), where a is the estimate, k the size of the smaller sample and KL(a, θ) = a·ln(a/θ) + (1 − a)·ln((1
 * − a)/(1 − θ)). Samples apart have alpha^(1/k) as their lower end, which is the interval of Clopper and Pearson for k
 * pairs, all won, and no shorter one holds: θ^k is the probability that all of k values lie above, where each lies
 * above all others or below them.
 *
 * @see Hoeffding 1963, theorem 1 (2.1) with section 5a (two-sample U-statistics); Clopper & Pearson 1934
 */
export function placementBounds(estimate: number, k: number, alpha: number): readonly [number, number] {
  requireWithin('bound a probability of improvement', 'an estimate', estimate, [0, 1]);
  requireCount('bound a probability of improvement', 'the size of a sample', k, 1);
  const reach = -Math.log(alpha) / k;
  const upperEnd = (a: number): number => {
    if (a === 1 || reach === Infinity) return 1;
    if (a === 0) return -Math.expm1(-reach);
    const low = Math.log(a / (1 - a));
    return 1 / (1 + Math.exp(-fallingRoot((logit) => reach - divergence(a, logit), { low, high: low + 1 })));
  };
  const lowerEnd = (a: number): number => (a === 1 ? Math.exp(-reach) : 1 - upperEnd(1 - a));
  return [lowerEnd(estimate), upperEnd(estimate)];
}

/** The rule of those bounds: p of θ ≤ b is exp(−k·KL(a, b)) for b below the estimate, 1 above it. */
export const boundsRule = (estimate: number, k: number): IntervalRule => {
  const p = (a: number, b: number): number =>
    b <= 0 ? 0 : b >= a ? 1 : Math.exp(-k * divergence(a, logit(b)));
  return {
    ends: (tail) => placementBounds(estimate, k, tail),
    greater: (b) => p(estimate, b),
    less: (b) => p(1 - estimate, 1 - b),
  };
};

/** KL(a, θ) in nats, from the logit of θ, with 0 < a < 1. @see Kullback & Leibler 1951 */
const divergence = (a: number, logit: number): number =>
  a * (Math.log(a) + softplus(-logit)) + (1 - a) * (Math.log(1 - a) + softplus(logit));

/** ln(1 + eˣ). */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * The probability of improvement A12 = P(X > Y) + ½·P(X = Y) with the interval logit A12 ± t·SE/(A12·(1 − A12)), taken
 * back: the estimate is skewed towards ½, so that estimate ± t·SE lies above a true 0.76 twice as often as alpha. Where
 * no standard error exists, because the samples do not overlap or one has a single value, the interval is that of
 * `placementBounds`, which is wide but holds for any laws.
 *
 * Example: `probabilityOfImprovement([2, 3], [1, 2], 0.05).estimate === 0.875`.
 * @throws RangeError without a finite value in each sample, or with one that is not, and unless 0 < alpha < ½
 * @see Vargha & Delaney 2000; Brunner & Munzel 2000; Pepe 2003, The Statistical Evaluation of Medical Tests (logit of
 * an area)
 */
export function probabilityOfImprovement(x: Sample, y: Sample, alpha: number): EffectSize {
  const name = 'probability of improvement';
  requireAlpha(alpha);
  requireSamples('estimate a probability of improvement', [x, y]);
  const { estimate, standardError, df } = placement(x, y);
  const [lower, upper] =
    standardError > 0
      ? logitRule(estimate, standardError, df).ends(alpha)
      : placementBounds(estimate, Math.min(x.length, y.length), alpha);
  return { name, estimate, interval: { lower, upper, level: 1 - 2 * alpha } };
}

/**
 * Cliff's delta, P(X > Y) − P(X < Y) = 2·A12 − 1, with the interval of A12 on its scale.
 * @throws RangeError as `probabilityOfImprovement`
 * @see Cliff 1996
 */
export function cliffsDelta(x: Sample, y: Sample, alpha: number): EffectSize {
  const { estimate, interval } = probabilityOfImprovement(x, y, alpha);
  const name = "Cliff's delta";
  const { lower, upper, level } = interval!;
  return {
    name,
    estimate: 2 * estimate - 1,
    interval: { lower: 2 * lower - 1, upper: 2 * upper - 1, level },
  };
}
