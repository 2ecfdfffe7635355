import { centred, sumOfSquares, type Sample } from '../descriptives.ts';

/**
 * What two arms say of the shape of their own noise, apart from what they share by seed; in units of the spread of
 * their differences.
 */
export interface NoiseOfArms {
  /** The sum of the third cumulants of both arms' own noise; 0 for symmetric noise. */
  readonly coSkewness: number;
  /**
   * Variance of the arms' sums that their differences do not explain, over the variance of the differences: 1 for
   * independent arms of one spread, larger with a shared part.
   */
  readonly excess: number;
}

/**
 * The noise of two arms x = s + e₁ and y = s + e₂ that share a part s by seed. With d = x − y and u what is left of x +
 * y after its regression on d,
 *
 *     coSkewness = mean(d²u)/var(d)^1.5,   excess = var(u)/var(d).
 *
 * The mean of d²(x + y) is κ₃(e₁) + κ₃(e₂), whatever s is: so it tells whether the arms are skewed, also where their
 * differences happen to look symmetric. Under symmetric noise its standard deviation is √(2·excess/n).
 *
 * @returns undefined where the arms do not differ, or where one of them alone makes the differences
 */
export function noiseOfArms(x: Sample, y: Sample): NoiseOfArms | undefined {
  const n = x.length;
  const d = centred(Float64Array.from(x, (value, i) => value - y[i]!));
  const sums = centred(Float64Array.from(x, (value, i) => value + y[i]!));
  const squares = sumOfSquares(d, 0);
  const slope = d.reduce((total, value, i) => total + value * sums[i]!, 0) / squares;
  const rest = sums.map((value, i) => value - slope * d[i]!);
  const excess = sumOfSquares(rest, 0) / squares;
  // Below 1e-10 the rest is what rounding leaves of a constant arm.
  if (!(excess > 1e-10 && excess < Infinity)) return undefined;
  const third = d.reduce((total, value, i) => total + value * value * rest[i]!, 0) / n;
  return { coSkewness: third / (squares / n) ** 1.5, excess };
}
