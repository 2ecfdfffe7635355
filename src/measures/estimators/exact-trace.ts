import type { SymmetricOperator } from './operator.ts';

/**
 * The trace itself, Σ_i e_iᵀ A e_i: one application for each dimension.
 *
 * @example await exactTrace(operator) // 3.5
 */
export async function exactTrace(operator: SymmetricOperator): Promise<number> {
  const { dimension } = operator;
  let trace = 0;
  for (let i = 0; i < dimension; i++) {
    const unit = new Float64Array(dimension);
    unit[i] = 1;
    trace += (await operator.apply(unit))[i]!;
  }
  return trace;
}

/** The matrix itself, a row for each dimension; rows are the columns A e_i, symmetrised: (A + Aᵀ)/2. */
export async function denseMatrix(operator: SymmetricOperator): Promise<Float64Array[]> {
  const { dimension } = operator;
  const rows: Float64Array[] = [];
  for (let i = 0; i < dimension; i++) {
    const unit = new Float64Array(dimension);
    unit[i] = 1;
    rows.push(await operator.apply(unit));
  }
  for (let i = 0; i < dimension; i++)
    for (let j = 0; j < i; j++) rows[i]![j] = rows[j]![i] = (rows[i]![j]! + rows[j]![i]!) / 2;
  return rows;
}
