// Training: run plan → records, on worker threads.
export { componentsOf } from './components.ts';
export { replayRun, trainRuns } from './train-runs.ts';
export type { TrainOptions } from './train-runs.ts';
export type * from './types.ts';
