import { requireRows } from '../blocks.ts';
import { fitLine } from '../trend/slope.ts';

/**
 * How far each arm lies off the line of its block: the residuals of least squares in each block, a column an arm. Their
 * mean over blocks is the departure of the arm from the average line, and they are independent over blocks whatever
 * ties the arms of one.
 *
 * @param rows `[blocks, arms]`; logarithms for a power law
 * @param x one number an arm
 * @returns `[arms][blocks]`
 * @throws RangeError as `fitLine`, and if a block has another length than x
 * @example departuresFromLine([[1, 3, 1]], [0, 1, 2]) // [[-2/3], [4/3], [-2/3]]
 */
export function departuresFromLine(
  rows: readonly (readonly number[])[],
  x: readonly number[],
): readonly (readonly number[])[] {
  requireRows(rows, 'measure departures from a line', 'arms in block', x.length);
  const lines = rows.map((row) => fitLine(x, row));
  return x.map((at, arm) =>
    rows.map((row, block) => row[arm]! - lines[block]!.intercept - lines[block]!.slope * at),
  );
}
