import { gammaln as lnGamma } from '../distributions/stdlib.ts';
import { mean, variance, type Sample } from '../descriptives.ts';
import { DEFAULT_ALPHA, requireAlpha, type TestOptions } from '../options.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { alternativeOf, different, type Region } from '../region.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';
import { requireCount, requireWithin } from '../require.ts';

/**
 * log E of the t statistic of n values against the boundary, its effect drawn from N(0, g): −½ log(1 + ng) + (ν + 1)/2
 * · [log1p(t²/ν) − log1p(t²/(ν(1 + ng)))], ν = n − 1. Under the boundary E is an e-process: P(E ≥ 1/α at any n) ≤ α.
 *
 * Example: `logEValueOfT(54, -0.42262051113027155, 1)` is −1.9145.
 * @see Rouder et al. 2009 (fixed g); Hendriksen, de Heide & Grünwald 2021; Wang & Ramdas 2024
 */
export function logEValueOfT(n: number, t: number, g = 1): number {
  requireCount('bet on a mean', 'values', n, 2);
  requireWithin('bet on a mean', 'the variance of the effect', g, [0, Number.MAX_VALUE]);
  if (Number.isNaN(t)) throw new RangeError('Cannot bet on a mean: expected a t statistic, got NaN');
  const df = n - 1;
  const spread = 1 + n * g;
  // log1p(u) − log1p(u/spread) without ∞ − ∞.
  const gain = Math.log(spread) - Math.log1p((spread - 1) / (1 + (t * t) / df));
  return -0.5 * Math.log(spread) + ((df + 1) / 2) * gain;
}

export interface AnytimeOptions extends TestOptions {
  /**
   * Variance of the effect (in standard deviations) that the e-value bets on; default 1. Smaller suits smaller effects.
   */
  readonly g?: number;
}

/**
 * A mean that may be looked at after every replicate: the confidence sequence of the t e-value, x̄ ± SE·√(νs), s = (A −
 * 1)/(1 − A/(1 + ng)), A = ((1 + ng)^½/α)^(2/(ν+1)), holds the mean at all n at once with confidence 1 − alpha; p = 1/E
 * at the boundary that decides (1 where the estimate lies on its null's side), so p < alpha exactly when the interval
 * lies inside the region. Both sides err at most alpha together, hence the level 1 − alpha for every region.
 *
 * Choose it when the looks are not planned; planned looks (`alphaByLook`) need fewer replicates. The interval is
 * infinite while A ≥ 1 + ng (few values and small alpha).
 *
 * Needs n ≥ 2 and a variance above zero; otherwise `reason` says what is missing. Statistic log E.
 *
 * Example: `anytimeMean([1.1, 0.9, 1.2, 1, 0.8, 1.1], { region: greater(0) }).p` is 0.0104.
 * @see Wang & Ramdas 2024, Anytime-valid t-tests and confidence sequences for Gaussian means with unknown variance
 */
export function anytimeMean(x: Sample, options: AnytimeOptions = {}): TestResult {
  return ofAnySize([x], options, ([u], inUnit) => anytimeInUnit(u!, inUnit));
}

function anytimeInUnit(x: Sample, options: AnytimeOptions): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, g = 1 } = options;
  const method = 'anytime-valid t, normal mixture';
  const n = x.length;
  const reason = unfit(x, 2);
  if (reason) return withoutTest(method, reason, [n], region);
  const estimate = mean(x);
  const spread = variance(x);
  if (!(spread > 0)) return withoutTest(method, REASONS.zeroVariance, [n], region, { estimate });
  const standardError = Math.sqrt(spread / n);
  const logE = (boundary: number): number => logEValueOfT(n, (estimate - boundary) / standardError, g);
  const bet = 1 + n * g;
  const a = Math.exp((2 / n) * (0.5 * Math.log(bet) - Math.log(alpha)));
  const reach = a < bet ? standardError * Math.sqrt(((n - 1) * (a - 1)) / (1 - a / bet)) : Infinity;
  const decisive = boundaryOf(region, estimate);
  return {
    method,
    alternative: alternativeOf(region),
    statistic: decisive === undefined ? 0 : logE(decisive),
    p: decisive === undefined ? 1 : Math.min(1, Math.exp(-logE(decisive))),
    estimate,
    interval: { lower: estimate - reach, upper: estimate + reach, level: 1 - alpha },
    effectSizes: [{ name: 'standardized mean', estimate: estimate / Math.sqrt(spread) }],
    n: [n],
  };
}

/** The boundary closest to an estimate inside the region; undefined for an estimate outside of it. */
function boundaryOf({ lower, upper, outside }: Region, estimate: number): number | undefined {
  if (outside) return estimate < lower ? lower : estimate > upper ? upper : undefined;
  if (!(estimate > lower && estimate < upper)) return undefined;
  return estimate - lower < upper - estimate ? lower : upper;
}

