import type { RunRecord } from '../train/types.ts';
import type { RunSummary } from './baseline-schema.ts';
import { stepsTo } from './summarize.ts';
import type { MeasureFinding } from './types.ts';

/** A number of a run that may become worse, and by how much it may without mattering. */
export interface PairedMeasure {
  readonly measure: MeasureFinding['measure'];
  readonly unit: MeasureFinding['unit'];
  /** Largest difference that does not matter, in the unit. */
  readonly margin: number;
  /** Target less baseline, positive where the target is worse, ±Infinity where one has no such number; undefined where neither has. */
  readonly worse: (before: RunSummary, after: RunRecord) => number | undefined;
}

/** Losses below this are as good as zero. */
const FLOOR = 1e-30;
const logarithm = (value: number) => Math.log(Math.max(value, FLOOR));

/** A missing number is worse than any: a run that diverged, or never came to the target loss. */
function difference(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined) return after === undefined ? undefined : -Infinity;
  return after === undefined ? Infinity : after - before;
}

const lossOf = (loss: number | undefined) => (loss === undefined ? undefined : logarithm(loss));

/** What is compared on every case: final losses within 5 %, steps within 10 %, accuracies within two points. */
export const pairedMeasures: readonly PairedMeasure[] = [
  {
    measure: 'final loss',
    unit: 'log ratio',
    margin: Math.log(1.05),
    worse: (before, after) =>
      // Both diverged: the same outcome.
      difference(lossOf(before.trainLoss), lossOf(after.final['trainLoss'])) ?? 0,
  },
  {
    measure: 'steps to target',
    unit: 'log ratio',
    margin: Math.log(1.1),
    worse: ({ target }, after) => {
      if (target === undefined) return undefined;
      const steps = stepsTo(after, target.loss);
      return difference(Math.log(target.steps), steps === undefined ? undefined : Math.log(steps));
    },
  },
  {
    measure: 'test accuracy',
    unit: 'fraction',
    margin: 0.02,
    worse: ({ testAccuracy }, { final }) => {
      const accuracy = final['testAccuracy'];
      return difference(
        testAccuracy === undefined ? undefined : -testAccuracy,
        accuracy === undefined ? undefined : -accuracy,
      );
    },
  },
];
