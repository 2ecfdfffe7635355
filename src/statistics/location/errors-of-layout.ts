import { mean, skewness, sumOfSquares } from '../descriptives.ts';
import { chiSquareUpper, normalUpper } from '../distributions/distributions.ts';

/** The variance of the difference of two arms of a layout, and its degrees of freedom. */
export interface ErrorOfDifference {
  readonly variance: number;
  readonly df: number;
  /** `pooled`: one variance for all arms; `by arm`: one for each, from the residuals of the layout. */
  readonly how: 'pooled' | 'by arm';
  /** Whether the residuals look symmetric, so that differences need no guard against skewness. */
  readonly symmetric: boolean;
}

/** Spreads whose differences are no larger than this share of equal ones show are pooled. */
const COMPATIBLE = 0.6;
/** Below so many seeds a test of the spreads is no help. */
const FEWEST_SEEDS = 4;
/** From so many arms on the residuals tell the arms' own variances apart. */
const FEWEST_ARMS = 4;

/**
 * The errors of a layout of seeds × arms, from its residuals rᵢₐ = xᵢₐ − seed mean − arm mean + grand mean. With v the
 * residual variance of an arm,
 *
 *     pooled = Σ r²/((n − 1)(k − 1)),   var(eₐ) = (vₐ − pooled/k)/(1 − 2/k)   (at least pooled/20).
 *
 * Where Bartlett's test of the v has p > 0.6 the difference of any two arms has the variance 2·pooled with (n − 1)(k −
 * 1) degrees of freedom; else, of four arms and more, var(eₐ) + var(e_b), with Satterthwaite's between n − 1 and 2(n −
 * 1). Residuals that look symmetric need no guard against skewness: of many pairs it would widen the weakest by chance
 * alone. `npm run false-words -- --only "several arms"` counts the errors.
 *
 * @param rows `[seeds, arms]`
 * @returns the error of the difference of two arms by their places; undefined where a pair's own differences are all
 * that can be had
 * @see Grubbs 1948, JASA 43:243 (the variances of arms); Bartlett 1937; Satterthwaite 1946
 */
export function errorsOfLayout(
  rows: readonly (readonly number[])[],
): ((a: number, b: number) => ErrorOfDifference) | undefined {
  const [n, k] = [rows.length, rows[0]?.length ?? 0];
  if (n < FEWEST_SEEDS || k < 3) return undefined;
  const variances = residualVariances(rows);
  const pooled = variances.reduce((sum, v) => sum + v, 0) / (k - 1);
  if (!(pooled > 0 && variances.every((v) => v > 0 && v < Infinity))) return undefined;
  const symmetric = looksSymmetric(rows);
  if (bartlett(variances, n) > COMPATIBLE)
    return () => ({ variance: 2 * pooled, df: (n - 1) * (k - 1), how: 'pooled', symmetric });
  if (k < FEWEST_ARMS) return undefined;
  const own = variances.map((v) => Math.max(pooled / 20, (v - pooled / k) / (1 - 2 / k)));
  return (a, b) => {
    const [p, q] = [own[a]!, own[b]!];
    const satterthwaite = ((n - 1) * (p + q) ** 2) / (p * p + q * q);
    const df = Math.max(n - 1, Math.min(2 * (n - 1), satterthwaite));
    return { variance: p + q, df, how: 'by arm', symmetric };
  };
}

/** The values of each arm less the mean of their seed. */
function columnsOf(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const levels = rows.map((row) => mean(row));
  return rows[0]!.map((_, arm) => rows.map((row, seed) => row[arm]! - levels[seed]!));
}

/** Of each arm, Σ r²/(n − 1). */
const residualVariances = (rows: readonly (readonly number[])[]): readonly number[] =>
  columnsOf(rows).map((column) => sumOfSquares(column) / (column.length - 1));

/**
 * Whether the skewnesses of the arms' residuals are those of normal ones, each over √(6/n): p of their sum above 0.3,
 * and of the largest above 0.2 (Bonferroni).
 */
function looksSymmetric(rows: readonly (readonly number[])[]): boolean {
  const [n, k] = [rows.length, rows[0]!.length];
  const scores = columnsOf(rows).map((column) => skewness(column) * Math.sqrt(n / 6));
  const all = Math.abs(scores.reduce((sum, score) => sum + score, 0)) / Math.sqrt(k);
  const largest = Math.max(...scores.map(Math.abs));
  return 2 * normalUpper(all) > 0.3 && 2 * k * normalUpper(largest) > 0.2;
}

/** p of equal variances, each with n − 1 degrees of freedom. */
function bartlett(variances: readonly number[], n: number): number {
  const k = variances.length;
  const logs = variances.reduce((sum, v) => sum + Math.log(v), 0);
  const statistic = (n - 1) * (k * Math.log(mean(variances)) - logs);
  return chiSquareUpper(statistic / (1 + (k + 1) / (3 * k * (n - 1))), k - 1);
}
