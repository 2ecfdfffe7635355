import type { Job } from '../types.ts';
import { stepMicroseconds } from './step-cost.ts';
import type { Work } from './work.ts';

/** The part of its cap that a run with a target loss needs: the median over those of the suites. */
const TARGET_PART = 0.15;

/** Microseconds that a call of a program costs beside its steps: feeds, results, the way to the engine and back. */
const CALL = 120;
/** Microseconds to note an evaluation of one replicate, and to take its numbers apart from the others'. */
const NOTE = 30;
/** Microseconds to make a program ready, and the number of runs of one thread that share that. */
const LOAD = 10_000;
const SHARERS = 16;
/** Microseconds to draw and hand over the number of an example, and a normal number. */
const ROW = 0.14;
const DRAW = 0.1;

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
  /** Calls of the training loops, rows of examples and normal numbers that they are fed. */
  readonly calls: number;
  readonly rows: number;
  readonly draws: number;
}

const timeOf = (all: readonly Repeated[], lanes: number): number =>
  all.reduce((sum, { count, work }) => sum + count * stepMicroseconds(work, lanes), 0);

/** One evaluation of all lanes: they share the examples. */
function lookTime(all: readonly Repeated[], lanes: number): number {
  const shared = all.map(({ count, work }) => ({
    count,
    work: { ...work, gathered: work.gathered / lanes },
  }));
  return timeOf(shared, lanes) + CALL * all.length;
}

/**
 * Milliseconds that a block of so many replicates in lockstep may take on one thread: every step of the schedule, what
 * it is fed, and the evaluations. A model: the same plan gives the same number everywhere.
 *
 * @param checks number of evaluations that the schedule has a place for
 */
export function runMs(
  { stopBelow, record }: Pick<Job, 'stopBelow' | 'record'>,
  { steps, train, test, calls, rows, draws }: RunWork,
  { checks, replicates }: { readonly checks: number; readonly replicates: number },
): number {
  const looksAtTrain = stopBelow !== undefined || record !== 'end' ? checks : 1;
  const looksAtTest = record === 'curves' ? checks : 1;
  const programs = steps.length + train.length + test.length;
  const microseconds =
    timeOf(steps, replicates) +
    CALL * calls +
    replicates * (ROW * rows + DRAW * draws) +
    replicates * (NOTE * Math.max(looksAtTrain, looksAtTest) + (LOAD / SHARERS) * programs) +
    // A landscape has no examples, and is a call all the same.
    looksAtTrain * Math.max(CALL, lookTime(train, replicates)) +
    looksAtTest * lookTime(test, replicates);
  return (microseconds / 1000) * (stopBelow === undefined ? 1 : TARGET_PART);
}
