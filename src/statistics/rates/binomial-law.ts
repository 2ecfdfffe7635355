import { gammaln } from '../distributions/stdlib.ts';

/**
 * Probabilities of a binomial with up to a fixed number of trials, for those who ask for many of them: logarithms of
 * factorials are looked up.
 */
export interface BinomialLaw {
  /** P(K = k). */
  readonly mass: (k: number, n: number, probability: number) => number;
  /** P(K ≥ k). */
  readonly upper: (k: number, n: number, probability: number) => number;
}

/**
 * Binomial probabilities of up to `most` trials. A tail is summed from its largest term outwards until terms are 1e-17
 * of it, so it is as exact where it is tiny, and it takes some ten standard deviations of steps.
 *
 * Example: `binomialLaw(10).upper(1, 10, 0.5)` is 1 − 2⁻¹⁰.
 */
export function binomialLaw(most: number): BinomialLaw {
  const logFactorial = Float64Array.from({ length: most + 1 }, (_, k) => gammaln(k + 1));
  const mass = (k: number, n: number, probability: number): number => {
    if (probability <= 0) return k === 0 ? 1 : 0;
    if (probability >= 1) return k === n ? 1 : 0;
    const choices = logFactorial[n]! - logFactorial[k]! - logFactorial[n - k]!;
    return Math.exp(choices + k * Math.log(probability) + (n - k) * Math.log1p(-probability));
  };
  const upper = (k: number, n: number, probability: number): number => {
    if (k <= 0) return 1;
    if (k > n || probability <= 0) return 0;
    if (probability >= 1) return 1;
    const odds = probability / (1 - probability);
    const start = Math.max(k, Math.floor((n + 1) * probability));
    const first = mass(start, n, probability);
    let total = first;
    for (let j = start, term = first; j < n && term > 1e-17 * total; j++)
      total += term *= ((n - j) / (j + 1)) * odds;
    for (let j = start, term = first; j > k && term > 1e-17 * total; j--)
      total += term *= j / ((n - j + 1) * odds);
    return Math.min(1, total);
  };
  return { mass, upper };
}
