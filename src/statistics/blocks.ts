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
  return blocks
    .map((row, i) => presentArms(row, covariate, i))
    .filter((block) => block.covariate.some((value) => value !== block.covariate[0]));
}

function presentArms(
  row: readonly (number | undefined)[],
  covariate: readonly number[],
  index: number,
): Block {
  if (row.length !== covariate.length)
    throw new RangeError(
      `Cannot block arms: expected ${covariate.length} arms in block ${index}, got ${row.length}`,
    );
  const present = covariate.flatMap((x, arm) => (row[arm] === undefined ? [] : [{ x, y: row[arm] }]));
  return { covariate: present.map(({ x }) => x), values: present.map(({ y }) => y) };
}

/** Whether a value or covariate is `NaN`: infinity can be ranked, `NaN` cannot. */
export const holdsNaN = (blocks: Blocks, covariate: readonly number[]): boolean =>
  covariate.some(Number.isNaN) || blocks.some((row) => row.some(Number.isNaN));