/**
 * The confidence sequence of the normal mixture for the mean of sub-Gaussian values of known σ: radius √((V + ρ) log((V
 * + ρ)/(ρα²)))/n, V = nσ²; ρ makes it narrowest at `optimalAt` values. log E is that of the mean against 0.
 *
 * Example: `normalMixture({ n: 84, mean: 0.33, sigma: 0.97, alpha: 0.05, optimalAt: 7 }).radius` is 0.35.
 * @see Robbins 1970; Howard, Ramdas, McAuliffe & Sekhon 2021, Annals of Statistics 49:1055, proposition 5
 */
export function normalMixture(at: {
  readonly n: number;
  readonly mean: number;
  readonly sigma: number;
  readonly alpha: number;
  readonly optimalAt: number;
}): { readonly rho: number; readonly radius: number; readonly logE: number } {
  const { n, sigma, optimalAt } = at;
  const alpha = requireAlpha(at.alpha);
  requireCount('follow a mean', 'values', n, 1);
  requireWithin('follow a mean', 'a mean', at.mean, [-Number.MAX_VALUE, Number.MAX_VALUE]);
  for (const [name, value] of Object.entries({ sigma, optimalAt }))
    requireWithin('follow a mean', name, value, [Number.MIN_VALUE, Number.MAX_VALUE]);
  const rho = (optimalAt * sigma * sigma) / (-lambertLower(2 * Math.log(alpha) - 1) - 1);
  const variation = n * sigma * sigma;
  const radius = Math.sqrt((variation + rho) * Math.log((variation + rho) / (rho * alpha * alpha))) / n;
  const total = n * at.mean;
  const logE = -0.5 * Math.log((rho + variation) / rho) + (total * total) / (2 * (variation + rho));
  return { rho, radius, logE };
}

/**
 * The lower branch W₋₁ of Lambert's function at −exp(logarithm), logarithm < −1: w = logarithm − log(−w), by Newton's
 * method.
 */
function lambertLower(logarithm: number): number {
  let w = logarithm - Math.log(-logarithm);
  for (let step = 0; step < 50; step++) {
    const change = ((w + Math.log(-w) - logarithm) * w) / (w + 1);
    w -= change;
    if (Math.abs(change) < 1e-15 * Math.abs(w)) break;
  }
  return w;
}

/**
 * The empirical-Bernstein confidence sequence for the mean of values in [0, 1], whatever their distribution: Σλx/Σλ ±
 * (log(2/α) + Σ vψ(λ))/Σλ with predictable bets λₜ = min(√(2 log(2/α)/(σ̂²ₜ₋₁ t log(t + 1))), cap). Choose it for
 * accuracies and shares; nothing is assumed of their shape.
 *
 * @param x values in [0, 1], in the order in which they came (the order matters: each bet uses the values before it)
 * @throws RangeError for a value outside [0, 1], and unless 0 < alpha < ½
 * @see Waudby-Smith & Ramdas 2024, JRSS B 86:1, theorem 2
 * @example empiricalBernstein([0.9, 0.91, 0.89], 0.05).center
 */
export function empiricalBernstein(
  x: Sample,
  alpha: number,
  cap = 0.5,
): { readonly center: number; readonly radius: number } {
  requireAlpha(alpha);
  let [bets, gains, penalty] = [0, 0, 0];
  let [total, squares] = [0.5, 0.25]; // one pseudo-observation at ½ with variance ¼
  let [centre, spread] = [0.5, 0.25];
  for (let t = 1; t <= x.length; t++) {
    const value = x[t - 1]!;
    if (!(value >= 0 && value <= 1))
      throw new RangeError(`Cannot bound a mean: expected values in [0, 1], got ${value} at ${t - 1}`);
    const bet = Math.min(cap, Math.sqrt((2 * Math.log(2 / alpha)) / (spread * t * Math.log(t + 1))));
    bets += bet;
    gains += bet * value;
    penalty += (value - centre) ** 2 * (-Math.log1p(-bet) - bet); // 4(x − μ)² · ψ, ψ = (−log(1 − λ) − λ)/4
    total += value;
    centre = total / (t + 1);
    squares += (value - centre) ** 2;
    spread = squares / (t + 1);
  }
  return { center: gains / bets, radius: (Math.log(2 / alpha) + penalty) / bets };
}

/**
 * log E of `wins` in n trials against the success probability p₀, mixed over Beta(½, ½): an e-process for sign tests
 * looked at after every pair.
 *
 * Example: `logEValueOfWins(43, 11)` is 3.24.
 * @see Robbins 1970, AMS 41:1397
 */
export function logEValueOfWins(n: number, wins: number, probability = 0.5): number {
  requireCount('bet on wins', 'trials', n, 0);
  requireWithin('bet on wins', 'wins', wins, [0, n]);
  const mixture = lnGamma(wins + 0.5) + lnGamma(n - wins + 0.5) - lnGamma(n + 1) - Math.log(Math.PI);
  return mixture - wins * Math.log(probability) - (n - wins) * Math.log1p(-probability);
}
