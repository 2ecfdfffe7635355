import gammaln from '@stdlib/math-base-special-gammaln';
import { betaCdf, betaUpper } from './distributions.ts';

/** Terms of the mixture below this weight no longer move a double. */
const NEGLIGIBLE = 1e-18;

/**
 * Sums Poisson weights times a tail of the beta law, from the largest weight outwards.
 * P(F ≤ x) = Σ_j Poisson(j; λ/2) · I_{d₁x/(d₁x + d₂)}(d₁/2 + j, d₂/2).
 */
function mixture(noncentrality: number, term: (j: number) => number): number {
  const half = noncentrality / 2;
  if (half === 0) return term(0);
  const mode = Math.floor(half);
  const largest = Math.exp(mode * Math.log(half) - half - gammaln(mode + 1));
  let sum = 0;
  for (let [j, weight] = [mode, largest]; j >= 0 && weight > NEGLIGIBLE; weight *= j-- / half)
    sum += weight * term(j);
  for (let [j, weight] = [mode + 1, (largest * half) / (mode + 1)]; weight > NEGLIGIBLE; weight *= half / ++j)
    sum += weight * term(j);
  return Math.min(1, sum);
}

/**
 * P(F ≤ x) of the noncentral F law with d₁ and d₂ degrees of freedom and noncentrality λ ≥ 0, as a Poisson mixture of beta laws.
 *
 * @see Johnson, Kotz & Balakrishnan 1995, equation 30.10
 * @example noncentralFCdf(1, 2, 12, 0.5) // 0.52359…
 */
export const noncentralFCdf = (x: number, d1: number, d2: number, noncentrality: number): number =>
  x <= 0 ? 0 : mixture(noncentrality, (j) => betaCdf((d1 * x) / (d1 * x + d2), d1 / 2 + j, d2 / 2));

/** P(F > x), never as a difference from 1. */
export const noncentralFUpper = (x: number, d1: number, d2: number, noncentrality: number): number =>
  x <= 0 ? 1 : mixture(noncentrality, (j) => betaUpper((d1 * x) / (d1 * x + d2), d1 / 2 + j, d2 / 2));

/**
 * The noncentrality for which P(F ≤ x) is p; 0 where even λ = 0 gives less. P falls as λ grows.
 *
 * @example noncentralityOfF(1, 2, 12, 0.5235947473262010) // 0.5
 */
export function noncentralityOfF(x: number, d1: number, d2: number, p: number): number {
  if (noncentralFCdf(x, d1, d2, 0) <= p) return 0;
  let [low, high] = [0, Math.max(1, d1 * x)];
  while (noncentralFCdf(x, d1, d2, high) > p) [low, high] = [high, 2 * high];
  // 1e-12 relative, far below the error of any sample; about 40 halvings.
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (noncentralFCdf(x, d1, d2, middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
