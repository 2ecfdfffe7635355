import { mean, sumOfSquares } from '../descriptives.ts';
import { tUpper } from '../distributions/distributions.ts';
import { fallingRoot } from '../false-position.ts';
import type { IntervalRule } from '../interval-rule.ts';

/** A numerator and a denominator for each block, |numerator| at most the denominator. */
export interface BlockSums {
  readonly numerators: readonly number[];
  readonly denominators: readonly number[];
}

/**
 * A ratio θ = Σa/Σb within −1 … 1 by Student's t over blocks: t(θ) = (ā − θb̄)/√(v(θ)·inflation/B), v(θ) the variance
 * of a − θb over the blocks, B − 1 degrees of freedom. The interval holds the θ that neither tail rejects. t falls in θ
 * around the estimate and may turn far from it; beyond the turn it stays what it was there.
 *
 * @param inflation what the variance over blocks is multiplied by
 * @see Fieller 1954, JRSS B 16:175
 * @example ratioOverBlocks({ numerators: [1, 2, 1], denominators: [4, 4, 4] }, 1).estimate // 1/3
 */
export function ratioOverBlocks(
  { numerators, denominators }: BlockSums,
  inflation: number,
): IntervalRule & { readonly estimate: number } {
  const blocks = numerators.length;
  const [a, b] = [mean(numerators), mean(denominators)];
  const estimate = a / b;
  const turn = turningPoint(numerators, denominators);
  const t = (at: number): number => {
    const theta = turn < estimate ? Math.max(at, turn) : Math.min(at, turn);
    const rests = numerators.map((numerator, i) => numerator - theta * denominators[i]!);
    const distance = mean(rests);
    const variance = (sumOfSquares(rests) * inflation) / (blocks - 1) / blocks;
    return variance > 0
      ? distance / Math.sqrt(variance)
      : distance === 0
        ? 0
        : distance > 0
          ? Infinity
          : -Infinity;
  };
  const df = blocks - 1;
  const greater = (theta: number): number => (theta >= 1 ? 1 : tUpper(t(Math.max(-1, theta)), df));
  const less = (theta: number): number => (theta <= -1 ? 1 : tUpper(-t(Math.min(1, theta)), df));
  return {
    estimate,
    greater,
    less,
    // By p rather than t, which is infinite where the blocks agree to the last digit.
    ends: (tail) => [
      greater(-1) < tail ? fallingRoot((theta) => tail - greater(theta), { low: -1, high: estimate }) : -1,
      less(1) < tail ? fallingRoot((theta) => less(theta) - tail, { low: estimate, high: 1 }) : 1,
    ],
  };
}

/** Where t stops falling: the one zero of its derivative, from second moments about the means. */
function turningPoint(numerators: readonly number[], denominators: readonly number[]): number {
  const [a, b] = [mean(numerators), mean(denominators)];
  const saa = sumOfSquares(numerators);
  const sbb = sumOfSquares(denominators);
  const sab = numerators.reduce((total, numerator, i) => total + (numerator - a) * (denominators[i]! - b), 0);
  const slope = b * sab - a * sbb;
  return slope === 0 ? -Infinity : (b * saa - a * sab) / slope;
}
