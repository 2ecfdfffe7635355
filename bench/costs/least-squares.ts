/**
 * x ≥ 0 that makes Σ wᵢ (Σⱼ aᵢⱼ xⱼ − 1)² least, by coordinate descent: rows are divided by what they should give, so
 * that errors are relative. Columns are scaled to a largest entry of 1 while it descends.
 *
 * @param weights one a row
 */
export function nonNegativeLeastSquares(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
): readonly number[] {
  const scales = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!)) || 1);
  const scaled = rows.map((row) => row.map((value, column) => value / scales[column]!));
  const x = scales.map(() => 0);
  const residuals = rows.map(() => -1);
  const curvatures = scales.map((_, column) =>
    scaled.reduce((sum, row, index) => sum + weights[index]! * row[column]! ** 2, 0),
  );
  for (let sweep = 0; sweep < 20_000; sweep++)
    for (let column = 0; column < x.length; column++) {
      if (curvatures[column] === 0) continue;
      const slope = scaled.reduce(
        (sum, row, index) => sum + weights[index]! * row[column]! * residuals[index]!,
        0,
      );
      const next = Math.max(0, x[column]! - slope / curvatures[column]!);
      scaled.forEach((row, index) => (residuals[index]! += row[column]! * (next - x[column]!)));
      x[column] = next;
    }
  return x.map((value, column) => value / scales[column]!);
}

/**
 * The same for absolute errors: squares are reweighted by the last error, at least `floor`, so that a row that
 * something else disturbed does not bend the others.
 */
export function nonNegativeLeastDeviations(
  rows: readonly (readonly number[])[],
  floor: number,
): readonly number[] {
  let weights = rows.map(() => 1);
  let x = nonNegativeLeastSquares(rows, weights);
  for (let round = 0; round < 12; round++) {
    weights = rows.map((row) => {
      const predicted = row.reduce((sum, value, column) => sum + value * x[column]!, 0);
      return 1 / Math.max(floor, Math.abs(Math.log(predicted)));
    });
    x = nonNegativeLeastSquares(rows, weights);
  }
  return x;
}
