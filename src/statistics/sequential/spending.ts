import { normalQuantile, normalUpper } from '../distributions/distributions.ts';

/**
 * How the error rate is spent over a study: `t`, the share of the information, 0 … 1 → error spent so far, 0 … alpha.
 */
export const SPENDING = {
  /** Little early, most at the end: 2(1 − Φ(z(1 − α/2)/√t)). @see Lan & DeMets 1983, equation 1 */
  'obrien-fleming': (t: number, alpha: number): number =>
    t <= 0 ? 0 : 2 * normalUpper(-normalQuantile(alpha / 2) / Math.sqrt(Math.min(1, t))),
  /** Nearly even: α·ln(1 + (e − 1)t). @see Lan & DeMets 1983, equation 2 */
  pocock: (t: number, alpha: number): number =>
    alpha * Math.log1p((Math.E - 1) * Math.min(1, Math.max(0, t))),
} as const satisfies Record<string, (t: number, alpha: number) => number>;

/** Names of the spending functions. Example: `SPENDING.pocock(1, 0.05) === 0.05`. */
export type Spending = keyof typeof SPENDING;
