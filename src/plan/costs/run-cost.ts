import type { Job } from '../types.ts';
import { stepMicroseconds } from './step-cost.ts';
import type { Work } from './work.ts';

/** A run with a target loss is guessed to need this part of its cap. */
const TARGET_PART = 0.3;

/** Work that is done so many times. */
export interface Repeated {
  readonly count: number;
  readonly work: Work;
}

/** What a run of one replicate does: all its steps, and one evaluation of each set. */
export interface RunWork {
  readonly steps: readonly Repeated[];
  readonly train: readonly Repeated[];
  readonly test: readonly Repeated[];
}

const timeOf = (all: readonly Repeated[], lanes = 1): number =>
  all.reduce((sum, { count, work }) => sum + count * stepMicroseconds(work, lanes), 0);

/**
 * Milliseconds that a block of so many replicates in lockstep may take on one thread: every step of the schedule, and the
 * evaluations of each replicate. A model: the same plan gives the same number everywhere.
 *
 * @param checks number of evaluations that the schedule has a place for
 */
export function runMs(
  { stopBelow, record }: Pick<Job, 'stopBelow' | 'record'>,
  { steps, train, test }: RunWork,
  { checks, replicates }: { readonly checks: number; readonly replicates: number },
): number {
  const looksAtTrain = stopBelow !== undefined || record === 'curves' ? checks : 1;
  const looksAtTest = record === 'curves' ? checks : 1;
  const evaluations = looksAtTrain * timeOf(train) + looksAtTest * timeOf(test);
  const milliseconds = (timeOf(steps, replicates) + replicates * evaluations) / 1000;
  return milliseconds * (stopBelow === undefined ? 1 : TARGET_PART);
}
