import { AssayError } from '../errors.ts';

/** A matrix by rows, or its diagonal alone. */
export type MatrixSpec = readonly number[] | readonly (readonly number[])[];

/** Whether only the diagonal was given. */
export function isDiagonal(matrix: MatrixSpec): matrix is readonly number[] {
  return typeof matrix[0] === 'number';
}

/**
 * Checks that a matrix has the given size and is symmetric.
 *
 * @throws AssayError `configuration` naming the matrix, the place and the values.
 * @example checkSymmetric('hessian', [[1, 0.5], [0.5, 2]], 2);
 */
export function checkSymmetric(name: string, matrix: MatrixSpec, size: number): void {
  const refuse = (expected: string, got: string) => {
    throw new AssayError('configuration', `Cannot use ${name}: expected ${expected}, got ${got}`);
  };
  if (size === 0) refuse('at least one row or diagonal entry', 'none');
  if (matrix.length !== size) refuse(`${size} rows or diagonal entries`, `${matrix.length}`);
  if (isDiagonal(matrix)) return;
  matrix.forEach((row, i) => {
    if (row.length !== size) refuse(`${size} entries in row ${i}`, `${row.length}`);
    row.forEach((entry, j) => {
      if (entry !== matrix[j]![i])
        refuse(`a symmetric matrix`, `${entry} at (${i}, ${j}) and ${matrix[j]![i]} at (${j}, ${i})`);
    });
  });
}

/**
 * A matrix F with F Fᵀ = C, by rows: the lower Cholesky factor; zero columns where C is singular.
 *
 * @throws AssayError `configuration` where C has a negative direction.
 * @example choleskyFactor([4, 9]); // [[2, 0], [0, 3]]
 */
export function choleskyFactor(name: string, covariance: MatrixSpec): readonly (readonly number[])[] {
  if (isDiagonal(covariance)) return diagonalFactor(name, covariance);
  const size = covariance.length;
  const at = (i: number, j: number) => covariance[i]![j]!;
  const largest = Math.max(...Array.from({ length: size }, (_, i) => Math.abs(at(i, i))));
  const factor = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let j = 0; j < size; j++) {
    const rest = (i: number) => at(i, j) - sum(j, (k) => factor[i]![k]! * factor[j]![k]!);
    // Rounding leaves a singular direction within some 1e-16 of 0; anything further below is a negative variance.
    const tolerance = 1e-12 * largest;
    const pivot = rest(j);
    const negative = pivot < -tolerance;
    const loose =
      pivot <= tolerance &&
      Array.from({ length: size - j }, (_, k) => rest(j + k)).some((x) => Math.abs(x) > 1e-6 * largest);
    if (negative || loose) throw negativeDirection(name, pivot, j);
    if (pivot <= tolerance) continue;
    const root = Math.sqrt(pivot);
    for (let i = j; i < size; i++) factor[i]![j] = rest(i) / root;
  }
  return factor;
}

/** Of a diagonal: the roots of its entries. No elimination, whose time grows with the cube of the size. */
function diagonalFactor(name: string, diagonal: readonly number[]): readonly (readonly number[])[] {
  const tolerance = 1e-12 * Math.max(...diagonal.map(Math.abs));
  return diagonal.map((entry, i) => {
    if (entry < -tolerance) throw negativeDirection(name, entry, i);
    const row = new Array<number>(diagonal.length).fill(0);
    if (entry > tolerance) row[i] = Math.sqrt(entry);
    return row;
  });
}

const negativeDirection = (name: string, pivot: number, row: number) =>
  new AssayError(
    'configuration',
    `Cannot use ${name}: expected a covariance without negative directions, got a pivot of ${pivot} in row ${row}`,
  );

function sum(count: number, term: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += term(index);
  return total;
}
