import { gammaln } from './stdlib.ts';
import {
  betaCdf,
  betaUpper,
  chiSquareCdf,
  chiSquareUpper,
  finiteQuantile,
  normalQuantile,
} from './distributions.ts';
import { fallingRoot } from '../false-position.ts';

/**
 * Terms that weigh less than this beside the heaviest are left out. In a deep tail light terms decide: there a term
 * with few degrees of freedom is the large one.
 */
const NEGLIGIBLE = 1e-290;

/** Between these sizes y and its odds are numbers; what is beyond is taken for the end, whose tail is below 1e-150. */
const [LEAST, MOST] = [1e-300, 1e300];
const ofSize = (x: number): number => Math.min(MOST, Math.max(LEAST, x));

/** Beyond this noncentrality the numerator of F, of relative standard deviation 2/√λ, is taken for its mean. */
const LARGE = 1e7;

/** Poisson probabilities of `first`, `first` + 1, … that are not negligible beside the largest; they sum to 1. */
interface PoissonWeights {
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * From the largest weight outwards. Divided by their sum: that of the mode, from logarithms, would be known to 1e-16 of
 * its logarithm's parts only.
 */
function poissonWeights(rate: number): PoissonWeights {
  const mode = Math.floor(rate);
  const [below, above]: [number[], number[]] = [[], []];
  for (let [j, weight] = [mode, mode / rate]; j > 0 && weight > NEGLIGIBLE; weight *= --j / rate)
    below.push(weight);
  for (let [j, weight] = [mode, 1]; weight > NEGLIGIBLE; weight *= rate / ++j) above.push(weight);
  const all = Float64Array.from([...below.reverse(), ...above]);
  const total = all.reduce((sum, weight) => sum + weight, 0);
  return { first: mode - below.length, weights: all.map((weight) => weight / total) };
}

/** ln of y^a (1 − y)^b / (a·B(a, b)) = I_y(a, b) − I_y(a + 1, b), from the odds y/(1 − y). */
const logStep = (odds: number, a: number, b: number): number =>
  -a * Math.log1p(1 / odds) - b * Math.log1p(odds) + gammaln(a + b) - gammaln(a + 1) - gammaln(b);

/**
 * P(F ≤ f) of the noncentral F law with d₁ and d₂ degrees of freedom and noncentrality λ ≥ 0, as a Poisson mixture of
 * beta laws: Σ_j Poisson(j; λ/2) · I_y(d₁/2 + j, d₂/2), y = d₁f/(d₁f + d₂). One beta law is computed as such and the
 * others from their differences, added from the smallest on. For λ > 1e7 it is the law of χ²(d₂), whose error is of
 * order d₂/λ.
 *
 * @see Johnson, Kotz & Balakrishnan 1995, equation 30.10
 * @example noncentralFCdf(1, 2, 12, 0.5) // 0.52359…
 */
export function noncentralFCdf(f: number, d1: number, d2: number, noncentrality: number): number {
  if (f <= 0) return 0;
  if (f === Infinity) return 1;
  const x = ofSize(f);
  if (noncentrality > LARGE) return chiSquareUpper((d2 * (d1 + noncentrality)) / (d1 * x), d2);
  const [y, odds, b] = [(d1 * x) / (d1 * x + d2), (d1 * x) / d2, d2 / 2];
  if (noncentrality === 0) return betaCdf(y, d1 / 2, b);
  const { first, weights } = poissonWeights(noncentrality / 2);
  let a = d1 / 2 + first + weights.length - 1;
  let law = betaCdf(y, a, b);
  let step = logStep(odds, a, b);
  let sum = 0;
  for (let at = weights.length - 1; at >= 0; at--) {
    sum += weights[at]! * law;
    step += Math.log(a / (y * (a - 1 + b)));
    a--;
    law += Math.exp(step);
  }
  return Math.min(1, sum);
}

/** P(F > f), never as a difference from 1. */
export function noncentralFUpper(f: number, d1: number, d2: number, noncentrality: number): number {
  if (f <= 0) return 1;
  if (f === Infinity) return 0;
  const x = ofSize(f);
  if (noncentrality > LARGE) return chiSquareCdf((d2 * (d1 + noncentrality)) / (d1 * x), d2);
  const [y, odds, b] = [(d1 * x) / (d1 * x + d2), (d1 * x) / d2, d2 / 2];
  if (noncentrality === 0) return betaUpper(y, d1 / 2, b);
  const { first, weights } = poissonWeights(noncentrality / 2);
  let a = d1 / 2 + first;
  let law = betaUpper(y, a, b);
  let step = logStep(odds, a, b);
  let sum = 0;
  for (const weight of weights) {
    sum += weight * law;
    law += Math.exp(step);
    step += Math.log((y * (a + b)) / (a + 1));
    a++;
  }
  return Math.min(1, sum);
}

/**
 * The noncentrality for which P(F ≤ x) is p; 0 where even λ = 0 gives less, ∞ for p = 0 or an infinite x. P falls as λ
 * grows, its normal quantile almost linearly in √λ.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1
 * @example noncentralityOfF(1, 2, 12, 0.5235947473262010) // 0.5
 */
export function noncentralityOfF(x: number, d1: number, d2: number, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Cannot find a noncentrality: expected 0 ≤ p ≤ 1, got ${p}`);
  if (noncentralFCdf(x, d1, d2, 0) <= p) return 0;
  if (p === 0 || x === Infinity) return Infinity;
  const goal = normalQuantile(p);
  const excess = (root: number): number => finiteQuantile(noncentralFCdf(x, d1, d2, root * root)) - goal;
  return fallingRoot(excess, { low: 0, high: Math.sqrt(d1 * x) + 1 }) ** 2;
}
