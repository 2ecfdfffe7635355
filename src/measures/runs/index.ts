// Measuring: records → numbers, on worker threads where the net itself is needed.
export { measurable, measureRuns } from './measure-runs.ts';
export type { MeasureOptions } from './measure-runs.ts';
