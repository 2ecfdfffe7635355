import { ranksOf } from './descriptives.ts';

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
 * @throws RangeError if a block has another length than the covariate, or a covariate or value is `NaN`
 */
export function usableBlocks(blocks: Blocks, covariate: readonly number[]): Block[] {
  const wrong = covariate.findIndex((value) => Number.isNaN(value));
  if (wrong >= 0)
    throw new RangeError(`Cannot block arms: expected a number as covariate of arm ${wrong}, got NaN`);
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
  if (row.some((value) => Number.isNaN(value)))
    throw new RangeError(`Cannot block arms: expected numbers or undefined in block ${index}, got NaN`);
  const present = covariate.flatMap((x, arm) => (row[arm] === undefined ? [] : [{ x, y: row[arm] }]));
  return { covariate: present.map(({ x }) => x), values: present.map(({ y }) => y) };
}

/** Midranks less their mean, doubled so that they are whole numbers. */
export function centredDoubledRanks(values: readonly number[]): number[] {
  return Array.from(ranksOf(values).ranks, (rank) => 2 * rank - values.length - 1);
}

/**
 * Spearman's correlation of a block: Pearson's correlation of the midranks; 0 where all values are equal, for such a block shows no trend.
 *
 * @example blockSpearman({ covariate: [1, 2, 4], values: [3, 9, 5] }) // 0.5
 */
export function blockSpearman({ covariate, values }: Block): number {
  const [scores, ranks] = [centredDoubledRanks(covariate), centredDoubledRanks(values)];
  const spread = Math.sqrt(productOf(scores, scores) * productOf(ranks, ranks));
  return spread === 0 ? 0 : productOf(scores, ranks) / spread;
}

/** Σ a·b. */
export function productOf(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
