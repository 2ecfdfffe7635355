import { normalQuantile, normalUpper } from '../distributions/distributions.ts';
import type { IntervalRule } from '../interval-rule.ts';

/**
 * The normal law of a mean correlation r whose variance is (1 − θ²)/N when its mean is θ: p of θ ≤ b is that of z = (r
 * − b)√N/√(1 − b²), and the ends are all θ with |r − θ| ≤ z√((1 − θ²)/N), from −1 to 1.
 *
 * @param size N: one over the variance where there is no association
 * @see Wilson 1927, Probable inference, JASA 22:209
 * @example wilsonRule(0.5, 16).greater(0) // 0.0228, of z = 2
 */
export function wilsonRule(estimate: number, size: number): IntervalRule {
  const upper = (r: number, b: number): number =>
    b >= 1 ? 1 : b <= -1 ? 0 : normalUpper(((r - b) * Math.sqrt(size)) / Math.sqrt(1 - b * b));
  const lowerEnd = (r: number, tail: number): number => {
    const c = normalQuantile(tail) ** 2 / size;
    return Math.max(-1, (r - Math.sqrt(c * Math.max(0, 1 + c - r * r))) / (1 + c));
  };
  return {
    ends: (tail) => [lowerEnd(estimate, tail), -lowerEnd(-estimate, tail)],
    greater: (b) => upper(estimate, b),
    less: (b) => upper(-estimate, -b),
  };
}
