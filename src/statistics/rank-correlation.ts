import { normalQuantile, normalUpper } from './distributions.ts';
import { intervalOf, pOfRegion, tailAlpha, type Region } from './region.ts';
import type { Interval } from './types.ts';

/** What a rank correlation is judged by. */
export interface RankCorrelation {
  readonly estimate: number;
  /** p-values of no association, exact where they can be had. */
  readonly none: { readonly greater: number; readonly less: number };
  /** Standard error on Fisher's scale. */
  readonly standardError: number;
  /** The smallest step of the coefficient: an estimate of ±1 is taken half a step inside. */
  readonly step: number;
}

/**
 * p and interval of a rank correlation: Fisher's transform, p(b) = Φ̄((atanh r − atanh b)/SE), and against no association besides it the law of the ranks themselves, the larger p
 * counting; so the interval ends at 0 where the two disagree, and p < alpha exactly when it lies inside the region.
 */
export function judgeRankCorrelation(
  { estimate, none, standardError, step }: RankCorrelation,
  region: Region,
  alpha: number,
): { readonly p: number; readonly interval: Interval } {
  const r = Math.max(-1 + step / 2, Math.min(1 - step / 2, estimate));
  const upper = (value: number, boundary: number, atZero: number): number =>
    boundary >= 1
      ? 1
      : Math.max(
          normalUpper((Math.atanh(value) - Math.atanh(Math.max(-1, boundary))) / standardError),
          boundary >= 0 ? atZero : 0,
        );
  const bound = (value: number, atZero: number, tail: number): number => {
    const end = Math.tanh(Math.atanh(value) + normalQuantile(tail) * standardError);
    return atZero < tail ? end : Math.min(end, 0);
  };
  const tail = tailAlpha(region, alpha);
  return {
    p: pOfRegion(region, {
      greater: (boundary) => upper(r, boundary, none.greater),
      less: (boundary) => upper(-r, -boundary, none.less),
    }),
    interval: intervalOf(region, alpha, bound(r, none.greater, tail), -bound(-r, none.less, tail)),
  };
}
