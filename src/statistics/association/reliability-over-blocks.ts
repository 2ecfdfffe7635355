import { requireRows } from '../blocks.ts';
import type { Rows } from './residual-correlation.ts';

/**
 * How much of the variance of a measure within blocks repeats from block to block: σ²_arm/(σ²_arm + σ²), from the mean
 * squares of the layout of blocks by arms, σ²_arm = (MS_arm − MS_rest)/B (no less than 0). What does not repeat is
 * noise of the runs, error of measurement, or both; so this is the least that the reliability of one value can be, as
 * far as two blocks or more tell.
 *
 * @param rows `[blocks, arms]`
 * @returns 0 … 1; NaN where nothing varies
 * @throws RangeError unless there are two blocks and two arms, all of one length
 * @see Shrout & Fleiss 1979, Psychological Bulletin 86:420, ICC(3, 1)
 * @example reliabilityOverBlocks([[1, 2, 3], [2, 3, 4]]) // 1
 */
export function reliabilityOverBlocks(rows: Rows): number {
  const [blocks, arms] = [rows.length, rows[0]?.length ?? 0];
  requireRows(rows, 'measure a reliability', 'arms in block');
  if (blocks < 2 || arms < 2)
    throw new RangeError(
      `Cannot measure a reliability: expected two blocks and two arms or more, got ${blocks} and ${arms}`,
    );
  const average = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0) / values.length;
  const centred = rows.map((row) => row.map((value) => value - average(row)));
  const effects = centred[0]!.map((_, arm) => average(centred.map((row) => row[arm]!)));
  const between = effects.reduce((total, effect) => total + effect * effect, 0) / (arms - 1);
  const rests = centred.flatMap((row) => row.map((value, arm) => value - effects[arm]!));
  const rest = rests.reduce((total, value) => total + value * value, 0) / ((blocks - 1) * (arms - 1));
  const repeated = Math.max(0, between - rest / blocks);
  return repeated / (repeated + rest);
}
