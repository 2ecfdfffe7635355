// The stops room's public face: when a run ends.
import type { Longest, Progress, TargetLoss } from './kind.ts';
import { stopKinds, type StopRule } from './schema.ts';

/** Where a run ends at the latest: the length of one quantity. */
export const longestOf = (stop: StopRule): Longest => stopKinds[stop.kind].longest(stop);

/** The training loss that ends a run before; undefined where the design alone decides the end. */
export const targetOf = (stop: StopRule): TargetLoss | undefined => stopKinds[stop.kind].target?.(stop);

/**
 * When a run is stopped, in words behind "stopped".
 *
 * @example stopWords({ kind: 'epochs', epochs: 5 }); // 'after 5 epochs'
 */
export const stopWords = (stop: StopRule): string => stopKinds[stop.kind].words(stop);

/** How much of a length is rounding, where many fractions were added. A step that only made up for it is not taken. */
const rounding: Readonly<Record<keyof Progress, number>> = { steps: 0, epochs: 1e-12, time: 1e-9 };

/**
 * Whether a run has come to its latest end.
 *
 * @example isOver({ kind: 'steps', steps: 10 }, { steps: 10, epochs: 0.5, time: 1 }); // true
 */
export function isOver(stop: StopRule, progress: Progress): boolean {
  const { of, length } = longestOf(stop);
  return progress[of] >= length * (1 - rounding[of]);
}

export type { Longest, Progress, TargetLoss } from './kind.ts';
export type { StopRule } from './schema.ts';
