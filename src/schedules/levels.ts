import { z } from 'zod';

const DEFAULT = 9;

/** Distinct sizes of a batch-size schedule that moves steadily, ends included: each size is compiled. */
export const levelsField = z.int().min(2).default(DEFAULT);

/** The ends of a schedule that moves steadily, and how many sizes it takes between them. */
interface Levels {
  readonly from: number;
  readonly to: number;
  readonly levels?: number | undefined;
}

/** The nearest of `levels` equally spaced sizes between two ends, both included. */
export function onLevel(size: number, { from, to, levels = DEFAULT }: Levels): number {
  if (from === to) return from;
  const spacing = (to - from) / (levels - 1);
  return from + spacing * Math.round((size - from) / spacing);
}

/** All of these sizes. */
export const allLevels = ({ from, to, levels = DEFAULT }: Levels): readonly number[] =>
  Array.from({ length: levels }, (_, level) => from + ((to - from) / (levels - 1)) * level);
