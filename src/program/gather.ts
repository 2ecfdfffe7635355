import type { Gather } from './types.ts';

/**
 * A gathered input's shape in two: the axes that the indices have (`[batch]`, or `[replicates, batch]` in lockstep) and
 * those of a table's row.
 */
export function gatherAxes(
  gather: Gather,
  shape: readonly number[],
): { readonly chosen: readonly number[]; readonly row: readonly number[] } {
  const lead = gather.lead ?? 1;
  return { chosen: shape.slice(0, lead), row: shape.slice(lead) };
}
