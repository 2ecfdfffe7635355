import type { RunSummary } from '../baseline/baseline-schema.ts';
import { stepsTo, type MeasuredRun } from './summarize.ts';
import type { MeasureFinding } from '../types.ts';

/** A number of a run that may become worse, and by how much it may without mattering. */
export interface PairedMeasure {
  readonly measure: MeasureFinding['measure'];
  readonly unit: MeasureFinding['unit'];
  /** Largest difference that does not matter, in the unit. */
  readonly margin: number;
  /**
   * Target less baseline, positive where the target is worse, ±Infinity where one has no such number; undefined where
   * neither has.
   */
  readonly worse: (before: RunSummary, after: MeasuredRun, lossFloor?: number) => number | undefined;
}

/** Losses below this are as good as zero, whatever the case. */
const FLOOR = 1e-30;

/** The logarithm of a loss, where all that is at or below a floor is the same. */
export const logarithm = (value: number, floor = FLOOR): number => Math.log(Math.max(value, floor));

/** A missing number is worse than any: a run that diverged, or never came to the target loss. */
export function difference(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined) return after === undefined ? undefined : -Infinity;
  return after === undefined ? Infinity : after - before;
}

const lossOf = (loss: number | undefined, floor?: number) =>
  loss === undefined ? undefined : logarithm(loss, floor);

/** The margin of a sensitivity: the mean final loss over a sweep, against that of the best rate, within 10 %. */
export const SENSITIVITY_MARGIN = Math.log(1.1);

/**
 * What is compared on every case that has it: final losses within 5 % (or both below the case's floor), steps within 10
 * %, accuracies within two points, largest eigenvalues of the Hessian at the end within 20 %.
 */
export const pairedMeasures: readonly PairedMeasure[] = [
  {
    measure: 'final loss',
    unit: 'log ratio',
    margin: Math.log(1.05),
    worse: (before, { record }, floor) =>
      // Both diverged: the same outcome.
      difference(lossOf(before.trainLoss, floor), lossOf(record.final['trainLoss'], floor)) ?? 0,
  },
  {
    measure: 'steps to target',
    unit: 'log ratio',
    margin: Math.log(1.1),
    worse: ({ target }, { record }) => {
      if (target === undefined) return undefined;
      const steps = stepsTo(record, target.loss);
      return difference(Math.log(target.steps), steps === undefined ? undefined : Math.log(steps));
    },
  },
  {
    measure: 'test accuracy',
    unit: 'fraction',
    margin: 0.02,
    worse: ({ testAccuracy }, { record }) => {
      const accuracy = record.final['testAccuracy'];
      return difference(
        testAccuracy === undefined ? undefined : -testAccuracy,
        accuracy === undefined ? undefined : -accuracy,
      );
    },
  },
  {
    measure: 'sharpness',
    unit: 'log ratio',
    margin: Math.log(1.2),
    // A run that diverged has no sharpness, and its loss says so already.
    worse: ({ sharpness: before }, { sharpness: after }) =>
      before === undefined || after === undefined ? undefined : logarithm(after) - logarithm(before),
  },
];
