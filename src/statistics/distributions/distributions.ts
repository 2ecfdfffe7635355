/**
 * Distribution functions. Every upper tail is computed as such and never as `1 − cdf`, so that p = 1e-300 is a number
 * and not zero. Relative error 1e-11 or better against 30-digit references.
 *
 * Parameters outside their domain give NaN, as in every library of distributions; callers check their data first.
 */
import {
  betaCdf as betaCdfOf,
  betainc,
  betaQuantile as betaQuantileOf,
  binomialQuantile as binomialQuantileOf,
  chiSquareCdf as chiSquareCdfOf,
  chiSquareQuantile as chiSquareQuantileOf,
  erfc,
  erfcinv,
  fCdf as fCdfOf,
  fQuantile as fQuantileOf,
  gammainc,
  tCdf as tCdfOf,
  tQuantile as tQuantileOf,
} from './stdlib.ts';

/** P(Z ≤ z) of the standard normal: erfc(−z/√2)/2. Example: `normalCdf(0) === 0.5`. */
export const normalCdf = (z: number): number => erfc(-z * Math.SQRT1_2) / 2;

/**
 * ln P(Z ≤ z) of the standard normal, finite where P is below the smallest number: below −30 the series −z²/2 −
 * ln(−z√(2π)) + ln(1 − 1/z² + 3/z⁴ − 15/z⁶ + 105/z⁸).
 *
 * Example: `logNormalCdf(-40)` is −804.6.
 * @see Abramowitz & Stegun 1964, equation 26.2.12
 */
export function logNormalCdf(z: number): number {
  if (z >= -30) return Math.log(normalCdf(z));
  const u = 1 / (z * z);
  return (
    (-z * z) / 2 - Math.log(-z * Math.sqrt(2 * Math.PI)) + Math.log1p(-u * (1 - u * (3 - u * (15 - u * 105))))
  );
}

/** P(Z > z) of the standard normal: erfc(z/√2)/2. Example: `normalUpper(0) === 0.5`. */
export const normalUpper = (z: number): number => erfc(z * Math.SQRT1_2) / 2;

/** The density of the standard normal at z. Example: `normalDensity(0)` is 1/√(2π). */
export const normalDensity = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/**
 * z with P(Z ≤ z) = p: −√2·erfcinv(2p), which keeps the lower tail to p = 1e-300. Example: `normalQuantile(0.5) === 0`.
 */
export const normalQuantile = (p: number): number =>
  p > 0.5 ? Math.SQRT2 * erfcinv(2 * (1 - p)) : 0 - Math.SQRT2 * erfcinv(2 * p);

/**
 * The normal quantile, finite where a probability has rounded to zero or one: for searches on its scale. Example:
 * `finiteQuantile(0)` is −38.4.
 */
export const finiteQuantile = (p: number): number =>
  normalQuantile(Math.min(1 - 1e-16, Math.max(Number.MIN_VALUE, p)));

/**
 * P(T ≤ t) of Student's t with `df` > 0 degrees of freedom, the standard normal where `df` is infinite. Example:
 * `tCdf(0, 5) === 0.5`.
 */
export const tCdf = (t: number, df: number): number => (df === Infinity ? normalCdf(t) : tCdfOf(t, df));

/** P(T > t) of Student's t: the cdf reflected. Example: `tUpper(0, 5) === 0.5`. */
export const tUpper = (t: number, df: number): number => tCdf(-t, df);

/** P(|T| ≥ |t|) of Student's t. Example: `tTwoSided(0, 5) === 1`. */
export const tTwoSided = (t: number, df: number): number => 2 * tCdf(-Math.abs(t), df);

const tQuantiles = new Map<number, Map<number, number>>();

/**
 * t with P(T ≤ t) = p; remembered, for a judgement asks for few of them many times. Example: `tQuantile(0.975, 10)` is
 * 2.228.
 */
export function tQuantile(p: number, df: number): number {
  let known = tQuantiles.get(df);
  if (!known) {
    // Satterthwaite's degrees of freedom seldom come twice.
    if (tQuantiles.size >= 1_000) tQuantiles.clear();
    tQuantiles.set(df, (known = new Map()));
  }
  const quantile = known.get(p) ?? (df === Infinity ? normalQuantile(p) : tQuantileOf(p, df));
  known.set(p, quantile);
  return quantile;
}

/** P(F ≤ x) of Fisher's F with d1, d2 degrees of freedom. Example: `fCdf(1, 3, 3) === 0.5`. */
export const fCdf = (x: number, d1: number, d2: number): number => fCdfOf(x, d1, d2);

/** P(F > x): the incomplete beta function I at d2/(d1·x + d2). Example: `fUpper(1, 3, 3)` is 0.5. */
export const fUpper = (x: number, d1: number, d2: number): number =>
  x <= 0 ? 1 : x === Infinity ? 0 : betainc(d2 / (d1 * x + d2), d2 / 2, d1 / 2);

/** x with P(F ≤ x) = p. */
export const fQuantile = (p: number, d1: number, d2: number): number => fQuantileOf(p, d1, d2);

/** P(X ≤ x) of χ² with k degrees of freedom. */
export const chiSquareCdf = (x: number, k: number): number => chiSquareCdfOf(x, k);

/**
 * P(X > x) of χ² with k degrees of freedom: the upper regularized gamma function. Example: `chiSquareUpper(0, 2) ===
 * 1`.
 */
export const chiSquareUpper = (x: number, k: number): number =>
  x <= 0 ? 1 : x === Infinity ? 0 : gammainc(x / 2, k / 2, true, true);

/** x with P(X ≤ x) = p of χ² with k degrees of freedom. */
export const chiSquareQuantile = (p: number, k: number): number => chiSquareQuantileOf(p, k);

/** P(B ≤ x) of the beta distribution with shapes a, b. */
export const betaCdf = (x: number, a: number, b: number): number => betaCdfOf(x, a, b);

/** P(B > x) of the beta distribution: the complementary incomplete beta function. */
export const betaUpper = (x: number, a: number, b: number): number =>
  x <= 0 ? 1 : x >= 1 ? 0 : betainc(x, a, b, true, true);

/** x with P(B ≤ x) = p of the beta distribution. */
export const betaQuantile = (p: number, a: number, b: number): number => betaQuantileOf(p, a, b);

/** P(K ≤ k) of the binomial with n trials and success probability `probability`: I at 1 − probability. */
export const binomialCdf = (k: number, n: number, probability: number): number => {
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  return betainc(probability, whole + 1, n - whole, true, true);
};

/** P(K > k) of the binomial. Example: `binomialUpper(-1, 3, 0.5) === 1`. */
export const binomialUpper = (k: number, n: number, probability: number): number => {
  const whole = Math.floor(k);
  if (whole < 0) return 1;
  if (whole >= n) return 0;
  return betainc(probability, whole + 1, n - whole);
};

/** The smallest k with P(K ≤ k) ≥ p of the binomial. */
export const binomialQuantile = (p: number, n: number, probability: number): number =>
  binomialQuantileOf(p, n, probability);
