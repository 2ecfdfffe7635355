import { mean, sumOfSquares } from '../descriptives.ts';
import { chiSquareUpper } from '../distributions.ts';

/** The variance of the difference of two arms of a layout, and its degrees of freedom. */
export interface ErrorOfDifference {
  readonly variance: number;
  readonly df: number;
  /** `pooled`: one variance for all arms; `by arm`: one for each, from the residuals of the layout. */
  readonly how: 'pooled' | 'by arm';
}

/** Spreads whose differences are no larger than this share of equal ones show are pooled. */
const COMPATIBLE = 0.6;
/** Below so many seeds a test of the spreads is no help. */
const FEWEST_SEEDS = 4;
/** From so many arms on the residuals tell the arms' own variances apart. */
const FEWEST_ARMS = 4;

/**
 * The errors of a layout of seeds × arms, from its residuals rᵢₐ = xᵢₐ − seed mean − arm mean + grand mean. With v the residual variance of an arm,
 *
 *     pooled = Σ r²/((n − 1)(k − 1)),   var(eₐ) = (vₐ − pooled/k)/(1 − 2/k)   (at least pooled/20).
 *
 * Where Bartlett's test of the v has p > 0.6 the difference of any two arms has the variance 2·pooled with (n − 1)(k − 1) degrees of freedom; else, of four arms and more, var(eₐ) + var(e_b), with Satterthwaite's between
 * n − 1 and 2(n − 1). At a margin with spreads of 1 to 8 a TOST by this error errs at 4.6 to 6.4 % for 5 (by the pooled error alone at up to 17 %).
 *
 * @param rows `[seeds, arms]`
 * @returns the error of the difference of two arms by their places; undefined where a pair's own differences are all that can be had
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
  if (bartlett(variances, n) > COMPATIBLE)
    return () => ({ variance: 2 * pooled, df: (n - 1) * (k - 1), how: 'pooled' });
  if (k < FEWEST_ARMS) return undefined;
  const own = variances.map((v) => Math.max(pooled / 20, (v - pooled / k) / (1 - 2 / k)));
  return (a, b) => {
    const [p, q] = [own[a]!, own[b]!];
    const satterthwaite = ((n - 1) * (p + q) ** 2) / (p * p + q * q);
    const df = Math.max(n - 1, Math.min(2 * (n - 1), satterthwaite));
    return { variance: p + q, df, how: 'by arm' };
  };
}

/** Of each arm, Σ r²/(n − 1). */
function residualVariances(rows: readonly (readonly number[])[]): readonly number[] {
  const centred = rows.map((row) => {
    const level = mean(row);
    return row.map((value) => value - level);
  });
  return rows[0]!.map((_, arm) => sumOfSquares(centred.map((row) => row[arm]!)) / (rows.length - 1));
}

/** p of equal variances, each with n − 1 degrees of freedom. */
function bartlett(variances: readonly number[], n: number): number {
  const k = variances.length;
  const logs = variances.reduce((sum, v) => sum + Math.log(v), 0);
  const statistic = (n - 1) * (k * Math.log(mean(variances)) - logs);
  return chiSquareUpper(statistic / (1 + (k + 1) / (3 * k * (n - 1))), k - 1);
}
