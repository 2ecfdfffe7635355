import { sorted, type Sample } from '../descriptives.ts';

/**
 * The sample L-skewness τ₃ = l₃/l₂, −1 … 1, from probability-weighted moments of the ordered values: 0 for symmetric
 * values, 1/3 for exponential ones, 0.46 for exp(Z). It is bounded, and a single outlier moves it less than it moves
 * the third moment. 0 where the values do not vary, or are fewer than three.
 *
 * @see Hosking 1990, JRSS B 52:105
 * @example lSkewness([1, 2, 3, 10]) // 0.5555…
 */
export function lSkewness(x: Sample): number {
  const n = x.length;
  if (n < 3) return 0;
  const ascending = sorted(x);
  const centre = ascending[0]!;
  let [b0, b1, b2] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const value = ascending[i]! - centre;
    b0 += value;
    b1 += (value * i) / (n - 1);
    b2 += (value * i * (i - 1)) / ((n - 1) * (n - 2));
  }
  const scale = 2 * b1 - b0;
  return scale > 0 ? (6 * b2 - 6 * b1 + b0) / scale : 0;
}

/**
 * Two standard deviations of the L-skewness of n normal values, √(0.1866/n + 0.8/n²) each.
 * @see Hosking & Wallis 1997, Regional Frequency Analysis, §2.7
 */
export const usualLSkewness = (n: number): number => 2 * Math.sqrt(0.1866 / n + 0.8 / n ** 2);

/**
 * Whether five values or more have an L-skewness beyond that of normal ones. Example: `looksSkewed(8, 0.4) === true`.
 */
export const looksSkewed = (n: number, skewness: number): boolean =>
  n >= 5 && Math.abs(skewness) > usualLSkewness(n);
