import { gammaln as lnGamma } from './stdlib.ts';
import { normalQuantile, tUpper } from './distributions.ts';
import { gaussLegendre, integrate } from './quadrature.ts';
import { requireWithin } from '../require.ts';

/**
 * P(R ≥ r) of the sample correlation of n = df + 2 bivariate normal pairs with correlation ρ. At ρ = 0 it is Student's
 * t; elsewhere Hotelling's density, in z = atanh r and ζ = atanh ρ
 *
 *   f(z) = (n − 2)Γ(n − 1)/(√(2π)Γ(n − ½)) · √(cosh z/cosh ζ) · cosh(z − ζ)^−(n − 3/2) · ₂F₁(½, ½; n − ½; (1 + ρr)/2),
 *
 * integrated from the tail's end, so that small tails keep their digits: 1e-10 relative against SciPy's and R's t at ρ
 * → 0, 1e-9 elsewhere.
 *
 * @param r −1 … 1
 * @param rho −1 … 1
 * @param df n − 2, at least 1; n − 2 − k for a partial correlation given k variables
 * @see Hotelling 1953, New light on the correlation coefficient and its transforms, JRSS B 15:193, equation 25
 * @example correlationUpper(0.5, 0, 10) // tUpper(0.5·√(10/0.75), 10)
 */
export function correlationUpper(r: number, rho: number, df: number): number {
  if (Number.isNaN(rho)) throw new RangeError('Cannot place a correlation: expected a boundary, got NaN');
  requireWithin('place a correlation', 'a correlation', r, [-1, 1]);
  requireWithin('place a correlation', 'degrees of freedom', df, [1, Number.MAX_VALUE]);
  if (rho >= 1) return 1; // R is ρ
  if (rho <= -1) return r <= -1 ? 1 : 0;
  if (rho === 0) return tUpper(r * Math.sqrt(df / (1 - r * r)), df);
  const [z, zeta] = [Math.atanh(r), Math.atanh(rho)];
  if (z < zeta) return 1 - tail(-z, -zeta, df);
  return tail(z, zeta, df);
}

/** ∫ f from z upwards, z ≥ ζ. */
function tail(z: number, zeta: number, df: number): number {
  if (z === Infinity) return 0;
  const n = df + 2;
  const scale =
    Math.log(n - 2) + lnGamma(n - 1) - lnGamma(n - 0.5) - 0.5 * Math.log(2 * Math.PI) - 0.5 * lnCosh(zeta);
  const rho = Math.tanh(zeta);
  const factor = gaussHalf(n - 0.5);
  const density = (at: number): number =>
    Math.exp(scale + 0.5 * lnCosh(at) - (n - 1.5) * lnCosh(at - zeta)) *
    factor((1 + rho * Math.tanh(at)) / 2);
  // Beyond `reach` the density has fallen by e⁻⁴⁵ from its value at z.
  const drop = 45 / (n - 2);
  const reach = drop + Math.log1p(Math.sqrt(-Math.expm1(-2 * drop)));
  return integrate(density, z, z + reach, { panels: 12, nodes: 16 });
}

/** ln cosh x without overflow. */
const lnCosh = (x: number): number => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2;

/**
 * ₂F₁(½, ½; c; x) as a function of x, 0 ≤ x ≤ 1, c > 1: its series where that is short, else Euler's integral with t =
 * sin²θ, ∫ cos^(2c − 2)θ/√(1 − x·sin²θ) dθ · 2Γ(c)/(Γ(½)Γ(c − ½)), whose nodes are shared by all x.
 */
function gaussHalf(c: number): (x: number) => number {
  const series = (x: number): number => {
    let term = 1;
    let total = 1;
    for (let i = 0; i < 2000 && term > 1e-17 * total; i++) {
      term *= (((0.5 + i) * (0.5 + i)) / ((c + i) * (1 + i))) * x;
      total += term;
    }
    return total;
  };
  if (c > 12) return series;
  const { nodes, weights } = gaussLegendre(48);
  const factor = (Math.sqrt(Math.PI) / 2) * Math.exp(lnGamma(c) - lnGamma(c - 0.5));
  const squares = nodes.map((node) => Math.sin((Math.PI / 4) * (1 + node)) ** 2);
  const shares = weights.map((weight, i) => factor * weight * (1 - squares[i]!) ** (c - 1));
  return (x) => {
    if (x < 0.6) return series(x);
    let total = 0;
    for (let i = 0; i < shares.length; i++) total += shares[i]! / Math.sqrt(1 - x * squares[i]!);
    return total;
  };
}

/**
 * The exact lower confidence bound of a correlation: the ρ with P(R ≥ r | ρ) = alpha. The upper bound is −(the lower
 * bound of −r).
 *
 * @param r observed, −1 … 1
 * @param alpha error rate of this side
 * @param df n − 2
 * @example correlationLowerBound(0.5, 0.05, 10)
 */
export function correlationLowerBound(r: number, alpha: number, df: number): number {
  requireWithin('bound a correlation', 'a correlation', r, [-1, 1]);
  requireWithin('bound a correlation', 'degrees of freedom', df, [1, Number.MAX_VALUE]);
  if (r >= 1) return 1; // every ρ < 1 is impossible
  if (r <= -1) return -1;
  // On the scale of normal quantiles the tail is nearly linear in ζ, so false position needs few steps.
  const target = normalQuantile(alpha);
  const gap = (zeta: number): number =>
    normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, correlationUpper(r, Math.tanh(zeta), df)))) - target;
  const width = 1 / Math.sqrt(df);
  const start = Math.atanh(r) + target * width;
  let [low, high] = [start - width, start + width];
  let [below, above] = [gap(low), gap(high)];
  while (below > 0) [high, above, low, below] = [low, below, low - width, gap(low - width)];
  while (above < 0) [low, below, high, above] = [high, above, high + width, gap(high + width)];
  let side = 0;
  for (let step = 0; step < 60 && high - low > 1e-14 * Math.max(1, Math.abs(high)); step++) {
    const middle = low - (below * (high - low)) / (above - below);
    const value = gap(middle);
    if (Math.abs(value) < 1e-12) return Math.tanh(middle); // the noise of the quadrature on this scale
    // Illinois: an end that stays twice counts half, so that both ends close in.
    if (value < 0) [low, below, above, side] = [middle, value, side < 0 ? above / 2 : above, -1];
    else [high, above, below, side] = [middle, value, side > 0 ? below / 2 : below, 1];
  }
  return Math.tanh((low + high) / 2);
}
