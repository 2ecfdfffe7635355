import { addScaled, dot, norm, orthogonalize } from './operator.ts';
import type { SymmetricOperator } from './operator.ts';
import { tridiagonalEigen } from './tridiagonal.ts';
import type { TridiagonalEigen } from './tridiagonal.ts';

/** A Krylov space: A Q = Q T + β q eᵀ with orthonormal Q, tridiagonal T and the remainder β. */
export interface Krylov {
  readonly basis: readonly Float64Array[];
  readonly diagonal: readonly number[];
  readonly offDiagonal: readonly number[];
  /** Norm of the part of A q_m outside the space: zero where the space is invariant. */
  readonly remainder: number;
  readonly eigen: TridiagonalEigen;
}

/** A remainder below this fraction of the largest entry means that the Krylov space is invariant. */
const INVARIANT = 1e-10;

/**
 * The Lanczos process with full reorthogonalisation, from `start`, for at most `maxIterations` applications or until
 * `enough` says so (asked after every one).
 *
 *     β_j q_{j+1} = A q_j − α_j q_j − β_{j−1} q_{j−1}
 *
 * The error of a Ritz value θ_i is at most |β_m · last_i|, the residual of its Ritz pair.
 *
 * @see Golub & Van Loan 2013, section 10.1
 */
export async function lanczos(
  operator: SymmetricOperator,
  start: Float64Array,
  maxIterations: number,
  enough: (krylov: Krylov) => boolean = () => false,
): Promise<Krylov> {
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  const length = norm(start);
  let next = start.map((value) => value / length);
  for (;;) {
    basis.push(next);
    const image = Float64Array.from(await operator.apply(next));
    diagonal.push(dot(next, image));
    addScaled(image, -diagonal.at(-1)!, next);
    const rest = orthogonalize(image, basis);
    const beta = norm(rest);
    const scale = Math.max(...diagonal.map(Math.abs), ...offDiagonal);
    const invariant = beta <= INVARIANT * scale || basis.length === operator.dimension;
    const remainder = invariant ? 0 : beta;
    const krylov = {
      basis,
      diagonal,
      offDiagonal,
      remainder,
      eigen: tridiagonalEigen(diagonal, offDiagonal),
    };
    if (invariant || basis.length >= maxIterations || enough(krylov)) return krylov;
    offDiagonal.push(beta);
    next = rest.map((value) => value / beta);
  }
}

/** Both ends of a spectrum, with the residuals that bound their errors. */
export interface ExtremeEigenvalues {
  readonly largest: number;
  readonly largestResidual: number;
  readonly smallest: number;
  readonly smallestResidual: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Largest and smallest eigenvalue of a symmetric, possibly indefinite operator. Stops when the residual of the largest
 * one, and that of the smallest where it is the larger in magnitude, is within `relativeError` of its magnitude.
 *
 * @example (await extremeEigenvalues(operator, normals(n, draws), { relativeError: 1e-3, maxIterations: 100 })).largest
 */
export async function extremeEigenvalues(
  operator: SymmetricOperator,
  start: Float64Array,
  { relativeError, maxIterations }: { relativeError: number; maxIterations: number },
): Promise<ExtremeEigenvalues> {
  const krylov = await lanczos(operator, start, maxIterations, (now) => ends(now, relativeError).converged);
  return ends(krylov, relativeError);
}

function ends({ eigen, remainder, basis }: Krylov, relativeError: number): ExtremeEigenvalues {
  const largest = eigen.values.at(-1)!;
  const smallest = eigen.values[0]!;
  const largestResidual = remainder * Math.abs(eigen.last.at(-1)!);
  const smallestResidual = remainder * Math.abs(eigen.last[0]!);
  const within = (value: number, residual: number) => residual <= relativeError * Math.abs(value);
  const converged =
    within(largest, largestResidual) &&
    (Math.abs(smallest) <= Math.abs(largest) || within(smallest, smallestResidual));
  return { largest, largestResidual, smallest, smallestResidual, iterations: basis.length, converged };
}
