/**
 * Measurements of arms (columns) that share seeds (rows, the blocks). `undefined` is an arm that a block lacks.
 */
export type Blocks = readonly (readonly (number | undefined)[])[];

/** The arms that one block has: their covariates and values, in the order of the columns. */
export interface Block {
  readonly covariate: readonly number[];
  readonly values: readonly number[];
}

/**
 * The blocks that can speak of a trend: those that hold at least two arms with different covariates.
 *
 * @param blocks `[seeds, arms]`
 * @param covariate one number an arm
 * @throws RangeError if a block has another length than the covariate
 */
export function usableBlocks(blocks: Blocks, covariate: readonly number[]): Block[] {
  requireRows(blocks, 'block arms', 'arms in block', covariate.length);
  return blocks
    .map((row) => presentArms(row, covariate))
    .filter((block) => block.covariate.some((value) => value !== block.covariate[0]));
}

function presentArms(row: readonly (number | undefined)[], covariate: readonly number[]): Block {
  const present = covariate.flatMap((x, arm) => (row[arm] === undefined ? [] : [{ x, y: row[arm] }]));
  return { covariate: present.map(({ x }) => x), values: present.map(({ y }) => y) };
}

/** Whether a value or covariate is `NaN`: infinity can be ranked, `NaN` cannot. */
export const holdsNaN = (blocks: Blocks, covariate: readonly number[]): boolean =>
  covariate.some(Number.isNaN) || blocks.some((row) => row.some(Number.isNaN));

/**
 * Checks that a table has rows of one length, by default that of the first.
 *
 * @throws RangeError `Cannot <action>: expected <length> <what> <row>, got <length>`
 */
export function requireRows(
  rows: readonly (readonly unknown[])[],
  action: string,
  what: string,
  length = rows[0]?.length,
): void {
  const wrong = rows.findIndex((row) => row.length !== length);
  if (wrong >= 0)
    throw new RangeError(`Cannot ${action}: expected ${length} ${what} ${wrong}, got ${rows[wrong]!.length}`);
}
