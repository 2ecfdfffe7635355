import { gaussLegendre } from '../distributions/quadrature.ts';

/**
 * Evidence for a difference (above 1) or for none (below 1) under default priors: a second opinion beside a test, never
 * the verdict.
 */
export interface BayesFactor {
  /** p(data | there is an effect) / p(data | there is none); Infinity where it exceeds doubles. */
  readonly bf10: number;
  readonly logBf10: number;
}

/**
 * The Jeffreys–Zellner–Siow Bayes factor of one sample (or of paired differences) from its t: effect size Cauchy with
 * the given scale, variance ∝ 1/σ².
 *
 *     BF₁₀ = ∫ (1 + n·r²·g)^(−½) · [(1 + t²/(ν(1 + n·r²·g))) / (1 + t²/ν)]^(−(ν+1)/2) · (2π)^(−½) g^(−3/2) e^(−1/2g) dg
 *
 * Example: `bayesFactorOneSample(2, 10).bf10` is 1.35.
 * @param n ≥ 2
 * @throws RangeError for fewer values or a t that is not finite
 * @see Rouder, Speckman, Sun, Morey & Iverson 2009
 */
export const bayesFactorOneSample = (t: number, n: number, scale = Math.SQRT1_2): BayesFactor =>
  jzs(t, n, n - 1, scale);

/**
 * The JZS Bayes factor of two independent samples from Student's t: as `bayesFactorOneSample` with n·m/(n + m) in the
 * place of n.
 *
 * @throws RangeError for fewer than three values in all or a t that is not finite
 */
export const bayesFactorTwoSample = (t: number, n: number, m: number, scale = Math.SQRT1_2): BayesFactor =>
  jzs(t, (n * m) / (n + m), n + m - 2, scale);

function jzs(t: number, size: number, df: number, scale: number): BayesFactor {
  if (!(df >= 1 && df < Infinity) || !Number.isFinite(t))
    throw new RangeError(`Cannot weigh evidence: expected a finite t and df ≥ 1, got t = ${t}, df = ${df}`);
  const unexplained = Math.log1p((t * t) / df);
  return fromLog(
    logIntegral((u) => {
      const g = Math.exp(u);
      const shrink = Math.log1p(size * scale * scale * g);
      const ratio = Math.log1p(((t * t) / df) * Math.exp(-shrink)) - unexplained;
      return -shrink / 2 - ((df + 1) / 2) * ratio - Math.log(2 * Math.PI) / 2 - u / 2 - 1 / (2 * g);
    }, -7),
  );
}

/**
 * The JZS Bayes factor of a correlation r of n pairs.
 *
 *     BF₁₀ = √(n/2)/Γ(½) · ∫ (1 + g)^((n−2)/2) · (1 + (1 − r²)g)^(−(n−1)/2) · g^(−3/2) e^(−n/2g) dg
 *
 * Example: `bayesFactorCorrelation(0.6, 20).bf10` is 8.5.
 * @throws RangeError unless n ≥ 3 and |r| < 1
 * @see Wetzels & Wagenmakers 2012
 */
export function bayesFactorCorrelation(r: number, n: number): BayesFactor {
  if (!(n >= 3 && n < Infinity) || !(Math.abs(r) < 1))
    throw new RangeError(`Cannot weigh evidence: expected n ≥ 3 and |r| < 1, got n = ${n}, r = ${r}`);
  const constant = Math.log(n / 2) / 2 - Math.log(Math.PI) / 2;
  return fromLog(
    logIntegral(
      (u) => {
        const g = Math.exp(u);
        const explained = ((n - 2) / 2) * Math.log1p(g) - ((n - 1) / 2) * Math.log1p((1 - r * r) * g);
        return constant + explained - u / 2 - n / (2 * g);
      },
      Math.log(n) - 7,
    ),
  );
}

const fromLog = (logBf10: number): BayesFactor => ({ bf10: Math.exp(logBf10), logBf10 });

/** log ∫ exp(f(u)) du over [from, 70] without overflow, by Gauss–Legendre. */
function logIntegral(f: (u: number) => number, from: number): number {
  const { nodes, weights } = gaussLegendre(40);
  const panels = 60;
  const half = (70 - from) / panels / 2;
  const values = new Float64Array(panels * 40);
  for (let panel = 0; panel < panels; panel++)
    for (let i = 0; i < 40; i++) values[panel * 40 + i] = f(from + (2 * panel + 1 + nodes[i]!) * half);
  const largest = values.reduce((best, value) => Math.max(best, value), -Infinity);
  let total = 0;
  values.forEach((value, i) => (total += weights[i % 40]! * half * Math.exp(value - largest)));
  return largest + Math.log(total);
}

/** Lower ends of the grades of evidence, by the larger of BF₁₀ and 1/BF₁₀. @see Lee & Wagenmakers 2013 */
const GRADES = [
  [100, 'extreme'],
  [30, 'very strong'],
  [10, 'strong'],
  [3, 'moderate'],
  [1, 'anecdotal'],
] as const;

/**
 * The factor in words. Example: `evidenceInWords({ bf10: 0.2, logBf10: Math.log(0.2) })` is `moderate evidence for no
 * effect`.
 */
export function evidenceInWords({ logBf10 }: BayesFactor): string {
  const grade = GRADES.find(([least]) => Math.abs(logBf10) >= Math.log(least))?.[1] ?? 'anecdotal';
  return `${grade} evidence for ${logBf10 >= 0 ? 'an effect' : 'no effect'}`;
}
