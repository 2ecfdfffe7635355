import { fallingRoot } from '../false-position.ts';
import type { IntervalRule } from '../interval-rule.ts';
import type { LatticeLaw } from '../distributions/lattice.ts';

/**
 * Inference on the mean of a statistic X whose law is known, with mean zero, where there is no association: under
 * association of strength τ each value has its probability times e^(τx),
 *
 *     P_τ(X = x) = P₀(x) e^(τx) / Σ P₀(u) e^(τu),
 *
 * and a mean that rises with τ. Of a permuted sum of products this is Mallows' model of rankings. p of a mean at most b
 * is the upper tail at the observed value under the τ that has the mean b; at b = 0 that is the exact permutation test.
 *
 * @param law on whole numbers, of mean zero
 * @param observed a value of X
 * @param scale what X is divided by: boundaries and ends are means of X/scale
 * @see Mallows 1957, Non-null ranking models I, Biometrika 44:114; Lehmann 1986, Testing Statistical Hypotheses §3.3
 * (exponential families)
 * @example tiltedRule(coin, 1, 1).greater(0) // 0.5, of −1 and 1 with probability ½ each
 */
export function tiltedRule(law: LatticeLaw, observed: number, scale: number): IntervalRule {
  const [first, last] = [law.start, law.start + law.mass.length - 1];
  const [least, most] = [first / scale, last / scale];
  const under = (tilt: number): Tilted => tilted(law, observed, tilt);
  const meanAt = (tilt: number): number => under(tilt).mean / scale;
  const tiltOf = (b: number): number => (b === 0 ? 0 : root((tilt) => b - meanAt(tilt)));
  return {
    ends: (tail) => [
      observed === first ? least : meanAt(root((tilt) => tail - under(tilt).upper)),
      observed === last ? most : meanAt(root((tilt) => under(tilt).lower - tail)),
    ],
    // No mean lies beyond the ends of the law.
    greater: (b) => (b >= most ? 1 : b <= least ? 0 : under(tiltOf(b)).upper),
    less: (b) => (b <= least ? 1 : b >= most ? 0 : under(tiltOf(b)).lower),
  };
}

const root = (excess: (tilt: number) => number): number => fallingRoot(excess, { low: -5, high: 5 });

/** Of a tilted law: its mean, and its tails with the observed value in both. */
interface Tilted {
  readonly mean: number;
  readonly upper: number;
  readonly lower: number;
}

/**
 * Each probability times e^(tilt · place), places counted in widths of the law, from the end that becomes heavier: so
 * no power exceeds 1.
 */
function tilted({ start, mass }: LatticeLaw, observed: number, tilt: number): Tilted {
  const last = mass.length - 1;
  const ratio = Math.exp(-Math.abs(tilt) / Math.max(1, last));
  const at = observed - start;
  let [total, moment, upper, lower, power] = [0, 0, 0, 0, 1];
  for (let k = 0; k <= last; k++, power *= ratio) {
    const i = tilt > 0 ? last - k : k;
    if (mass[i] === 0) continue;
    const weight = mass[i]! * power;
    total += weight;
    moment += weight * i;
    if (i >= at) upper += weight;
    if (i <= at) lower += weight;
  }
  return { mean: start + moment / total, upper: upper / total, lower: lower / total };
}
