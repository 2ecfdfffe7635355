// Training: run plan → records, on worker threads.
export { replayRun, trainRuns } from './train-runs.ts';
export type { TrainOptions } from './train-runs.ts';
export type * from './types.ts';
