import type { SymmetricOperator } from '../../src/measures/estimators/operator.ts';
import { stream } from '../../src/random/index.ts';

export type Matrix = readonly Float64Array[];

export const draws = (seed: string) => stream(seed, 'probe');

/** A random symmetric matrix with the given eigenvalues: a product of random reflections turns the diagonal. */
export function withEigenvalues(eigenvalues: readonly number[], seed: string): Matrix {
  const n = eigenvalues.length;
  const random = draws(`${seed}/basis`);
  let rows: Float64Array[] = eigenvalues.map((value, i) =>
    Float64Array.from({ length: n }, (_, j) => (i === j ? value : 0)),
  );
  for (let reflection = 0; reflection < 4; reflection++) {
    const u = Float64Array.from({ length: n }, () => random.normal());
    const square = u.reduce((sum, value) => sum + value * value, 0);
    // (I − 2uuᵀ/u²) A (I − 2uuᵀ/u²), from the left and then, after transposing, from the left again
    for (let side = 0; side < 2; side++) {
      const projected = Float64Array.from({ length: n }, (_, j) =>
        rows.reduce((sum, row, i) => sum + u[i]! * row[j]!, 0),
      );
      rows = rows.map((row, i) => row.map((value, j) => value - (2 * u[i]! * projected[j]!) / square));
      rows = rows.map((_, i) => Float64Array.from(rows, (row) => row[i]!));
    }
  }
  return rows;
}

/** The matrix as an operator that counts its applications. */
export function operatorOf(matrix: Matrix): SymmetricOperator & { applications: number } {
  const operator = {
    dimension: matrix.length,
    applications: 0,
    apply: async (vector: Float64Array) => {
      operator.applications++;
      return Float64Array.from(matrix, (row) => row.reduce((sum, value, j) => sum + value * vector[j]!, 0));
    },
  };
  return operator;
}

/** All eigenvalues, ascending, by the cyclic Jacobi method: a dense yardstick that shares no code with Lanczos. */
export function jacobiEigenvalues(matrix: Matrix): number[] {
  const a = matrix.map((row) => Float64Array.from(row));
  const n = a.length;
  for (let cycle = 0; cycle < 30; cycle++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (a[p]![q] === 0) continue;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const kp = a[k]![p]!;
          const kq = a[k]![q]!;
          a[k]![p] = c * kp - s * kq;
          a[k]![q] = s * kp + c * kq;
        }
        for (let k = 0; k < n; k++) {
          const pk = a[p]![k]!;
          const qk = a[q]![k]!;
          a[p]![k] = c * pk - s * qk;
          a[q]![k] = s * pk + c * qk;
        }
      }
  return a.map((row, i) => row[i]!).sort((x, y) => x - y);
}

export const trace = (matrix: Matrix) => matrix.reduce((sum, row, i) => sum + row[i]!, 0);
export const squaredFrobenius = (matrix: Matrix) =>
  matrix.reduce((sum, row) => sum + row.reduce((inner, value) => inner + value * value, 0), 0);

/** A spectrum like a net's: a few large eigenvalues, a bulk near zero, some negative. */
export const netLikeSpectrum = (n: number) =>
  Array.from({ length: n }, (_, i) => (i < 5 ? 20 / (i + 1) : 0.1 * Math.cos(i)));
