import { requireAlpha } from './options.ts';

/**
 * Adjusts a family of p-values; the order of the answers is that of the p-values, and p < alpha after adjusting is the
 * corrected decision.
 */
export type Correction = (p: readonly number[]) => number[];

/**
 * Adjusts in the order of size: `factor(rank, m)` multiplies the p-value of rank 1 … m (1 the smallest), and the
 * answers are made monotone upwards (from the smallest on: step-down) or downwards (from the largest on: step-up).
 */
function stepwise(
  p: readonly number[],
  factor: (rank: number, m: number) => number,
  direction: 'down' | 'up',
): number[] {
  const wrong = p.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0)
    throw new RangeError(`Cannot correct p-values: expected numbers in [0, 1], got ${p[wrong]} at ${wrong}`);
  const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);
  const adjusted = new Array<number>(p.length).fill(1);
  let bound = direction === 'down' ? 0 : 1;
  for (let step = 0; step < order.length; step++) {
    const at = direction === 'down' ? step : order.length - 1 - step;
    const value = Math.min(1, factor(at + 1, order.length) * p[order[at]!]!);
    bound = direction === 'down' ? Math.max(bound, value) : Math.min(bound, value);
    adjusted[order[at]!] = bound;
  }
  return adjusted;
}

/**
 * Holm's step-down correction: family-wise error rate under any dependence. The default for claims of which each must
 * stand.
 *
 * Example: `holm([0.01, 0.04, 0.03])` is 0.03, 0.06, 0.06.
 * @throws RangeError for a p-value outside [0, 1]
 * @see Holm 1979
 */
export const holm: Correction = (p) => stepwise(p, (rank, m) => m - rank + 1, 'down');

/**
 * Hochberg's step-up correction: family-wise error rate for independent or positively dependent tests; never less
 * powerful than Holm.
 *
 * Example: `hochberg([0.01, 0.04, 0.03])` is 0.03, 0.04, 0.04.
 * @throws RangeError for a p-value outside [0, 1]
 * @see Hochberg 1988
 */
export const hochberg: Correction = (p) => stepwise(p, (rank, m) => m - rank + 1, 'up');

/**
 * Benjamini and Hochberg's correction: the expected share of false claims among those made. For screens of many
 * measures.
 *
 * Example: `benjaminiHochberg([0.01, 0.04, 0.03])` is 0.03, 0.04, 0.04.
 * @throws RangeError for a p-value outside [0, 1]
 * @see Benjamini & Hochberg 1995
 */
export const benjaminiHochberg: Correction = (p) => stepwise(p, (rank, m) => m / rank, 'up');

/**
 * Benjamini and Yekutieli's correction: the false discovery rate under any dependence.
 * @see Benjamini & Yekutieli 2001
 */
export const benjaminiYekutieli: Correction = (p) => {
  const harmonic = p.reduce((total, _, i) => total + 1 / (i + 1), 0);
  return stepwise(p, (rank, m) => (harmonic * m) / rank, 'up');
};

/** Bonferroni's correction, m·p. Holm's is never less powerful; this one serves for reading other reports. */
export const bonferroni: Correction = (p) => stepwise(p, (_, m) => m, 'down');

/** A family of tests, corrected and summed up. */
export interface FamilySummary {
  readonly tests: number;
  readonly adjusted: readonly number[];
  /** Claims that stand after correction. */
  readonly rejected: number;
  /** Claims that would have stood alone and fall under the correction. */
  readonly lost: number;
}

/**
 * The picture of a whole suite: which claims stand at `alpha` when all are counted as one family.
 * @throws RangeError unless 0 < alpha < ½
 */
export function summarizeFamily(
  p: readonly number[],
  alpha: number,
  correct: Correction = holm,
): FamilySummary {
  requireAlpha(alpha);
  const adjusted = correct(p);
  const rejected = adjusted.filter((value) => value < alpha).length;
  return { tests: p.length, adjusted, rejected, lost: p.filter((value) => value < alpha).length - rejected };
}
