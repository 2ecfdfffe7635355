import { dot, orthonormal, withoutSpan } from './orthonormal.ts';

/** What is left of numbers when combinations of others are taken out, `[blocks, arms]` in one row after the other. */
export interface Projection {
  readonly residual: (values: ArrayLike<number>) => Float64Array;
  /** Dimensions left: values less blocks less functions that are no combination of the others. */
  readonly degreesOfFreedom: number;
  /**
   * How many times the variance of a sum of products of two residuals, independent and of equal spread, is that which
   * sums by block show.
   */
  readonly inflation: number;
}

/**
 * Takes the mean of each block and the combinations of some functions out, by least squares.
 *
 * With M the projection and M_ss its part of block s, the products of residuals of independent noise have Var Σ = tr M,
 * while their sums by block show Σ ‖M_ss‖².
 *
 * @param functions `[functions][blocks · arms]`
 * @see Bell & McCaffrey 2002, Survey Methodology 28:169 (bias of variances from clusters)
 */
export function projection(functions: readonly Float64Array[], blocks: number, arms: number): Projection {
  const basis = orthonormal(functions.map((column) => withoutBlockMeans(column, arms)));
  const degreesOfFreedom = blocks * (arms - 1) - basis.length;
  return {
    residual: (values) => withoutSpan(withoutBlockMeans(values, arms), basis),
    degreesOfFreedom,
    inflation: degreesOfFreedom / withinBlocks(basis, blocks, arms),
  };
}

function withoutBlockMeans(values: ArrayLike<number>, arms: number): Float64Array {
  const centred = Float64Array.from(values);
  for (let start = 0; start < centred.length; start += arms) {
    const block = centred.subarray(start, start + arms);
    const centre = block.reduce((sum, value) => sum + value, 0) / arms;
    for (let i = 0; i < arms; i++) block[i]! -= centre;
  }
  return centred;
}

/** Σ ‖M_ss‖², M_ss = I − J/k − QQᵀ: k − 1 − 2‖Q‖² + ‖QᵀQ‖² of each block. */
function withinBlocks(basis: readonly Float64Array[], blocks: number, arms: number): number {
  let total = blocks * (arms - 1);
  for (let start = 0; start < blocks * arms; start += arms) {
    const parts = basis.map((direction) => direction.subarray(start, start + arms));
    parts.forEach((part, i) => {
      total += dot(part, part) * (dot(part, part) - 2);
      for (let j = 0; j < i; j++) total += 2 * dot(part, parts[j]!) ** 2;
    });
  }
  return total;
}
