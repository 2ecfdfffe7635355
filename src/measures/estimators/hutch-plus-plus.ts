import type { Draws } from '../definition.ts';
import { dot, norm, orthogonalize, signs } from './operator.ts';
import type { SymmetricOperator } from './operator.ts';

export interface HutchPlusPlusEstimate {
  readonly estimate: number;
  readonly standardError: number;
  /** Applications of the operator. */
  readonly applications: number;
  /** Dimension of the deflated subspace. */
  readonly rank: number;
  readonly converged: boolean;
}

/** Columns of the first sketch and probes of the first residual. */
const FIRST_SKETCH = 8;
/** A sketched column whose new part is below this fraction of its length is in the span already. */
const RANK_TOLERANCE = 1e-6;

/**
 * Estimates a trace by Hutch++: exactly on a sketched subspace Q, by Hutchinson's method on the rest.
 *
 *     Tr(A) = Tr(QᵀAQ) + Tr(PAP) ≈ Tr(QᵀAQ) + (1/m) Σ_k (Pg_k)ᵀ A (Pg_k),   Q = orth(AS),   P = I − QQᵀ,   S, g = ±1
 *
 * The sketch grows (twice as many columns, twice as many probes) until the standard error of the second term is within
 * `relativeError` of the estimate or `maxApplications` is reached. A sketch that spans everything makes it exact.
 *
 * @see Meyer, Musco, Musco & Woodruff 2021, algorithm 1
 */
export async function hutchPlusPlus(
  operator: SymmetricOperator,
  draws: Draws,
  { relativeError, maxApplications }: { relativeError: number; maxApplications: number },
): Promise<HutchPlusPlusEstimate> {
  const basis: Float64Array[] = [];
  let deflated = 0;
  let applications = 0;
  const apply = (vector: Float64Array) => {
    applications++;
    return operator.apply(vector);
  };
  for (let size = FIRST_SKETCH; ; size *= 2) {
    for (const column of await sketch(operator.dimension, size - basis.length, basis, apply, draws)) {
      basis.push(column);
      deflated += dot(column, await apply(column));
    }
    const spansAll = basis.length >= operator.dimension;
    const rest = spansAll ? { mean: 0, standardError: 0 } : await residual(size, basis, apply, draws);
    const estimate = deflated + rest.mean;
    const converged = rest.standardError <= relativeError * Math.abs(estimate);
    if (converged || applications + 4 * size > maxApplications || !Number.isFinite(estimate))
      return { estimate, standardError: rest.standardError, applications, rank: basis.length, converged };
  }
}

type Apply = (vector: Float64Array) => Promise<Float64Array>;

/** New orthonormal columns of A S, up to `count`, orthogonal to `basis`. */
async function sketch(
  dimension: number,
  count: number,
  basis: readonly Float64Array[],
  apply: Apply,
  draws: Draws,
): Promise<Float64Array[]> {
  const columns: Float64Array[] = [];
  for (let k = 0; k < count && basis.length + columns.length < dimension; k++) {
    const image = await apply(signs(dimension, draws));
    const length = norm(image);
    const column = orthogonalize(image, [...basis, ...columns]);
    const rest = norm(column);
    if (rest <= RANK_TOLERANCE * length) continue;
    columns.push(column.map((value) => value / rest));
  }
  return columns;
}

async function residual(
  probes: number,
  basis: readonly Float64Array[],
  apply: Apply,
  draws: Draws,
): Promise<{ mean: number; standardError: number }> {
  const values: number[] = [];
  for (let k = 0; k < probes; k++) {
    const probe = orthogonalize(signs(basis[0]!.length, draws), basis);
    values.push(dot(probe, await apply(probe)));
  }
  return meanAndError(values);
}

/** Mean of independent samples and its standard error, s / √n. */
export function meanAndError(values: readonly number[]): { mean: number; standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}
