// The schedules room's public face: learning rate, batch size and momentum over steps.
export { batchSizeAt, batchSizesOf, largestBatchSize } from './batch-size-at.ts';
export { scheduleValues } from './schedule-values.ts';
export type { StepPositions } from './schedule-values.ts';
export { valueAt } from './value-at.ts';
export { batchSizeWords, scheduleWords } from './words.ts';
export type { BatchSizeSpec, ScheduleSpec } from './schema.ts';
