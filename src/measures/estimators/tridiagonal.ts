/**
 * Eigenvalues of a symmetric tridiagonal matrix, ascending, with the first and last components of their unit
 * eigenvectors.
 */
export interface TridiagonalEigen {
  readonly values: readonly number[];
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const MAX_ITERATIONS = 60;

/**
 * Eigenvalues of the symmetric tridiagonal matrix with diagonal `diagonal[0..n)` and off-diagonal `offDiagonal[0..n−1)`
 * by the implicit QL method, carrying along the two rows of the eigenvector matrix that Lanczos needs.
 *
 * @throws RangeError where an eigenvalue does not settle (only for entries that are not finite)
 * @see Bowdler, Martin, Reinsch & Wilkinson 1968 (tql2)
 * @example tridiagonalEigen([2, 2], [1]).values // [1, 3]
 */
export function tridiagonalEigen(
  diagonal: readonly number[],
  offDiagonal: readonly number[],
): TridiagonalEigen {
  const n = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = Float64Array.from({ length: n }, (_, i) => (i < n - 1 ? offDiagonal[i]! : 0));
  const first = Float64Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));
  const last = Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? 1 : 0));
  for (let low = 0; low < n; low++) {
    for (let iteration = 0; ; iteration++) {
      const high = splitAfter(d, e, low);
      if (high === low) break;
      if (iteration === MAX_ITERATIONS)
        throw new RangeError(`Cannot diagonalise a tridiagonal matrix: expected finite entries, got ${d}`);
      sweep(d, e, low, high, [first, last]);
    }
  }
  const order = [...d.keys()].sort((a, b) => d[a]! - d[b]!);
  return {
    values: order.map((i) => d[i]!),
    first: order.map((i) => first[i]!),
    last: order.map((i) => last[i]!),
  };
}

/** The end of the unreduced block that starts at `low`. */
function splitAfter(d: Float64Array, e: Float64Array, low: number): number {
  let high = low;
  for (; high < d.length - 1; high++) {
    const scale = Math.abs(d[high]!) + Math.abs(d[high + 1]!);
    if (Math.abs(e[high]!) <= Number.EPSILON * scale) break;
  }
  return high;
}

/** One implicit QL sweep over the block low … high with Wilkinson's shift; rotates the columns of `rows` along. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  low: number,
  high: number,
  rows: readonly Float64Array[],
): void {
  let g = (d[low + 1]! - d[low]!) / (2 * e[low]!);
  let r = Math.hypot(g, 1);
  g = d[high]! - d[low]! + e[low]! / (g + (g < 0 ? -r : r));
  let sine = 1;
  let cosine = 1;
  let p = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * e[i]!;
    const b = cosine * e[i]!;
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The block has split inside the sweep: undo the shift and start again on the smaller block.
      d[i + 1]! -= p;
      e[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * sine + 2 * cosine * b;
    p = sine * t;
    d[i + 1] = g + p;
    g = cosine * t - b;
    for (const row of rows) {
      const next = row[i + 1]!;
      row[i + 1] = sine * row[i]! + cosine * next;
      row[i] = cosine * row[i]! - sine * next;
    }
  }
  d[low]! -= p;
  e[low] = g;
  e[high] = 0;
}
