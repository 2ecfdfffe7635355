import type { ProgramContext } from '../measures/index.ts';
import type { Job, ScheduleTensors } from './types.ts';

/**
 * Rates of one thread, roughly: they only order jobs and give a first guess of the time left, which the trainer corrects
 * by what it measures. A step costs a fixed part, a part for each parameter (the update) and for each example and
 * parameter (a multiplication forwards, two backwards).
 */
const STEP_MS = 0.012;
const PARAMETER_MS = 2e-7;
const MULTIPLICATION_MS = 5e-8;
/** A run with a target loss is guessed to need this part of its cap. */
const TARGET_PART = 0.3;

/** Estimated time of one run on one thread. */
export function estimateMs(
  job: Pick<Job, 'parameters' | 'stopBelow' | 'record' | 'sampler'>,
  schedule: ScheduleTensors,
  { train, test }: Pick<ProgramContext, 'train' | 'test'>,
): number {
  const parameters = job.parameters.reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
  let steps = 0;
  for (const batchSize of schedule['batchSize']!.data) {
    const size = job.sampler === 'gaussian' ? train.count : batchSize;
    steps += STEP_MS + parameters * (PARAMETER_MS + 3 * size * MULTIPLICATION_MS);
  }
  const checks = schedule['checks']!.data.length;
  const looksAtTrain = job.stopBelow !== undefined || job.record === 'curves' ? checks : 1;
  const looksAtTest = job.record === 'curves' ? checks : 1;
  const evaluations =
    parameters * MULTIPLICATION_MS * (looksAtTrain * train.count + looksAtTest * test.count);
  return (steps + evaluations) * (job.stopBelow === undefined ? 1 : TARGET_PART);
}
