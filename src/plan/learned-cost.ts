import type { ExternalJob, Job } from './types.ts';

type Costed = Job | ExternalJob;

/** A run that was trained, here and earlier, and how long it took. */
export interface PastRun {
  readonly run: Costed;
  readonly durationMs: number;
}

/** Runs that cost alike: the same programs over the same schedule, or the same trainer's program. */
const kindOf = (run: Costed): string =>
  'trainer' in run
    ? JSON.stringify(run.trainer.command)
    : JSON.stringify([run.steps, run.schedule, run.stopBelow, run.record]);

/** Lower median: of two runs the faster, for a run never takes less than it costs. */
export function lowerMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1]!;
}

/** Median ratio of duration and estimate over runs that were trained; without any, the pace of the machine. */
export function paceOf(past: readonly PastRun[], ofMachine: () => number): number {
  const ratios = past
    .filter(({ run }) => run.estimatedMs > 0)
    .map(({ run, durationMs }) => durationMs / run.estimatedMs);
  return ratios.length === 0 ? ofMachine() : lowerMedian(ratios);
}

/**
 * Estimates of runs that are to be trained, learned from those that were: a run costs the median of its kind (the same
 * programs, schedule and stop rule, other seeds); a kind that was never trained costs the planner's estimate times the
 * pace.
 *
 * Only a time: no run's identity depends on it.
 *
 * @returns milliseconds of one thread
 * @example learnCosts([{ run: job, durationMs: 1200 }], 1)(jobOfAnotherSeed) // 1200
 */
export function learnCosts(past: readonly PastRun[], pace: number): (run: Costed) => number {
  const durations = new Map<string, number[]>();
  for (const { run, durationMs } of past) {
    const kind = kindOf(run);
    durations.set(kind, [...(durations.get(kind) ?? []), durationMs]);
  }
  return (run) => {
    const known = durations.get(kindOf(run));
    return known === undefined ? run.estimatedMs * pace : lowerMedian(known);
  };
}
