import type { Moments } from '../measures/index.ts';
import type { ScheduleTensors } from './types.ts';

/** Epochs are sums of fractions: a step that misses an epoch by rounding alone has reached it. */
const ROUNDING = 1e-9;

/**
 * Numbers of steps after which a run is kept for a measure that looks at it while it trains, ascending: at equal
 * stretches of the planned steps from a fraction of them to the last, or the first that reach the declared epochs. An
 * epoch beyond the end is left out; the measure says so.
 *
 * @param examples training examples; 0 where there are none, and there are no epochs
 * @example snapshotSteps({ points: 2, from: 0 }, schedule, 1000) // [0, 50, 100] of 100 steps
 */
export function snapshotSteps(
  { points, from, epochs }: Moments,
  schedule: ScheduleTensors,
  examples: number,
): readonly number[] {
  const sizes = schedule['batchSize']!.data;
  if (epochs === undefined)
    return distinct(
      Array.from({ length: points + 1 }, (_, i) =>
        Math.round(sizes.length * (from + (1 - from) * (i / points))),
      ),
    );
  const steps: number[] = [];
  const wanted = [...epochs].sort((a, b) => a - b);
  let seen = 0;
  for (let step = 0; step <= sizes.length && wanted.length > 0; step++) {
    while (wanted.length > 0 && seen / examples >= wanted[0]! - ROUNDING) {
      steps.push(step);
      wanted.shift();
    }
    seen += sizes[step] ?? 0;
  }
  return distinct(steps);
}

/** Numbers of steps after which a run is kept for all that looks at it while it trains, ascending. */
export const keptSteps = (
  moments: readonly Moments[],
  schedule: ScheduleTensors,
  examples: number,
): readonly number[] => distinct(moments.flatMap((each) => snapshotSteps(each, schedule, examples)));

/** Each number once, ascending. */
export const distinct = (steps: readonly number[]): readonly number[] =>
  [...new Set(steps)].sort((a, b) => a - b);
