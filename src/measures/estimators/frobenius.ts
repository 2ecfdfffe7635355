import type { Draws } from '../definition.ts';
import { meanAndError } from './hutch-plus-plus.ts';
import { lanczos } from './lanczos.ts';
import { dot, normals, orthogonalize, signs } from './operator.ts';
import type { SymmetricOperator } from './operator.ts';

export interface FrobeniusEstimate {
  readonly norm: number;
  readonly standardError: number;
  readonly probes: number;
  readonly converged: boolean;
}

/** Dimension of the Krylov space whose share of the norm is exact. */
const DEFLATION = 8;
const FIRST_PROBES = 6;

/**
 * Estimates the Frobenius norm: exactly on a Krylov space Q, by probes on the rest.
 *
 *     ‖A‖²_F = ‖AQ‖²_F + E‖A(I − QQᵀ)g‖²,   ‖AQ‖²_F = ‖T‖²_F + β²,   g = ±1
 *
 * The few large eigenvalues that dominate the norm (and the variance of plain probes) lie in Q. Probes are added until
 * the standard error is within `relativeError` of the norm.
 */
export async function frobeniusNorm(
  operator: SymmetricOperator,
  draws: Draws,
  { relativeError, maxProbes }: { relativeError: number; maxProbes: number },
): Promise<FrobeniusEstimate> {
  const start = normals(operator.dimension, draws);
  const { basis, diagonal, offDiagonal, remainder } = await lanczos(operator, start, DEFLATION);
  const square = (sum: number, value: number) => sum + value * value;
  const inside = diagonal.reduce(square, 0) + 2 * offDiagonal.reduce(square, 0) + remainder ** 2;
  if (basis.length === operator.dimension)
    return { norm: Math.sqrt(inside), standardError: 0, probes: basis.length, converged: true };
  const values: number[] = [];
  for (let wanted = FIRST_PROBES; ; wanted = Math.min(2 * wanted, maxProbes)) {
    while (values.length < wanted) {
      const image = await operator.apply(orthogonalize(signs(operator.dimension, draws), basis));
      values.push(dot(image, image));
    }
    const rest = meanAndError(values);
    const norm = Math.sqrt(inside + rest.mean);
    const standardError = norm === 0 ? 0 : rest.standardError / (2 * norm);
    const converged = standardError <= relativeError * norm;
    if (converged || values.length >= maxProbes || !Number.isFinite(norm))
      return { norm, standardError, probes: basis.length + values.length, converged };
  }
}
