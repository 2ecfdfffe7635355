import { variance } from '../descriptives.ts';
import { chiSquareUpper } from '../distributions/distributions.ts';
import { fallingRoot } from '../false-position.ts';
import { weighed, type BlockEffect, type WeighedEffect } from './block-effect.ts';

/** How much the true effects of blocks differ from each other, beyond the noise of their replicates. */
export interface Heterogeneity {
  /** Standard deviation of the true effects over blocks, in the unit of the effect; 0 or more. */
  readonly tau: number;
  /**
   * Share of the variance of the estimates that lies between blocks, 0 … 1: τ²/(τ² + typical variance within a block).
   */
  readonly iSquared: number;
  /** Cochran's Q: Σ(yᵢ − ȳ)²/sᵢ² around the mean with weights 1/sᵢ². */
  readonly q: number;
  /** p of Q against χ² with k − 1 degrees of freedom: no heterogeneity. */
  readonly p: number;
}

/**
 * Heterogeneity of the effects of k ≥ 2 blocks: τ² by Paule & Mandel, the value at which Σ(yᵢ − μ̂)²/(sᵢ² + τ²) is k −
 * 1 (0 where it is below at τ² = 0), and I² from it.
 *
 * @returns undefined for fewer than two blocks, and where one has no standard error above zero
 * @see Paule & Mandel 1982; Cochran 1954 (Q); Higgins & Thompson 2002 (I², typical variance)
 * @example heterogeneity([{ estimate: 0, standardError: 1 }, { estimate: 4, standardError: 1 }])?.tau // 2.6458, √7
 */
export function heterogeneity(effects: readonly BlockEffect[]): Heterogeneity | undefined {
  const blocks = weighed(effects);
  if (blocks === undefined || blocks.length < 2) return undefined;
  const df = blocks.length - 1;
  const q = weightedMean(blocks, 0).deviance;
  const tauSquared = pauleMandel(blocks);
  const typical = typicalVariance(blocks);
  return {
    tau: Math.sqrt(tauSquared),
    iSquared: tauSquared / (tauSquared + typical),
    q,
    p: chiSquareUpper(q, df),
  };
}

/** The mean with weights 1/(sᵢ² + τ²): its value, the sum of the weights, and the weighted sum of squares around it. */
export function weightedMean(
  blocks: readonly WeighedEffect[],
  tauSquared: number,
): { readonly mean: number; readonly weight: number; readonly deviance: number } {
  const weights = blocks.map(({ standardError }) => 1 / (standardError ** 2 + tauSquared));
  const weight = weights.reduce((sum, each) => sum + each, 0);
  const mean = blocks.reduce((sum, { estimate }, i) => sum + (weights[i]! / weight) * estimate, 0);
  const deviance = blocks.reduce((sum, { estimate }, i) => sum + weights[i]! * (estimate - mean) ** 2, 0);
  return { mean, weight, deviance };
}

/** τ² of Paule & Mandel: at most the variance of the estimates, since no weight is above 1/τ². */
export function pauleMandel(blocks: readonly WeighedEffect[]): number {
  const unit = variance(blocks.map(({ estimate }) => estimate));
  const excess = (x: number): number => weightedMean(blocks, x * unit).deviance - (blocks.length - 1);
  return excess(0) <= 0 ? 0 : unit * fallingRoot(excess, { low: 0, high: 1 });
}

/** (k − 1)Σw/((Σw)² − Σw²) with w = 1/s²; the common variance where all are equal. */
function typicalVariance(blocks: readonly WeighedEffect[]): number {
  const most = Math.min(...blocks.map(({ standardError }) => standardError));
  // Relative to the largest weight: squares of 1e-200 would vanish.
  const weights = blocks.map(({ standardError }) => (most / standardError) ** 2);
  const sum = weights.reduce((total, w) => total + w, 0);
  const squares = weights.reduce((total, w) => total + w * w, 0);
  return (most ** 2 * (blocks.length - 1) * sum) / (sum * sum - squares);
}
